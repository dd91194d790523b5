"""Photographs and other files: what goes in comes out, and what failed leaves nothing."""

import io
import os
import threading

import pytest
from conftest import KEY

import lamella

DAY = "2026-11-25"
PICTURE = os.urandom(2_500_000)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "elbow.jpg"
    path.write_bytes(PICTURE)
    return path


class Reading(io.RawIOBase):
    """A file that gives little at a time, and after so many bytes does something else."""

    def __init__(self, content, after=None, then=None):
        self.content, self.at, self.after, self.then = content, 0, after, then

    def read(self, size=-1):
        if self.after is not None and self.at >= self.after:
            return self.then()
        part = self.content[self.at : self.at + min(size, 70_001)]
        self.at += len(part)
        return part


def test_a_path_bytes_and_an_open_file_come_back_byte_for_byte(diary, picture, tmp_path):
    ids = [
        diary.attach(picture, at=DAY, site="elbow.left", note="before"),
        diary.attach(str(picture), at=DAY),
        diary.attach(PICTURE, media_type="image/jpeg", at=DAY),
        diary.attach(memoryview(PICTURE), media_type="image/jpeg", at=DAY),
        diary.attach(io.BytesIO(PICTURE), media_type="image/jpeg", at=DAY),
        diary.attach(Reading(PICTURE), media_type="image/jpeg", at=DAY),
    ]
    for i, id in enumerate(ids):
        assert diary.read_attachment(id) == PICTURE
        diary.save_attachment(id, tmp_path / f"{i}.jpg")
        assert (tmp_path / f"{i}.jpg").read_bytes() == PICTURE
        assert (tmp_path / f"{i}.jpg").stat().st_mode & 0o777 == 0o600
    fields = diary.get(ids[0]).fields
    assert (fields["media_type"], fields["size"]) == ("image/jpeg", len(PICTURE))
    assert (fields["site"], fields["note"]) == ("elbow.left", "before")
    assert diary.check().is_sound


def test_a_source_that_fails_leaves_nothing_and_its_error_passes(diary):
    def fail():
        raise RuntimeError("the camera is gone")

    for then, error in (
        (fail, RuntimeError),
        (lambda: None, (TypeError, RuntimeError)),
        (lambda: "text", (TypeError, RuntimeError)),
        (lambda: bytes(2_000_000), lamella.InvalidArgument),
    ):
        with pytest.raises(error):
            diary.attach(Reading(PICTURE, 1_500_000, then), media_type="image/jpeg", at=DAY)
        assert diary.summary().entries == 0
        assert diary.check(deep=True).is_sound
    id = diary.attach(PICTURE, media_type="image/jpeg", at=DAY)
    assert diary.read_attachment(id) == PICTURE


def test_what_is_no_attachment_is_refused(diary, tmp_path, picture):
    no_ending = tmp_path / "elbow"
    no_ending.write_bytes(b"x")
    for content, options, reason in (
        (b"", {"media_type": "image/jpeg"}, r"attachment\.size"),
        (b"x", {}, "media_type is missing"),
        (no_ending, {}, "media_type is missing"),
        (b"x", {"media_type": "jpeg"}, "media_type"),
        (tmp_path / "none.jpg", {}, "cannot be read: No such file"),
        (tmp_path, {"media_type": "image/jpeg"}, "cannot be read: Is a directory"),
        (picture, {"site": "not a site\n"}, "site"),
    ):
        with pytest.raises(lamella.InvalidArgument, match=reason):
            diary.attach(content, at=DAY, **options)
    with pytest.raises(TypeError, match="unexpected keyword 'colour'"):
        diary.attach(picture, at=DAY, colour="red")
    assert diary.summary().entries == 0


def test_a_content_that_is_not_here_is_said_and_can_be_filled(diary, picture, tmp_path):
    itch = diary.log_symptom("itch", 6, at=DAY)
    id = diary.attach(picture, at=DAY)
    entry = diary.get(id)
    diary.delete(id)
    diary.restore(id, entry.record)
    for missing in (itch, id, bytes(16)):
        with pytest.raises(lamella.NotFound):
            diary.read_attachment(missing)
        with pytest.raises(lamella.NotFound):
            diary.save_attachment(missing, tmp_path / "x.jpg")
    assert not (tmp_path / "x.jpg").exists()
    with pytest.raises(lamella.InvalidArgument):
        diary.fill_attachment(id, PICTURE[1:])
    diary.fill_attachment(id, picture)
    assert diary.read_attachment(id) == PICTURE
    with pytest.raises(lamella.AlreadyExists):
        diary.fill_attachment(id, picture)


def test_a_new_file_replaces_nothing_and_needs_its_folder(diary, picture, tmp_path):
    id = diary.attach(picture, at=DAY)
    with pytest.raises(lamella.AlreadyExists):
        diary.save_attachment(id, picture)
    with pytest.raises(lamella.InvalidArgument, match="the folder of the new file"):
        diary.save_attachment(id, tmp_path / "no" / "x.jpg")
    assert sorted(path.name for path in tmp_path.iterdir() if "jpg" in path.name) == ["elbow.jpg"]


def test_a_task_watches_and_stops_an_attachment(diary, picture):
    seen = []
    task = lamella.Task(progress=lambda done, total: seen.append(done))
    diary.attach(picture, at=DAY, task=task)
    assert seen
    stopped = lamella.Task()
    stopped.cancel()
    with pytest.raises(lamella.Cancelled):
        diary.attach(picture, at=DAY, task=stopped)
    assert diary.summary().entries == 1


def test_other_threads_write_while_a_content_comes(diary):
    other = []

    def write():
        thread = threading.Thread(target=lambda: other.append(diary.log_symptom("itch", 6, at=DAY)))
        thread.start()
        thread.join(20)
        return b""

    source = Reading(PICTURE, 1_500_000, write)
    id = diary.attach(source, media_type="image/jpeg", at=DAY)
    assert other
    assert diary.read_attachment(id) == PICTURE[: source.at]


# Exports.


@pytest.fixture
def made(diary, picture, tmp_path):
    """A diary with two attachments, of which one has its content, and a CSV export of it."""
    pytest.importorskip("polars")
    id = diary.attach(picture, at=DAY, note="before")
    body = lamella.Attachment(
        content=b"c" * 16, size=7, hash=b"h" * 32, media_type="application/pdf"
    )
    diary.put(lamella.Record(when=lamella.when(DAY), body=body))
    return id, tmp_path / "everything"


def records(diary):
    return {entry.id: entry.record for entry in diary.query()}


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_contents_go_out_with_an_export_and_come_back(diary, made, tmp_path, format):
    id, target = made
    report = diary.export(target, format)
    assert report.contents == 1
    assert report.files == (f"attachment.{format}", "attachments", "lamella.json")
    assert "Without their content, which is not in the diary: 1." in str(report)
    [file] = (target / "attachments").iterdir()
    assert file.name == f"{id.hex()}.jpg"
    assert file.read_bytes() == PICTURE
    assert file.stat().st_mode & 0o777 == 0o600
    with lamella.create(tmp_path / "back.db", device_key=KEY) as back:
        dry = back.import_file(target, dry_run=True)
        assert (dry.contents, dry.without_content, back.summary().entries) == (1, 1, 0)
        report = back.import_file(target)
        assert (report.contents, report.without_content) == (1, 1)
        assert "1 attachment with content." in str(report)
        assert "1 attachment without content." in str(report)
        assert records(back) == records(diary)
        assert back.read_attachment(id) == PICTURE
        again = back.import_file(target)
        assert (again.accepted, again.duplicates, again.contents) == (0, 2, 0)


def test_json_lines_say_where_the_contents_are(diary, made, tmp_path):
    target = tmp_path / "everything.jsonl"
    report = diary.export(target, "jsonl")
    assert "The contents of attachments are in a CSV or Parquet export." in str(report)
    with lamella.create(tmp_path / "back.db", device_key=KEY) as back:
        assert back.import_file(target).without_content == 2
        assert records(back) == records(diary)


def test_a_content_that_was_changed_or_taken_away_is_refused_by_name(diary, made, tmp_path):
    _, target = made
    diary.export(target)
    [file] = (target / "attachments").iterdir()
    with lamella.create(tmp_path / "back.db", device_key=KEY) as back:
        for content in (PICTURE[:-1], PICTURE[:-1] + bytes([PICTURE[-1] ^ 1]), b""):
            file.write_bytes(content)
            with pytest.raises(lamella.InvalidArgument, match=f"line [23]: .*{file.name}"):
                back.import_file(target)
        file.unlink()
        with pytest.raises(lamella.InvalidArgument, match="attachments has 0 files"):
            back.import_file(target)
        assert back.summary().entries == 0


def test_an_import_that_was_stopped_before_its_contents_goes_on_the_next_time(
    diary, made, tmp_path
):
    id, target = made
    diary.export(target)
    with lamella.create(tmp_path / "back.db", device_key=KEY) as back:
        back.put_many((entry.record, entry.id) for entry in diary.query())
        report = back.import_file(target)
        assert (report.accepted, report.duplicates, report.contents) == (0, 2, 1)
        assert back.read_attachment(id) == PICTURE
