"""CSV files, good and bad. A bad cell is rejected, a bad file is refused, nothing is guessed."""

import pytest
from conftest import KEY

import lamella


@pytest.fixture
def write(tmp_path):
    def write(content):
        file = tmp_path / "diary.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


COLUMNS = {"itch": "symptom.itch", "sweat": "exposure.sweat", "pollen": "exposure.pollen [/m3]"}
GOOD = "date,itch,sweat,pollen,steps\n2026-11-24,6,yes,12.5,8000\n2026-11-25,0,0,,\n"


def test_a_tidy_file(diary, write):
    report = diary.import_csv(write(GOOD), columns=COLUMNS)
    assert (report.days, report.values, report.accepted) == (2, 6, 6)
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


def test_importing_twice_changes_nothing(diary, write):
    diary.import_csv(write(GOOD), columns=COLUMNS)
    before = diary.change_count
    report = diary.import_csv(write(GOOD), columns=COLUMNS)
    assert (report.accepted, report.duplicates, report.differs) == (0, 6, 0)
    assert diary.change_count == before


def test_two_devices_give_the_same_ids(diary, tmp_path, write):
    with lamella.create(tmp_path / "other.db", device_key=KEY) as other:
        for one in (diary, other):
            one.import_csv(write(GOOD), columns=COLUMNS, source="app x")
        assert {entry.id for entry in diary.query()} == {entry.id for entry in other.query()}
        assert {entry.record for entry in diary.query()} == {e.record for e in other.query()}


def test_a_changed_row_differs_and_a_deleted_one_stays_deleted(diary, write):
    diary.import_csv(write("date,steps\n2026-11-24,1\n2026-11-25,2\n"))
    diary.delete(next(diary.query(start="2026-11-25")).id)
    report = diary.import_csv(write("date,steps\n2026-11-24,100\n2026-11-25,2\n2026-11-26,3\n"))
    assert (report.accepted, report.differs, report.deleted) == (1, 1, 1)
    assert diary.daily()["steps"][0] == 1


def test_rows_that_are_equal_in_series_and_day_are_kept_apart(diary, write):
    file = write("date,itch\n2026-11-25,2\n2026-11-25,2\n2026-11-25,8\n")
    report = diary.import_csv(file, columns={"itch": "symptom.itch"})
    assert (report.accepted, report.days) == (3, 1)
    assert diary.daily()["itch"].tolist() == [4]


def test_moments_and_a_zone(diary, write):
    text = "Date,steps\n2026-11-25T08:00+01:00,1\n2026-11-25T09:00,2\n"
    report = diary.import_csv(write(text))
    assert [(bad.line, bad.column) for bad in report.rejected] == [(3, "Date")]
    assert "zone" in report.rejected[0].reason
    report = diary.import_csv(write(text), zone="Europe/Paris", source="other")
    assert report.accepted == 2


def test_quotes_byte_order_mark_blank_lines_and_crlf(diary, write):
    text = '\ufeff"date","a ""b"", c"\r\n\r\n2026-11-25," 3 "\r\n'
    assert diary.import_csv(write(text)).accepted == 1
    assert diary.daily().series == ['measurement.a "b", c']


def test_a_column_can_be_left_out(diary, write):
    diary.import_csv(write("date,a,b\n2026-11-25,1,2\n"), columns={"a": None})
    assert diary.daily().series == ["measurement.b"]


def test_a_scale_of_its_own(diary, write):
    file = write("date,itch\n2026-11-24,70\n2026-11-25,101\n")
    report = diary.import_csv(file, columns={"itch": "symptom.itch [0..100]"})
    assert report.accepted == 1
    assert report.rejected == (lamella.Rejected(3, "itch", "is not on the scale of 0 to 100"),)


@pytest.mark.parametrize(
    "cell", ["many", "nan", "inf", "1e999", "1_000", "0x10", "1,5", "1.5.2", "--1", "NA", "٣", "-"]
)
def test_a_cell_that_is_no_number_is_rejected(diary, write, cell):
    report = diary.import_csv(write(f'date,a,b\n2026-11-24,"{cell}",1\n2026-11-25,2,2\n'))
    assert report.accepted == 3
    (bad,) = report.rejected
    assert (bad.line, bad.column) == (2, "a")
    assert cell not in bad.reason.split()


def test_a_presence_that_is_an_amount_is_rejected(diary, write):
    report = diary.import_csv(
        write("date,sweat\n2026-11-25,2\n"), columns={"sweat": "exposure.sweat"}
    )
    assert report.accepted == 0
    assert "unit" in report.rejected[0].reason


@pytest.mark.parametrize("cell", ["25.11.2026", "2026-02-30", "", "0", "2026-11-25T08:00"])
def test_a_row_without_a_date_is_rejected(diary, write, cell):
    report = diary.import_csv(write(f"date,a\n{cell},1\n2026-11-25,2\n"))
    assert report.accepted == 1
    assert [(bad.line, bad.column) for bad in report.rejected] == [(2, "date")]


def test_a_row_of_another_length_is_rejected(diary, write):
    report = diary.import_csv(write("date,a\n2026-11-24,1,2\n2026-11-25\n2026-11-26,3\n"))
    assert report.accepted == 1
    assert [(bad.line, bad.column) for bad in report.rejected] == [(2, None), (3, None)]


def test_a_field_over_several_lines_does_not_shift_the_line_numbers(diary, write):
    report = diary.import_csv(write('date,a\n2026-11-24,"b\nb"\n2026-11-25,bad\n'))
    assert [bad.line for bad in report.rejected] == [2, 4]


BAD_FILES = {
    "empty": (b"", "empty"),
    "blank": (b"\n \n", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
    "utf-16": ("date,a\n2026-11-25,1\n".encode("utf-16"), "binary"),
    "latin-1": ("date,Schl\u00e4fe\n".encode("latin-1"), "UTF-8 text: line 1"),
    "open quote": (b'date,a\n2026-11-25,"1\n', "broken CSV"),
    "text after a quote": (b'date,a\n2026-11-24,1\n2026-11-25,"1"2\n', "broken CSV: line 3"),
    "no date column": (b"day,a\n2026-11-25,1\n", "no column named 'date'"),
    "another delimiter": (b"date;a\n2026-11-25;1\n", "separated by ';'"),
    "column twice": (b"date,a,a\n2026-11-25,1,2\n", "twice"),
    "two dates": (b"date,Date\n2026-11-25,1\n", "more than one"),
    "column without a name": (b"date,,a\n2026-11-25,1,2\n", "no name"),
    "control character in a name": (b"date,a\x01b\n2026-11-25,1\n", "control"),
    "name too long": (b"date," + b"a" * 200 + b"\n2026-11-25,1\n", "120 bytes"),
}


@pytest.mark.parametrize(("content", "match"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_and_nothing_changes(diary, write, content, match):
    with pytest.raises(lamella.InvalidArgument, match=match):
        diary.import_csv(write(content))
    assert diary.change_count == 0


@pytest.mark.parametrize(
    ("columns", "match"),
    [
        ({"itch": "symptom.itch"}, "no column 'itch'"),
        ({"a": "itch"}, "is not like"),
        ({"a": "dose.itch"}, "is not like"),
        ({"a": "symptom.itch [high]"}, "scale"),
        ({"a": "measurement.b"}, "two columns"),
    ],
)
def test_a_wrong_mapping_is_refused(diary, write, columns, match):
    with pytest.raises(lamella.InvalidArgument, match=match):
        diary.import_csv(write("date,a,b\n2026-11-25,1,2\n"), columns=columns)
    assert diary.change_count == 0


def test_a_header_alone_gives_nothing(diary, write):
    assert diary.import_csv(write("date,a\n")).values == 0


def test_a_file_that_is_not_there_and_a_folder(diary, tmp_path):
    with pytest.raises(FileNotFoundError):
        diary.import_csv(tmp_path / "none.csv")
    with pytest.raises(IsADirectoryError):
        diary.import_csv(tmp_path)


def test_the_real_diary_of_five_years(diary, shared_data):
    file = shared_data / "myaiguide" / "participant1_2016-05-01_2021-09-01.csv"
    report = diary.import_csv(file, columns={"kneePain": "symptom.kneePain"})
    assert (report.days, report.values, report.rejected) == (1950, 39_201, ())
    assert len(diary.daily()) == 1950


def test_real_bad_rows_are_rejected_by_line(diary, shared_data):
    file = shared_data / "myaiguide" / "Participant8PainNew.csv"
    report = diary.import_csv(
        file,
        columns={"name": None, "startday": None, "startmonth": None, "startyear": None},
        date="date",
        zone="Europe/Paris",
    )
    assert report.accepted > 2000
    assert all(bad.line > 1 for bad in report.rejected)


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_ends_end_a_row(diary, write, separator):
    report = diary.import_csv(
        write(f"date,remark,steps\n2026-11-25,a{separator}b,7\n"), columns={"remark": None}
    )
    assert (report.accepted, report.rejected) == (1, ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_on_any_system(diary, write, end):
    report = diary.import_csv(write(f"date,steps{end}2026-11-24,1{end}2026-11-25,many{end}"))
    assert report.accepted == 1
    assert report.rejected[0].line == 3
