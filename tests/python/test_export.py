"""Everything goes out into files, whole or not at all, and comes back as it was."""

import csv
import errno
import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import KEY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_records import BODIES
from wire import UNKNOWN_BODY, WHEN, field

import lamella
from lamella.exporting import export, import_exported, is_export

FORMATS = ["csv", "parquet", "jsonl"]
CODE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
SITE = st.one_of(st.just(""), CODE)
UNIT = st.sampled_from(["1", "mg", "/m3", "g/(m2.h)"])
NUMBER = st.floats(-1e12, 1e12)
NOTE = st.one_of(
    st.just(""),
    st.sampled_from(
        ["=1+1", "-2", "@x", "\x1b[31mred", "two\nlines\t\r", "\u202eabc", "🤷🏽", "שלום"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


def optional(strategy):
    return st.one_of(st.none(), strategy)


@st.composite
def whens(draw):
    day = draw(st.integers(-20_000, 40_000))
    if draw(st.booleans()):
        return lamella.When(local_day=day)
    offset = draw(st.integers(-12, 14)) * 60
    utc_ms = day * 86_400_000 + draw(st.integers(0, 86_399_999)) - offset * 60_000
    length = draw(optional(st.integers(0, 10**7)))
    return lamella.When(
        local_day=day,
        utc_ms=utc_ms,
        offset_min=offset,
        zone=draw(st.sampled_from(["", "Europe/Paris"])),
        end_utc_ms=None if length is None else utc_ms + length,
    )


SCORES = st.sampled_from([(None, (0, 10)), (lamella.Scale(min=0, max=10), (0, 10))])


@st.composite
def symptoms(draw):
    scale, (low, high) = draw(SCORES)
    return lamella.Symptom(
        item=draw(CODE),
        score=draw(optional(st.floats(low, high))),
        scale=scale,
        recall=draw(st.sampled_from(["unspecified", "now", "last_24_hours", "last_night"])),
        site=draw(SITE),
    )


@st.composite
def exposures(draw):
    value = draw(
        st.one_of(
            st.just({}),
            st.builds(lambda b: {"present": b}, st.booleans()),
            st.builds(lambda x, u: {"amount": x, "unit": u}, NUMBER, UNIT),
        )
    )
    return lamella.Exposure(factor=draw(CODE), site=draw(SITE), **value)


@st.composite
def doses(draw):
    amount = draw(
        st.one_of(
            st.just({}),
            st.just({"not_taken": True}),
            st.builds(lambda x: {"grams": x}, st.floats(0, 1e6)),
            st.builds(lambda x: {"fingertip_units": x}, st.floats(0, 1e6)),
        )
    )
    return lamella.Dose(drug=draw(CODE), vehicle=draw(SITE), site=draw(SITE), **amount)


MEASUREMENTS = st.builds(
    lambda **fields: lamella.Measurement(**fields),
    kind=CODE,
    value=optional(NUMBER),
    unit=UNIT,
    site=SITE,
    device=SITE,
    room_humidity=optional(st.floats(0, 100)),
    reference_low=optional(st.floats(0, 10)),
    reference_high=optional(st.floats(10, 1e6)),
)
DAY_CHECKS = st.builds(
    lambda factors: lamella.DayCheck(factors=factors), st.lists(CODE, unique=True, max_size=3)
)
ORIGINS = st.builds(
    lambda **fields: lamella.Origin(**fields),
    source=SITE,
    kind=st.sampled_from(["unspecified", "person", "device"]),
    entered_ms=optional(st.integers(-(10**12), 10**13)),
)
RECORDS = st.builds(
    lambda **fields: lamella.Record(**fields),
    when=whens(),
    note=NOTE,
    origin=optional(ORIGINS),
    body=st.one_of(symptoms(), exposures(), MEASUREMENTS, doses(), DAY_CHECKS),
)
FACTORS = st.builds(
    lambda **fields: lamella.Record(body=lamella.Factor(**fields)),
    code=CODE,
    name=SITE,
    silence=st.sampled_from(["unspecified", "implied_on_checked_days"]),
    since_day=optional(st.integers(0, 30_000)),
)


def target_of(folder, format):
    return Path(folder) / ("out.jsonl" if format == "jsonl" else "out")


def contents(diary):
    return {entry.id: entry.record for entry in diary.query()}


def bytes_of(target):
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture
def filled(diary):
    lamella.simulate(seed=3, days=40).log_into(diary)
    diary.log_symptom("itch", 6, at="2026-11-25T08:00+01:00", note="=cmd\x1b[31m\nred")
    diary.log_day_check(["sweat", "wool"], at="2026-11-25")
    return diary


@pytest.mark.parametrize("format", FORMATS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(records=st.lists(RECORDS, max_size=12), factors=st.lists(FACTORS, max_size=2))
def test_records_of_every_kind_come_back_byte_for_byte(format, records, factors):
    with tempfile.TemporaryDirectory() as folder:
        target = target_of(folder, format)
        with lamella.create(f"{folder}/one.db", device_key=KEY) as one:
            one.put_many(records)
            by_code = {record.body.code: record for record in factors}
            one.put_many(by_code.values())
            export(one, target, format)
            with lamella.create(f"{folder}/two.db", device_key=KEY) as two:
                report = two.import_file(target)
                assert report.accepted == len(records) + len(by_code)
                assert contents(two) == contents(one)


@pytest.mark.parametrize("format", FORMATS)
def test_a_second_import_changes_nothing(filled, tmp_path, format):
    target = target_of(tmp_path, format)
    export(filled, target, format)
    before = filled.change_count
    report = filled.import_file(target)
    assert (report.accepted, report.duplicates) == (0, filled.summary().entries)
    assert filled.change_count == before


def test_an_entry_with_other_content_is_reported_and_stays(filled, tmp_path):
    target = tmp_path / "out"
    export(filled, target)
    entry = next(iter(filled.query(code="itch", newest_first=True)))
    filled.edit(entry.id, entry.revision, score=1)
    report = filled.import_file(target)
    assert report.differs == 1
    assert len(report.differing) == 1
    assert filled.get(entry.id).fields["score"] == 1


def test_a_dry_run_changes_nothing(filled, tmp_path, path):
    export(filled, tmp_path / "out")
    with lamella.create(tmp_path / "new.db", device_key=KEY) as new:
        report = import_exported(new, tmp_path / "out", dry_run=True)
        assert report.accepted == filled.summary().entries
        assert new.summary().entries == 0


def test_what_columns_cannot_hold_is_whole_in_json_lines_alone(diary, tmp_path):
    known = lamella.encode(lamella.Record(body=lamella.Symptom(item="itch", score=3)))
    diary.put(WHEN + known + field(9, b"from a newer version"))
    diary.put(WHEN + UNKNOWN_BODY)
    report = export(diary, tmp_path / "out")
    assert (report.incomplete, report.newer) == (1, 1)
    assert "JSON Lines" in str(report)
    with lamella.create(tmp_path / "csv.db", device_key=KEY) as new:
        back = new.import_file(tmp_path / "out")
        assert (back.accepted, back.rejected_count) == (0, 1)
        assert "more than the columns hold" in back.rejected[0].reason
    export(diary, tmp_path / "out.jsonl", "jsonl")
    with lamella.create(tmp_path / "jsonl.db", device_key=KEY) as new:
        new.import_file(tmp_path / "out.jsonl")
        assert contents(new) == contents(diary)


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_text_files_hold_nothing_that_a_terminal_or_a_spreadsheet_runs(filled, tmp_path, format):
    target = target_of(tmp_path, format)
    export(filled, target, format)
    for content in bytes_of(target).values():
        text = content.decode()
        assert not any((c < " " and c != "\n") or "\x7f" <= c <= "\x9f" for c in text)
    if format == "csv":
        with open(target / "symptom.csv", newline="", encoding="utf-8") as file:
            notes = [row["note"] for row in csv.DictReader(file)]
        assert notes[-1] == "\\x3dcmd\\x1b[31m\\x0ared"


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_diary_gives_the_same_private_files(filled, tmp_path, format):
    one, two = target_of(tmp_path / "1", format), target_of(tmp_path / "2", format)
    for target in (one, two):
        target.parent.mkdir()
        export(filled, target, format)
    assert bytes_of(one) == bytes_of(two)
    for file in [one, *(one.iterdir() if one.is_dir() else [])]:
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_there_already_is_never_touched(filled, tmp_path, format):
    target = target_of(tmp_path, format)
    target.write_text("mine")
    with pytest.raises(lamella.AlreadyExists):
        export(filled, target, format)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("syncs", [0, 1, 2, 3])
@pytest.mark.parametrize("format", FORMATS)
def test_a_failure_at_the_end_leaves_nothing(filled, tmp_path, monkeypatch, format, syncs):
    folder = tmp_path / "empty"
    folder.mkdir()
    real, done = os.fsync, []

    def full(descriptor):
        last = os.fstat(descriptor).st_ino == folder.stat().st_ino
        if last or len(done) == syncs:
            raise OSError(errno.ENOSPC, "no space")
        done.append(real(descriptor))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(lamella.DiskFull):
        export(filled, target_of(folder, format), format)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_without_space_is_named_and_left_empty(diary, tmp_path, format):
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux to mount a small disk")
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        day = lamella.when("2026-11-25")
        body = lamella.Symptom(item="itch", score=1)
        notes = [os.urandom(600).hex() for _ in range(300)]
        diary.put_many(lamella.Record(when=day, body=body, note=note) for note in notes)
        with pytest.raises(lamella.DiskFull):
            export(diary, target_of(small, format), format)
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_made_at_the_target_meanwhile_is_not_replaced(filled, tmp_path, format):
    target = target_of(tmp_path, format)

    def make(done, total):
        if not target.exists():
            target.write_text("mine")

    with pytest.raises(lamella.AlreadyExists):
        export(filled, target, format, progress=make)
    assert target.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if ".partial" in path.name] == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_cancelled_export_leaves_nothing(filled, tmp_path, format):
    folder = tmp_path / "empty"
    folder.mkdir()
    task = lamella.Task()
    task.cancel()
    with pytest.raises(lamella.Cancelled):
        export(filled, target_of(folder, format), format, task=task)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_diary_goes_out_and_comes_back(diary, tmp_path, format):
    target = target_of(tmp_path, format)
    assert export(diary, target, format).entries == {}
    assert is_export(target)
    assert diary.import_file(target).accepted == 0


def test_a_diary_that_is_open_to_read_goes_out(filled, path, tmp_path):
    filled.close()
    with lamella.open(path, device_key=KEY, read_only=True) as diary:
        assert export(diary, tmp_path / "out").entries["symptom"] > 0


def with_another_note(text):
    assert text.endswith('""\n')
    return text[:-3] + "edited\n"


def without_its_last_line(text):
    return text[: text.rindex("\n", 0, -1) + 1]


def without_its_second_line(text):
    lines = text.splitlines(keepends=True)
    return "".join(lines[:1] + lines[2:])


def replaced(old, new):
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("file", "change", "named"),
    [
        ("symptom.csv", replaced("score", "points"), "symptom.csv: the header"),
        (
            "symptom.csv",
            without_its_last_line,
            "rows, and lamella.json",
        ),
        ("symptom.csv", lambda text: text + "x\n", "has 1 cells"),
        ("symptom.csv", replaced("\n", "\nzz"), "symptom.csv, line 2: column id"),
        ("symptom.csv", replaced("itch,", "itch,many"), "symptom.csv, line 2: column score"),
        ("lamella.json", replaced('"version": 1', '"version": 2'), "version 2"),
        ("lamella.json", replaced('"rows": ', '"rows": "x", "was": '), "lamella.json is damaged"),
        ("symptom.csv", replaced(",0,UTC,", f",{'9' * 30},UTC,"), "column offset_min"),
        ("symptom.csv", replaced(",0,UTC,", ",9999999999,UTC,"), "a number that its column"),
        ("day_check.csv", with_another_note, "day_check.csv, line 3: differs"),
        ("out.jsonl", lambda text: text[:-80], "ends after line|is not a JSON object"),
        ("out.jsonl", without_its_second_line, "counts other than"),
        ("out.jsonl", without_its_last_line, "the file ends after line"),
        ("out.jsonl", replaced('"itch"', '"pain"'), "something else than the record"),
    ],
)
def test_a_damaged_export_is_refused_by_its_place_and_changes_nothing(
    filled, tmp_path, file, change, named
):
    target = target_of(tmp_path, "jsonl" if file == "out.jsonl" else "csv")
    export(filled, target, "jsonl" if file == "out.jsonl" else "csv")
    damaged = target if target.is_file() else target / file
    damaged.write_bytes(change(damaged.read_bytes().decode()).encode())
    with lamella.create(tmp_path / "new.db", device_key=KEY) as new:
        kind = lamella.TooNew if "version" in named else lamella.InvalidArgument
        with pytest.raises(kind, match=named):
            new.import_file(target)
        assert new.summary().entries == 0


def test_a_file_that_is_nested_deeply_is_no_export(tmp_path):
    file = tmp_path / "deep.jsonl"
    file.write_text("[" * 20_000 + "\n")
    assert not is_export(file)


def test_the_manifest_says_what_the_columns_mean(filled, tmp_path):
    export(filled, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "lamella.json").read_text())
    columns = {column["name"]: column for column in manifest["kinds"]["symptom"]["columns"]}
    assert columns["offset_min"]["unit"] == "min"
    assert all(column["meaning"] for column in columns.values())
    with open(tmp_path / "out" / "symptom.csv", newline="", encoding="utf-8") as file:
        assert next(csv.reader(file)) == list(columns)


@pytest.mark.parametrize("format", FORMATS)
def test_every_body_goes_out_and_comes_back(diary, tmp_path, format):
    for body in BODIES:
        diary.log(body, at="2026-11-25T08:00+01:00", note="of " + type(body).__name__)
    target = target_of(tmp_path, format)
    report = export(diary, target, format)
    assert (report.newer, report.incomplete) == (0, 0)
    assert sum(report.entries.values()) == len(BODIES)
    with lamella.create(tmp_path / "back.db", device_key=KEY) as back:
        assert import_exported(back, target).accepted == len(BODIES)
        assert contents(back) == contents(diary)
        assert back.check().is_sound
