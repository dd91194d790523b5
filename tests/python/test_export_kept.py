"""What an export keeps: more than its columns hold, other versions, and every scale."""

import csv
import json

import pytest
from conftest import KEY
from test_export import FORMATS, contents, target_of
from wire import UNKNOWN_BODY, WHEN, WHEN_OF_THE_FUTURE, field

import lamella
from lamella.exporting import export

TABLES = ["csv", "parquet"]
ITCH = field(1, b"itch")
NEW = field(31, b"from a newer version")
SYMPTOM = field(16, ITCH)
RECALL_OF_THE_FUTURE = lamella.Record(
    when=lamella.When(local_day=20782), body=lamella.Symptom(item="itch", recall=77)
)
ORIGIN_OF_THE_FUTURE = RECALL_OF_THE_FUTURE.replace(
    body=lamella.Symptom(item="itch"), origin=lamella.Origin(source="app", kind=77)
)
INCOMPLETE = {
    "the body": WHEN + field(16, ITCH + NEW),
    "when": WHEN_OF_THE_FUTURE + SYMPTOM,
    "origin": WHEN + field(3, field(1, b"app") + NEW) + SYMPTOM,
    "the record": WHEN + field(9, b"a register of a newer version") + SYMPTOM,
    "a note that is there and empty": WHEN + field(2, b"") + SYMPTOM,
    "a recall": lamella.encode(RECALL_OF_THE_FUTURE),
    "a kind of origin": lamella.encode(ORIGIN_OF_THE_FUTURE),
}
PLAIN = lamella.Record(when=lamella.When(local_day=20782), body=lamella.Symptom(item="pain"))


def rows_of(folder, kind):
    """The rows of a kind, with Python's own flags and numbers for the columns that are asked."""
    if (folder / f"{kind}.csv").exists():
        with open(folder / f"{kind}.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row["complete"] = {"true": True, "false": False}[row["complete"]]
            row["conflicts"] = int(row["conflicts"])
        return rows
    polars = pytest.importorskip("polars")
    return polars.read_parquet(folder / f"{kind}.parquet").to_dicts()


def read_back(target, tmp_path):
    """The report of an import into a new diary, and what this diary then has."""
    with lamella.create(tmp_path / f"{target.name}-back.db", device_key=KEY) as new:
        return new.import_file(target), contents(new)


@pytest.mark.parametrize("format", TABLES)
@pytest.mark.parametrize("record", INCOMPLETE.values(), ids=INCOMPLETE)
def test_an_entry_with_more_than_the_columns_is_counted_and_not_cut(
    diary, tmp_path, record, format
):
    diary.put(record)
    plain = diary.put(PLAIN)
    target = tmp_path / "out"
    report = export(diary, target, format)
    assert (report.entries, report.newer, report.incomplete) == ({"symptom": 2}, 0, 1)
    said = "Whole only in a JSON Lines export: 1 entry with more than the columns hold."
    assert said in str(report)
    manifest = json.loads((target / "lamella.json").read_text())
    assert manifest["only_in_json_lines"] == {"newer": 0, "incomplete": 1, "conflicts": 0}
    assert {row["item"]: row["complete"] for row in rows_of(target, "symptom")} == {
        "itch": False,
        "pain": True,
    }
    back, entries = read_back(target, tmp_path)
    assert (back.rows, back.values, back.accepted, back.rejected_count) == (2, 1, 1, 1)
    (place,) = back.rejected
    assert f"symptom.{format}: has more than the columns hold" in place.reason
    assert "JSON Lines" in place.reason
    assert entries == {plain: contents(diary)[plain]}


@pytest.mark.parametrize("record", INCOMPLETE.values(), ids=INCOMPLETE)
def test_json_lines_hold_all_of_it_byte_for_byte(diary, tmp_path, record):
    id = diary.put(record)
    newer = diary.put(WHEN + UNKNOWN_BODY)
    report = export(diary, tmp_path / "out.jsonl", "jsonl")
    assert report.entries == {"symptom": 1, "unknown": 1}
    assert "Whole only" not in str(report)
    back, entries = read_back(tmp_path / "out.jsonl", tmp_path)
    assert (back.accepted, back.rejected_count) == (2, 0)
    assert entries == {id: record, newer: WHEN + UNKNOWN_BODY}


@pytest.mark.parametrize("format", TABLES)
def test_many_incomplete_entries_between_others_do_not_move_the_report(diary, tmp_path, format):
    # More than a part of an import, with a part of which nothing is left.
    diary.put_many([INCOMPLETE["the body"]] * 6_000)
    later = PLAIN.replace(when=lamella.When(local_day=20783))
    plain = [result.id for result in diary.put_many([later] * 10)]
    export(diary, tmp_path / "out", format)
    back, entries = read_back(tmp_path / "out", tmp_path)
    assert (back.rows, back.accepted, back.rejected_count) == (6_010, 10, 6_000)
    assert sorted(entries) == sorted(plain)


@pytest.mark.parametrize("format", TABLES)
def test_a_factor_with_an_unknown_category_is_incomplete(diary, tmp_path, format):
    diary.put(lamella.Record(body=lamella.Factor(code="sweat", category=99)))
    diary.define_factor("wool")
    assert export(diary, tmp_path / "out", format).incomplete == 1
    assert read_back(tmp_path / "out", tmp_path)[0].accepted == 1


def edited_twice(diary, id, *edits):
    """Makes a conflict: each edit starts from the entry as it was first."""
    revision = diary.get(id).revision
    for fields in edits:
        diary.edit(id, revision, **fields)


@pytest.fixture
def torn(diary):
    """A diary with a plain entry, one with a conflict of its note, and one with two conflicts."""
    one, two, _ = (diary.log_symptom("itch", score, at="2026-11-25") for score in (1, 2, 3))
    edited_twice(diary, one, {"note": "phone"}, {"note": "laptop"})
    edited_twice(diary, two, {"note": "phone", "score": 7}, {"note": "laptop", "score": 8})
    assert [len(diary.get(id).conflicts) for id in (one, two)] == [1, 2]
    return diary


@pytest.mark.parametrize("format", TABLES)
def test_entries_with_other_versions_are_counted_in_tables(torn, tmp_path, format):
    target = tmp_path / "out"
    report = export(torn, target, format)
    assert (report.incomplete, report.conflicts) == (0, 2)
    assert "JSON Lines export: 2 entries with other versions of another device" in str(report)
    rows = {row["id"]: row["conflicts"] for row in rows_of(target, "symptom")}
    assert sorted(rows.values()) == [0, 1, 2]
    manifest = json.loads((target / "lamella.json").read_text())
    assert manifest["only_in_json_lines"]["conflicts"] == 2
    back, entries = read_back(target, tmp_path)
    assert entries == contents(torn)
    assert back.assumed == ("of entries that two devices wrote differently, the version shown (2)",)


def test_json_lines_hold_the_other_versions(torn, tmp_path):
    target = tmp_path / "out.jsonl"
    export(torn, target, "jsonl")
    lines = [json.loads(line) for line in target.read_text().splitlines()[1:-1]]
    notes = []
    for line in lines:
        for conflict in line.get("conflicts", []):
            entry = torn.get(bytes.fromhex(line["id"]))
            held = {c.register: len(c.others) for c in entry.conflicts}
            assert len(conflict["others"]) == held[conflict["register"]] == 1
            notes.append((line["id"], conflict["register"]))
    assert len(set(notes)) == 3
    back, entries = read_back(target, tmp_path)
    assert entries == contents(torn)
    assert len(back.assumed) == 1


@pytest.mark.parametrize("format", TABLES)
def test_a_day_check_of_many_rows_is_one_entry_with_a_conflict(diary, tmp_path, format):
    id = diary.log_day_check(["sweat", "wool", "grass"], at="2026-11-25")
    edited_twice(diary, id, {"note": "phone"}, {"note": "laptop"})
    diary.log_day_check(at="2026-11-25")
    report = export(diary, tmp_path / "out", format)
    assert (report.entries, report.conflicts) == ({"day_check": 2}, 1)
    manifest = json.loads((tmp_path / "out" / "lamella.json").read_text())["kinds"]["day_check"]
    assert (manifest["rows"], manifest["entries"]) == (4, 2)
    assert read_back(tmp_path / "out", tmp_path)[1] == contents(diary)


@pytest.mark.parametrize("format", FORMATS)
def test_an_entry_that_nobody_edited_has_no_other_versions(diary, tmp_path, format):
    diary.log_symptom("itch", 1, at="2026-11-25")
    target = target_of(tmp_path, format)
    report = export(diary, target, format)
    assert report.conflicts == 0
    assert "Whole only" not in str(report)
    if format == "jsonl":
        assert "conflicts" not in json.loads(target.read_text().splitlines()[1])
    else:
        assert rows_of(target, "symptom")[0]["conflicts"] == 0


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_begins_a_formula_and_each_text_comes_back(diary, tmp_path, begin):
    text = begin + 'HYPERLINK("http://example.org","itch")'
    diary.log_symptom("itch", 6, at="2026-11-25", site="elbow.left", note=text)
    export(diary, tmp_path / "out")
    (row,) = rows_of(tmp_path / "out", "symptom")
    assert row["note"].startswith("\\")
    assert read_back(tmp_path / "out", tmp_path)[1] == contents(diary)


@pytest.mark.parametrize("format", FORMATS)
def test_an_interval_its_source_and_a_definition_without_a_day_come_back(diary, tmp_path, format):
    when = lamella.when("2026-11-25T08:00+01:00", end="2026-11-25T09:30+01:00")
    origin = lamella.Origin(source="app", kind="device", entered_ms=1)
    dose = lamella.Dose(drug="tacrolimus", grams=0.5)
    diary.put(lamella.Record(when=when, origin=origin, body=dose))
    diary.log_exposure("sweat", True, at="2026-11-25")
    diary.define_factor("sweat", silence="explicit")
    target = target_of(tmp_path, format)
    export(diary, target, format)
    assert read_back(target, tmp_path)[1] == contents(diary)


SCALES = [None, (0, 10), (0, 4), (0, 100), (-3, 3), (0.5, 1.5), (-1e9, -1e-9)]


@pytest.mark.parametrize("format", FORMATS)
def test_scores_on_any_scale_come_back_byte_for_byte(diary, tmp_path, format):
    for scale in SCALES:
        low, high = scale or (0, 10)
        for score in (low, low / 3 + high * 2 / 3, high, None):
            diary.log_symptom("itch", score, scale=scale, at="2026-11-25", site="elbow.left")
    target = target_of(tmp_path, format)
    export(diary, target, format)
    back, entries = read_back(target, tmp_path)
    assert (back.accepted, back.rejected_count) == (4 * len(SCALES), 0)
    assert entries == contents(diary)


@pytest.mark.parametrize("format", TABLES)
def test_the_scale_of_a_score_stands_beside_it(diary, tmp_path, format):
    diary.log_symptom("itch", -2, scale=(-3, 3), at="2026-11-24")
    diary.log_symptom("itch", 6, at="2026-11-25")
    export(diary, tmp_path / "out", format)
    names = ("score", "scale_min", "scale_max")
    rows = [[float(row[name]) for name in names] for row in rows_of(tmp_path / "out", "symptom")]
    assert rows == [[-2, -3, 3], [6, 0, 10]]


def test_a_parquet_file_says_what_its_columns_mean(diary, tmp_path):
    polars = pytest.importorskip("polars")
    diary.log_symptom("itch", 6, at="2026-11-25")
    export(diary, tmp_path / "out", "parquet")
    manifest = json.loads((tmp_path / "out" / "lamella.json").read_text())
    metadata = polars.read_parquet_metadata(tmp_path / "out" / "symptom.parquet")
    assert json.loads(metadata["lamella.columns"]) == manifest["kinds"]["symptom"]["columns"]
