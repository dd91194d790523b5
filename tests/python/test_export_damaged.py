"""A damaged or edited export is refused by the name of its file, and changes nothing."""

import json
import shutil
from base64 import b64encode

import pytest
from conftest import KEY
from test_export import contents

import lamella
from lamella.exporting import export, is_export
from lamella.exporting.json_lines import readable

pl = pytest.importorskip("polars")


@pytest.fixture
def filled(diary):
    lamella.simulate(seed=3, days=20).log_into(diary)
    diary.log_dose("tacrolimus", grams=0.5, at="2026-11-25")
    return diary


@pytest.fixture
def folder(filled, tmp_path):
    export(filled, tmp_path / "out", "parquet")
    return tmp_path / "out"


@pytest.fixture
def refused(tmp_path):
    """Imports what must fail into a diary with an entry, and checks that it stays as it was."""
    with lamella.create(tmp_path / "other.db", device_key=KEY) as other:
        other.log_symptom("itch", 1, at="2026-11-24")
        before = other.change_count, contents(other)

        def read(target, named, error=lamella.InvalidArgument, **options):
            with pytest.raises(error, match=named) as caught:
                other.import_file(target, **options)
            assert "\n" not in str(caught.value)
            assert str(tmp_path) not in str(caught.value)
            assert (other.change_count, contents(other)) == before

        yield read


def change_manifest(folder, change):
    path = folder / "lamella.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def unseal(folder):
    """Takes the checksums out, as one does who changed a file on purpose."""

    def take_out(content):
        for kind in content["kinds"].values():
            del kind["sha256"]

    change_manifest(folder, take_out)


def rewrite(file, *changed):
    pl.read_parquet(file).with_columns(*changed).write_parquet(file)


def without(column):
    return lambda file: pl.read_parquet(file).drop(column).write_parquet(file)


def replaced_by_a_folder(file):
    file.unlink()
    file.mkdir()


WRONG_FILES = {
    "cut in half": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("id,score\n1,2\n" * 100),
    "of another kind": lambda file: shutil.copy(file.with_name("dose.parquet"), file),
    "a column dropped": without("score"),
    "a column of text": lambda file: rewrite(file, pl.lit("many").alias("score")),
    "gone": lambda file: file.unlink(),
    "a folder": replaced_by_a_folder,
}


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("damage", WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_parquet_file_that_is_another_is_refused_by_name(folder, refused, damage, sealed):
    damage(folder / "symptom.parquet")
    if not sealed:
        unseal(folder)
    refused(folder, r"^symptom\.parquet[ :]")
    refused(folder, r"^symptom\.parquet[ :]", dry_run=True)


def test_any_changed_byte_of_a_parquet_file_is_noticed(folder, refused):
    file = folder / "symptom.parquet"
    good = file.read_bytes()
    for place in range(0, len(good), len(good) // 60):
        file.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        refused(folder, r"^symptom\.parquet is not as it was written")


@pytest.mark.parametrize("reason", ["No such file", "Is a directory"], ids=["gone", "a folder"])
def test_a_file_that_cannot_be_read_is_named_with_the_reason(folder, refused, reason):
    file = folder / "dose.parquet"
    WRONG_FILES["gone" if reason == "No such file" else "a folder"](file)
    refused(folder, rf"^dose\.parquet cannot be read: {reason}")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (pl.col("id").bin.encode("hex"), "row 1: the id is missing, or is not 16 bytes"),
        (pl.lit(1).alias("id"), "row 1: the id is missing, or is not 16 bytes"),
        (pl.lit(None, pl.Binary).alias("id"), "row 1: the id is missing"),
        (pl.col("id").bin.slice(1), "row 1: the id is missing, or is not 16 bytes"),
        (pl.lit("false").alias("complete"), "is damaged, or not as it was written"),
        (pl.lit(None, pl.Boolean).alias("complete"), "row 1: column complete"),
        (pl.lit("soon").alias("local_day"), "is damaged, or not as it was written"),
        (pl.lit(b"\xff").alias("item"), "is damaged, or not as it was written"),
        (pl.lit("yesterday").alias("recall"), r"row 1: .*recall"),
        (pl.lit(float("nan")).alias("score"), r"row 1: symptom\.score"),
        (pl.lit(1).alias("a_new_column"), "the columns are not as they were written"),
    ],
)
def test_a_value_that_no_entry_can_have_is_refused_in_parquet(folder, refused, changed, named):
    rewrite(folder / "symptom.parquet", changed)
    unseal(folder)
    refused(folder, rf"^symptom\.parquet.*{named}")


def test_a_number_out_of_range_is_refused_by_its_row(folder, refused):
    third = pl.int_range(pl.len()) == 2
    scores = pl.when(third).then(66.0).otherwise(pl.col("score"))
    rewrite(folder / "symptom.parquet", scores.alias("score"))
    unseal(folder)
    refused(folder, r"^symptom\.parquet, row 3: symptom\.score is out of its range")


def test_rows_that_are_missing_are_counted(folder, refused):
    file = folder / "symptom.parquet"
    rows = pl.read_parquet(file)
    rows[:-1].write_parquet(file)
    unseal(folder)
    refused(folder, rf"^symptom\.parquet has {len(rows) - 1} rows, and lamella\.json says")


def test_a_parquet_file_that_was_edited_well_is_read(filled, folder, tmp_path):
    rewrite(folder / "dose.parquet", pl.lit(2.5).alias("grams"), pl.col("drug").cast(pl.String))
    unseal(folder)
    with lamella.create(tmp_path / "new.db", device_key=KEY) as new:
        assert new.import_file(folder).accepted == filled.summary().entries
        assert next(new.query(kind="dose")).fields["grams"] == 2.5


def test_a_parquet_file_that_lets_polars_panic_is_damaged(folder, refused, monkeypatch):
    def panic(*_, **__):
        raise pl.exceptions.PanicException("index out of bounds")

    monkeypatch.setattr(pl, "scan_parquet", panic)
    refused(folder, r"^symptom\.parquet is damaged")


@pytest.mark.parametrize("line", [2, 9, 15])
def test_a_number_out_of_range_is_refused_by_its_line(filled, tmp_path, refused, line):
    export(filled, tmp_path / "csv")
    file = tmp_path / "csv" / "symptom.csv"
    lines = file.read_text().splitlines(keepends=True)
    score = lines[line - 1].split(",")[7]
    lines[line - 1] = lines[line - 1].replace(f",{score},", ",66.0,", 1)
    file.write_text("".join(lines))
    refused(tmp_path / "csv", rf"^symptom\.csv, line {line}: symptom\.score is out of its range")


def test_a_dumped_record_that_no_diary_takes_is_refused_by_its_line(tmp_path, refused):
    file = tmp_path / "out.jsonl"
    with lamella.create(tmp_path / "one.db", device_key=KEY) as one:
        one.log_symptom("itch", 6, at="2026-11-25")
        one.log_symptom("itch", 7, at="2026-11-25")
        export(one, file, "jsonl")
    header, first, second, end = map(json.loads, file.read_text().splitlines())
    record = lamella.Record(when=lamella.when("2026-11-25"), body=lamella.Symptom(item="it\0ch"))
    bad = lamella.encode(record)
    kept = {name: second[name] for name in ("id", "entry")}
    second = {**kept, **readable(bad), "record": b64encode(bad).decode()}
    file.write_text("".join(json.dumps(line) + "\n" for line in (header, first, second, end)))
    refused(file, r"^line 3: symptom\.item has a control character")


def test_a_folder_without_its_manifest_is_told_from_an_export(folder, refused):
    (folder / "lamella.json").unlink()
    assert not is_export(folder)
    refused(folder, r"without the lamella\.json of an export")


def test_a_manifest_that_was_cut_is_damaged(folder, refused):
    file = folder / "lamella.json"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    refused(folder, r"^lamella\.json is damaged")


def test_a_manifest_that_names_a_file_that_is_not_there(folder, refused):
    def add(content):
        content["kinds"]["measurement"] = {
            **content["kinds"]["symptom"],
            "columns": [{"name": name} for name in columns],
        }

    columns = [c.name for c in lamella.exporting.columns.COLUMNS["measurement"]]
    change_manifest(folder, add)
    refused(folder, r"^measurement\.parquet cannot be read: No such file")


@pytest.mark.parametrize(
    ("change", "named", "error"),
    [
        (lambda m: m.update(version=2), "version 2", lamella.TooNew),
        (lambda m: m.update(version="1"), "does not say its version", None),
        (lambda m: m.update(format="xlsx"), r"lamella\.json names no format", None),
        (lambda m: m.pop("kinds"), r"lamella\.json is damaged", None),
        (lambda m: m.update(kinds=["symptom"]), r"lamella\.json is damaged", None),
        (lambda m: m["kinds"].update(symptom=3), r"lamella\.json is damaged", None),
        (lambda m: m["kinds"].update(pets=m["kinds"]["dose"]), "names other columns", None),
        (lambda m: m["kinds"]["dose"]["columns"].pop(), "names other columns", None),
        (lambda m: m["kinds"]["dose"].update(rows=7), r"dose\.parquet has 1 rows", None),
        (lambda m: m["kinds"]["dose"].update(sha256="0"), r"dose\.parquet is not as it was", None),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(folder, refused, change, named, error):
    change_manifest(folder, change)
    refused(folder, named, error or lamella.InvalidArgument)


def test_a_json_file_of_another_program_makes_no_export(tmp_path):
    (tmp_path / "lamella.json").write_text('{"name": "a lamella of butter"}')
    assert not is_export(tmp_path)
    (tmp_path / "lamella.json").write_text("[1, 2]")
    assert not is_export(tmp_path)


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_name_of_a_folder_is_no_pattern(filled, tmp_path, format):
    parent = tmp_path / "my [diary]*? 100% {a,b}"
    parent.mkdir()
    export(filled, parent / "out=1", format)
    with lamella.create(tmp_path / "new.db", device_key=KEY) as new:
        new.import_file(parent / "out=1")
        assert contents(new) == contents(filled)


@pytest.mark.parametrize("number", [1.5, float("inf"), float("nan"), -1])
def test_a_count_that_is_no_whole_number_is_refused_by_its_row(diary, tmp_path, refused, number):
    diary.log_answers("viga_ad", [2], at="2026-11-25")
    export(diary, tmp_path / "out", "parquet")
    path = tmp_path / "out" / "answers.parquet"
    changed = pl.read_parquet(path).with_columns(pl.lit(number).alias("version"))
    changed.write_parquet(path)
    unseal(tmp_path / "out")
    refused(tmp_path / "out", "answers.parquet, row 1: ")


def test_a_manifest_with_contents_without_end_is_damaged(folder, refused):
    change_manifest(folder, lambda content: content.update(contents=float("inf")))
    refused(folder, "lamella.json is damaged")
