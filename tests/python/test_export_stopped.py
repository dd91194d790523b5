"""An export or import that is stopped midway, by its caller, by another process or by a full disk,
leaves nothing behind and changes nothing."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from datetime import date, timedelta

import pytest
from conftest import KEY
from test_export import FORMATS, contents, target_of

import lamella
from lamella.exporting import export

pytest.importorskip("polars")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a diary, of more entries than any export writes or reads back in one piece, and
    its exports."""
    folder = tmp_path_factory.mktemp("made")
    with lamella.create(folder / "diary.db", device_key=KEY) as diary:
        lamella.simulate(seed=3, days=1000).log_into(diary)
        assert diary.summary().entries > 5_500
        for format in FORMATS:
            export(diary, folder / format, format)
    return folder


@pytest.fixture
def filled(made, tmp_path):
    """The diary alone, to change."""
    for name in ("diary.db", "diary.db-keys"):
        shutil.copy(made / name, tmp_path)
    with lamella.open(tmp_path / "diary.db", device_key=KEY) as diary:
        yield diary


@pytest.fixture
def place(tmp_path):
    """An empty folder to export into."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


@pytest.fixture
def other(tmp_path):
    """Another diary, with an entry."""
    with lamella.create(tmp_path / "other.db", device_key=KEY) as other:
        other.log_symptom("itch", 1, at="2026-11-24")
        yield other


class Watched:
    """What is called with the progress: acts once this much is done, and counts later calls."""

    def __init__(self, share, act):
        self._share = share
        self._act = act
        self.later = 0

    def __call__(self, done, total):
        if self._act is None:
            self.later += 1
        elif done >= self._share * total:
            act, self._act = self._act, None
            act()


def cancel(task):
    task.cancel()


def cancel_in_another_thread(task):
    thread = threading.Thread(target=task.cancel)
    thread.start()
    thread.join()


STOPS = [
    pytest.param(cancel, 0, id="at the begin"),
    pytest.param(cancel, 0.5, id="midway"),
    pytest.param(cancel_in_another_thread, 0.5, id="midway, by another thread"),
    pytest.param(cancel, 1, id="at the end"),
]


@pytest.mark.parametrize(("how", "share"), STOPS)
@pytest.mark.parametrize("format", FORMATS)
def test_an_export_cancelled_on_its_way_leaves_nothing(filled, place, format, how, share):
    before = filled.change_count
    task = lamella.Task()
    watched = Watched(share, lambda: how(task))
    with pytest.raises(lamella.Cancelled):
        export(filled, target_of(place, format), format, progress=watched, task=task)
    assert watched.later <= 1
    assert list(place.iterdir()) == []
    assert filled.change_count == before
    report = export(filled, target_of(place, format), format)
    assert sum(report.entries.values()) == filled.summary().entries


class Stop(Exception):
    """What a caller's own code raises."""


@pytest.mark.parametrize("error", [Stop, KeyboardInterrupt])
@pytest.mark.parametrize("format", FORMATS)
def test_an_error_of_the_caller_passes_and_leaves_nothing(filled, place, format, error):
    def fail(done, total):
        raise error("mine")

    with pytest.raises(error, match="mine"):
        export(filled, target_of(place, format), format, progress=fail)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_change_of_the_diary_meanwhile_stops_the_export(filled, place, format):
    watched = Watched(0, lambda: filled.log_symptom("itch", 1, at="2026-11-25"))
    with pytest.raises(lamella.Busy, match="changed while it was exported"):
        export(filled, target_of(place, format), format, progress=watched)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_progress_ends_with_all_entries(filled, place, format):
    seen = []
    export(filled, target_of(place, format), format, progress=lambda *now: seen.append(now))
    total = filled.summary().entries
    assert {of for _, of in seen} == {total}
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert len(seen) > 3
    assert seen[-1] == (total, total)


@pytest.mark.parametrize(("how", "share"), STOPS)
@pytest.mark.parametrize("format", FORMATS)
def test_reading_back_that_is_cancelled_changes_nothing(made, other, format, how, share):
    before = other.change_count, contents(other)
    task = lamella.Task()
    watched = Watched(share, lambda: how(task))
    with pytest.raises(lamella.Cancelled):
        other.import_file(made / format, progress=watched, task=task)
    assert watched.later <= 1
    assert (other.change_count, contents(other)) == before
    assert other.log_symptom("itch", 2, at="2026-11-25")


@pytest.mark.parametrize("format", FORMATS)
def test_reading_back_can_be_cancelled_until_the_last_entry_is_reported(
    diary, place, other, format
):
    diary.log_symptom("itch", 6, at="2026-11-25")
    target = target_of(place, format)
    export(diary, target, format)
    before = other.change_count
    task = lamella.Task()
    with pytest.raises(lamella.Cancelled):
        other.import_file(target, progress=lambda done, total: task.cancel(), task=task)
    assert other.change_count == before


@pytest.mark.parametrize("format", FORMATS)
def test_reading_back_with_a_task_that_was_cancelled_before_changes_nothing(made, other, format):
    before = other.change_count
    task = lamella.Task()
    task.cancel()
    with pytest.raises(lamella.Cancelled):
        other.import_file(made / format, task=task)
    assert other.change_count == before


@pytest.mark.parametrize("format", FORMATS)
def test_the_progress_of_reading_back_ends_with_all_rows(made, other, format):
    seen = []
    report = other.import_file(made / format, progress=lambda *now: seen.append(now))
    assert len(seen) > 1
    assert seen[-1][0] == report.rows == report.accepted > 5_500
    if format != "jsonl":  # a dump says at its end how much it holds
        assert seen[-1] == (report.rows, report.rows)


HOLDER = """
import sys
import lamella
path, key, mode = sys.argv[1:]
with lamella.open(path, device_key=bytes.fromhex(key), read_only=mode == "read"):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def held(path, mode):
    """Another process has the diary open to "read" or to "write"."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), KEY.hex(), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "open\n"
        yield
        process.stdin.close()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("format", FORMATS)
def test_a_diary_that_another_process_writes_is_busy_for_import_and_export(
    diary, path, place, format
):
    diary.log_symptom("itch", 6, at="2026-11-25")
    target = target_of(place, format)
    export(diary, target, format)
    kept = contents(diary)
    diary.close()
    with held(path, "write"):
        for read_only in (False, True):
            with pytest.raises(lamella.Busy):
                lamella.open(path, device_key=KEY, read_only=read_only)
    with lamella.open(path, device_key=KEY) as again:
        assert contents(again) == kept
        assert again.import_file(target).duplicates == 1


@pytest.mark.parametrize("format", FORMATS)
def test_a_diary_that_another_process_reads_goes_out_and_takes_nothing_in(
    diary, path, place, format
):
    diary.log_symptom("itch", 6, at="2026-11-25")
    kept = contents(diary)
    diary.close()
    target = target_of(place, format)
    with held(path, "read"):
        with lamella.open(path, device_key=KEY, read_only=True) as reader:
            assert export(reader, target, format).entries == {"symptom": 1}
            with pytest.raises(lamella.ReadOnly):
                reader.import_file(target)
            assert contents(reader) == kept
        with pytest.raises(lamella.Busy):
            lamella.open(path, device_key=KEY)


@pytest.fixture
def small_disk(tmp_path):
    """A disk with 512 KiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux to mount a small disk")
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def write_other_app(diary, target):
    first = date(1990, 1, 1)
    days = (first + timedelta(days=number) for number in range(12_000))
    lines = (f"{day},{day.day * 311 % 9973},{day.month},{day.year}\n" for day in days)
    target.write_text("date,steps,sleep,coffee\n" + "".join(lines))


def write_export(diary, target):
    day, body = lamella.when("2026-11-25"), lamella.Symptom(item="itch", score=1)
    notes = (os.urandom(600).hex() for _ in range(2_000))
    diary.put_many(lamella.Record(when=day, body=body, note=note) for note in notes)
    export(diary, target, {"": "parquet", ".csvs": "csv", ".jsonl": "jsonl"}[target.suffix])


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("steps.csv", write_other_app),
        ("a folder.csvs", write_export),
        ("a folder", write_export),
        ("a dump.jsonl", write_export),
    ],
)
def test_an_import_onto_a_full_disk_says_so_and_changes_nothing(
    diary, place, small_disk, name, write
):
    write(diary, place / name)
    with lamella.create(small_disk / "diary.db", device_key=KEY) as small:
        small.log_symptom("itch", 6, at="2026-11-25", note="kept")
        kept = small.change_count, contents(small)
        with pytest.raises(lamella.DiskFull):
            small.import_file(place / name)
        assert (small.change_count, contents(small)) == kept
    with lamella.open(small_disk / "diary.db", device_key=KEY) as small:
        assert (small.change_count, contents(small)) == kept
        id = small.log_symptom("itch", 5, at="2026-11-26")
        assert small.get(id).fields["score"] == 5
