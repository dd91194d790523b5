"""Files as a whole: what is refused by name, and what is read however it is written."""

import csv
import os
import socket
import threading
import tracemalloc

import pytest

import lamella
from lamella.importing import Mapping, TimeColumns, text_file
from lamella.importing.convert import Converter
from lamella.importing.opening import open_rows
from lamella.importing.report import Tally
from lamella.importing.survey import survey

GOOD = "date,itch,sweat,pollen,steps\n2026-11-24,6,yes,12.5,8000\n2026-11-25,0,0,,\n"
WIDE = Mapping.from_dict(
    {
        "name": "csv",
        "time": {"moment": "date"},
        "columns": {
            "itch": "symptom.itch",
            "sweat": "exposure.sweat",
            "pollen": "exposure.pollen [/m3]",
        },
    }
)


@pytest.fixture
def small_blocks(monkeypatch):
    """A file of some thousand lines is read in many parts, as one of a million is otherwise."""
    monkeypatch.setattr(text_file, "BLOCK_BYTES", 4096)


@pytest.fixture
def write(tmp_path):
    def write(content, name="diary.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


def test_a_tidy_file(diary, write):
    report = diary.import_file(write(GOOD), WIDE)
    assert (report.rows, report.days, report.values, report.accepted) == (2, 2, 6, 6)
    assert report.rejected == ()
    assert report.assumed == ("without a mapping, measurements of unit 1: steps",)
    grid = diary.daily()
    assert grid["itch"].tolist() == [6, 0]
    assert grid["sweat"].tolist() == [1, 0]
    assert grid["steps"][0] == 8000
    assert grid.metadata("pollen")["unit"] == "/m3"
    assert grid.metadata("steps")["unit"] == "1"
    origin = next(diary.query()).decode().origin
    assert (origin.source, origin.kind) == ("csv", lamella.OriginKind.PERSON)


def test_quotes_byte_order_mark_blank_lines_and_crlf(diary, write):
    text = '\ufeff"date","a ""b"", c"\r\n\r\n2026-11-25," 3 "\r\n'
    assert diary.import_file(write(text)).accepted == 1
    assert diary.daily().series == ['measurement.a "b", c']


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_marked_encodings_are_recognised(diary, write, encoding):
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    file = write((mark + "date,schlaf,übel\n2026-11-25,7,1\n").encode(encoding))
    assert diary.import_file(file).accepted == 2
    assert "measurement.übel" in diary.daily().series


def test_another_encoding_is_read_when_it_is_named(diary, write):
    file = write("date,übel\n2026-11-25,1\n".encode("cp1252"))
    with pytest.raises(lamella.InvalidArgument, match=r"not UTF-8 text: line 1.*encoding="):
        diary.import_file(file)
    assert diary.import_file(file, encoding="cp1252").accepted == 1
    assert diary.daily().series == ["measurement.übel"]


@pytest.mark.parametrize("encoding", ["no-such-code", "hex", "punycode", "undefined", "utf-16"])
def test_a_wrong_encoding_is_refused(diary, write, encoding):
    with pytest.raises(lamella.InvalidArgument):
        diary.import_file(write("\ufeffdate,a\n2026-11-25,1\n"), encoding=encoding)


def test_utf_16_without_its_mark_needs_its_byte_order(diary, write):
    file = write("date,a\n2026-11-25,1\n".encode("utf-16-le"))
    with pytest.raises(lamella.InvalidArgument, match="say utf-16-le or utf-16-be"):
        diary.import_file(file, encoding="utf-16")
    assert diary.import_file(file, encoding="utf-16-le").accepted == 1


def test_mixed_encodings_are_refused_with_the_line(diary, write, small_blocks):
    good = "date,note\n" + "2026-11-25,7\n" * 3_000
    file = write(good.encode() + "2026-11-25,ü\n".encode("latin-1"))
    with pytest.raises(lamella.InvalidArgument, match="line 3002"):
        diary.import_file(file)
    assert diary.change_count == 0


BAD_FILES = {
    "empty": (b"", "empty"),
    "blank": (b"\n \n", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
    "a zero byte far inside": (b"date,a\n" + b"2026-11-25,1\n" * 99 + b"\0\n", "binary"),
    "utf-16 without a mark": ("date,a\n2026-11-25,1\n".encode("utf-16-le"), "binary"),
    "half of a utf-16 character": (b"\xff\xfed\x00a", "not UTF-16-LE text: line 1"),
    "latin-1": ("date,Schl\u00e4fe\n".encode("latin-1"), "UTF-8 text: line 1"),
    "open quote": (b'date,a\n2026-11-25,"1\n', "broken CSV: line 2"),
    "open quote in the header": (b'date,"a\n2026-11-25,1\n', "broken CSV: line 1"),
    "text after a quote": (b'date,a\n2026-11-24,1\n2026-11-25,"1"2\n', "broken CSV: line 3"),
    "no date column": (b"day,a\n2026-11-25,1\n", r"no column named 'date'.*'day' has dates"),
    "another delimiter": (b"date;a\n2026-11-25;1\n", "separated by ';'"),
    "column twice": (b"date,a,b,a\n2026-11-25,1,2,3\n", "twice: columns 2 and 4"),
    "two dates": (b"date,Date\n2026-11-25,1\n", "more than one"),
    "column without a name": (b"date,,a\n2026-11-25,1,2\n", "no name for column 2"),
    "control character in a name": (b"date,a\x01b\n2026-11-25,1\n", "control"),
    "name too long": (b"date," + b"a" * 200 + b"\n2026-11-25,1\n", "120 bytes"),
    "broken JSON": (b'{"activities-steps": [', "broken JSON: line 1"),
    "other JSON": (b'{"a": []}', "no ready mapping reads this JSON"),
    "half of a character in JSON": (
        b'{"activities-steps": [{"dateTime": "2026-11-25", "value": "\\ud800"}]}',
        "row 1 holds half of a character",
    ),
}


@pytest.mark.parametrize(("content", "match"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_and_nothing_changes(diary, write, content, match):
    with pytest.raises(lamella.InvalidArgument, match=match):
        diary.import_file(write(content))
    assert diary.change_count == 0


def test_what_comes_before_a_broken_line_is_not_imported_either(diary, write, small_blocks):
    lines = "".join(f"2026-11-25,{i}\n" for i in range(4_000))
    with pytest.raises(lamella.InvalidArgument, match="broken CSV: line 4002"):
        diary.import_file(write("date,a\n" + lines + '2026-11-25,"1"2\n'))
    assert diary.change_count == 0


def test_columns_without_a_name_or_a_value_are_told(diary, write):
    report = diary.import_file(write("date,a,b,\n2026-11-24,1,,\n2026-11-25,2,,\n"))
    assert report.accepted == 2
    assert "columns without a value: b" in report.left_out


def test_a_header_alone_gives_nothing(diary, write):
    assert diary.import_file(write("date,a\n")).values == 0


def test_a_file_that_is_not_there(diary, tmp_path):
    with pytest.raises(FileNotFoundError):
        diary.import_file(tmp_path / "none.csv")


def test_a_folder_is_refused(diary, tmp_path):
    with pytest.raises(lamella.InvalidArgument, match="folder"):
        diary.import_file(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(diary, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(lamella.InvalidArgument, match=r"pipe.*save it to a file"):
        diary.import_file(tmp_path / "pipe")


def test_a_socket_and_a_device_are_refused(diary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket")
        with pytest.raises(lamella.InvalidArgument, match="save it to a file"):
            diary.import_file("socket")
    with pytest.raises(lamella.InvalidArgument, match="device"):
        diary.import_file("/dev/zero")


def test_a_file_that_grows_while_it_is_read_is_refused_as_a_whole(diary, write, small_blocks):
    file = write("date,a\n" + "2026-11-25,1\n" * 5_000)

    def grow(done, total):
        with file.open("a") as more:
            more.write("2026-11-26,1\n")

    with pytest.raises(lamella.InvalidArgument, match="changed while it was read"):
        diary.import_file(file, progress=grow)
    assert diary.summary().entries == 0


def test_a_file_that_is_replaced_while_it_is_read_is_refused(diary, write, small_blocks):
    file = write("date,a\n" + "2026-11-25,1\n" * 5_000)

    def replace(done, total):
        if not file.with_suffix(".old").exists():
            file.rename(file.with_suffix(".old"))
            write("date,a\n2026-11-25,1\n")

    with pytest.raises(lamella.InvalidArgument, match="changed while it was read"):
        diary.import_file(file, progress=replace)
    assert diary.summary().entries == 0


def test_a_field_over_several_lines_does_not_shift_the_line_numbers(diary, write):
    report = diary.import_file(write('date,a\n2026-11-24,"b\nb"\n2026-11-25,bad\n'))
    assert [bad.line for bad in report.rejected] == [2, 4]


def test_line_numbers_hold_behind_quotes_in_a_large_file(diary, write, small_blocks):
    rows = ['2026-11-25,"1"\n' if i % 1_000 == 0 else "2026-11-25,1\n" for i in range(5_000)]
    rows[1_234] = "2026-11-25,bad\n"
    rows[4_000] = '2026-11-25,"worse' + "\n" * 9_000 + '"\n'
    rows[4_999] = "2026-11-25,bad\n"
    report = diary.import_file(write("date,a\n" + "".join(rows)), dry_run=True)
    assert [bad.line for bad in report.rejected] == [1_236, 4_002, 14_001]
    assert report.values == 4_997


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_ends_end_a_row(diary, write, separator):
    mapping = Mapping("csv", TimeColumns(moment="date"), columns={"remark": None})
    report = diary.import_file(write(f"date,remark,steps\n2026-11-25,a{separator}b,7\n"), mapping)
    assert (report.accepted, report.rejected) == (1, ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_on_any_system(diary, write, end):
    report = diary.import_file(write(f"date,steps{end}2026-11-24,1{end}2026-11-25,many{end}"))
    assert report.accepted == 1
    assert report.rejected[0].line == 3


def test_a_row_of_another_length_is_rejected(diary, write):
    report = diary.import_file(write("date,a\n2026-11-24,1,2\n2026-11-25\n2026-11-26,3\n"))
    assert report.accepted == 1
    assert [(bad.line, bad.column) for bad in report.rejected] == [(2, None), (3, None)]
    assert report.rejected[0].reason == "has 3 cells, the header has 2"


def test_a_text_in_no_western_script_is_a_name_like_any_other(diary, write):
    report = diary.import_file(write("date,גירוד 🔥,الحكة\n2026-11-25,1,2\n"))
    assert report.accepted == 2
    assert diary.daily().series == ["measurement.גירוד 🔥", "measurement.الحكة"]


def test_the_report_shows_no_escape_that_a_file_brought_in(diary, write):
    report = diary.import_file(write("date,a\u202eb,c\n2026-11-25,x,1\n"))
    assert "\u202e" not in str(report)
    assert "\\u202e" in str(report)


def test_a_cell_of_ten_megabytes_is_rejected_by_its_place(diary, write):
    mapping = Mapping.from_dict(
        {
            "name": "long",
            "time": {"day": "date"},
            "long": {"series": "s", "value": "v", "note": "n", "each": "measurement.*"},
        }
    )
    big = "x" * 10_000_000
    for quote in ("", '"'):
        file = write(
            f"date,s,v,n\n2026-11-24,a,1,\n2026-11-24,a,2,{quote}{big}{quote}\n"
            f"2026-11-25,{quote}{big}{quote},3,\n2026-11-25,a,{quote}{big}{quote},\n2026-11-26,a,4,\n"
        )
        report = diary.import_file(file, mapping, source=f"quote {quote!r}")
        assert report.accepted == 2
        assert [(bad.line, bad.column) for bad in report.rejected] == [(3, "n"), (4, "s"), (5, "v")]
        assert "60,000 bytes" in report.rejected[0].reason
        assert "120 bytes" in report.rejected[1].reason
        assert "longer than any number" in report.rejected[2].reason


def test_other_users_of_csv_keep_their_limit(diary, write):
    before = csv.field_size_limit(1234)
    try:
        diary.import_file(write('date,a\n2026-11-25,"1"\n'))
        assert csv.field_size_limit() == 1234
    finally:
        csv.field_size_limit(before)


def test_a_large_file_takes_no_more_memory_than_a_small_one(write, monkeypatch):
    monkeypatch.setattr(text_file, "BLOCK_BYTES", 64 << 10)

    def peak(rows):
        file = text_file.TextFile(write("date,a,b\n" + "2026-11-25,1,x\n" * rows))
        tracemalloc.start()
        opened = open_rows(file, None, {})
        tally = Tally()
        converter = Converter(survey(opened.rows, opened.mapping, None), tally)
        values = sum(
            len(batch.body) for chunk in opened.rows.chunks() for batch in converter.convert(chunk)
        )
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        file.close()
        assert values == rows
        assert tally.rejections == {"is not a number": rows}
        assert len(tally.rejected) == 1000
        return found

    peak(10_000)
    assert peak(100_000) < 1.5 * peak(25_000)


def test_two_imports_at_once_into_two_diaries(diary, tmp_path, write):
    text = "date,a\n" + '2026-11-25,"1"\n2026-11-26,x\n' * 2_000
    files = [write(text, f"{i}.csv") for i in range(2)]
    reports = []
    with lamella.create(tmp_path / "other.db", device_key=bytes(32)) as other:
        threads = [
            threading.Thread(target=lambda d=d, f=f: reports.append(d.import_file(f)))
            for d, f in zip((diary, other), files, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [report.accepted for report in reports] == [2_000, 2_000]
