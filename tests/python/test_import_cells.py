"""Cells: what is a number, a day, a moment; what is rejected with its line, and what is asked."""

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lamella
from lamella.importing import Mapping, Rejected, Series, TimeColumns, text_file


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "diary.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def wide(time=None, **columns):
    series = {name: None if text is None else Series.parse(text) for name, text in columns.items()}
    return Mapping("csv", time or TimeColumns(moment="date"), columns=series)


# Numbers.


@pytest.mark.parametrize(
    "cell",
    [
        "many",
        "nan",
        "inf",
        "1e999",
        "1_000",
        "0x10",
        "1,5",
        "1.5.2",
        "--1",
        "NA",
        "٣",
        "-",
        "⅓",
        "6️⃣",
    ],
)
def test_a_cell_that_is_no_number_is_rejected(diary, write, cell):
    report = diary.import_file(write(f'date,a,b\n2026-11-24,"{cell}",1\n2026-11-25,2,2\n'))
    assert report.accepted == 3
    (bad,) = report.rejected
    assert (bad.line, bad.column) == (2, "a")
    assert cell not in bad.reason.split()


REASONS = {
    "3,5": "decimal comma",
    "1,234,567": "thousands",
    "1,234.5": "thousands",
    "1'234": "thousands",
    "1 234": "thousands",
    "=cmd|'/c calc'!A1": "formula",
    "@SUM(A1)": "formula",
    "NaN": "finite",
    "-inf": "finite",
    "1e999": "too large",
    "6/10": "n/10",
    "3 mg": "unit",
    "1.2.3": "is not a number",
}


@pytest.mark.parametrize(("cell", "reason"), REASONS.items())
def test_the_reason_says_what_is_wrong(diary, write, cell, reason):
    report = diary.import_file(write(f'date,a\n2026-11-24,"{cell}"\n'))
    assert report.accepted == 0
    assert reason in report.rejected[0].reason


def test_decimal_commas_are_read_when_they_are_named(diary, write):
    file = write('date;a\n2026-11-24;3,5\n2026-11-25;1.234\n2026-11-26;"1.234,5"\n2026-11-27;7\n')
    report = diary.import_file(file, delimiter=";", decimal=",")
    assert report.accepted == 2
    assert diary.daily()["a"].tolist()[::3] == [3.5, 7]
    assert [bad.line for bad in report.rejected] == [3, 4]
    report = diary.import_file(write("date,a\n2026-11-25,1e999\n"), decimal=",")
    assert report.rejected[0].reason == "is a number too large"


def test_a_share_of_ten_is_a_score_on_the_scale_of_ten_alone(diary, write):
    file = write("date,a,b\n2026-11-24,6/10,6/10\n2026-11-25,3/5,30\n")
    report = diary.import_file(file, wide(a="symptom.a [0..10]", b="symptom.b [0..100]"))
    assert diary.daily()["a"].tolist()[0] == 6
    assert [(bad.line, bad.column) for bad in report.rejected] == [(2, "b"), (3, "a")]


def test_a_unit_inside_is_read_when_it_is_exactly_that_of_the_column(diary, write):
    file = write("date,a,b\n2026-11-24,3 mg,3mg\n2026-11-25,3 g,3 mg/d\n")
    report = diary.import_file(file, wide(a="measurement.a [mg]", b="exposure.b [mg]"))
    assert report.accepted == 2
    assert diary.daily()["a"].tolist() == [3]
    assert [(bad.line, bad.column) for bad in report.rejected] == [(3, "a"), (3, "b")]


def test_a_column_that_turns_to_text_late_is_imported_as_far_as_it_is_numbers(
    diary, write, monkeypatch
):
    monkeypatch.setattr(text_file, "BLOCK_BYTES", 4096)
    rows = [f"2026-11-25,{i % 11}\n" for i in range(9_200)]
    rows[9_000:9_005] = ["2026-11-25,none today\n"] * 5
    report = diary.import_file(write("date,a\n" + "".join(rows)), dry_run=True)
    assert report.values == 9_195
    assert [bad.line for bad in report.rejected] == [9_002, 9_003, 9_004, 9_005, 9_006]
    assert report.rejections == {"is not a number": 5}


def test_a_scale_of_its_own(diary, write):
    file = write("date,itch\n2026-11-24,70\n2026-11-25,101\n")
    report = diary.import_file(file, wide(itch="symptom.itch [0..100]"))
    assert report.accepted == 1
    assert report.rejected == (Rejected(3, "itch", "is not on the scale of 0 to 100"),)


def test_grams_of_a_dose(diary, write):
    file = write("date,cream\n2026-11-24,0.5\n2026-11-25,-1\n2026-11-26,2 g\n")
    report = diary.import_file(file, wide(cream="dose.tacrolimus [g]"))
    assert diary.records("dose")["grams"].tolist() == [0.5, 2]
    assert report.rejected[0].reason == "is less than 0"


def test_a_dose_in_words_is_a_note_and_never_a_number(diary, write):
    file = write("date,cream\n2026-11-24,Taken\n2026-11-25,not taken\n2026-11-26,=2 tubes 🧴\n")
    diary.import_file(file, wide(cream="dose.tacrolimus"))
    records = [entry.decode() for entry in diary.query()]
    assert [record.body.not_taken for record in records] == [False, True, False]
    assert [record.note for record in records] == ["", "", "=2 tubes 🧴"]
    assert all(record.body.grams is None for record in records)


def test_a_presence_that_is_an_amount_is_rejected(diary, write):
    report = diary.import_file(write("date,sweat\n2026-11-25,2\n"), wide(sweat="exposure.sweat"))
    assert report.accepted == 0
    assert "unit" in report.rejected[0].reason


def test_presence_in_words(diary, write):
    cells = ["true", "YES", "1", "False", "no", "0"]
    rows = "".join(f"2026-11-2{i},{cell}\n" for i, cell in enumerate(cells))
    diary.import_file(write("date,sweat\n" + rows), wide(sweat="exposure.sweat"))
    assert diary.daily()["sweat"].tolist() == [1, 1, 1, 0, 0, 0]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789+-.,eE /'nfaNI_ ", max_size=8),
            st.floats().map(repr),
            st.integers().map(str),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_numbers_are_those_of_plain_python(cells):
    import polars as pl

    from lamella.importing.amounts import numbers

    def plain(cell):
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell, re.ASCII):
            return None
        value = float(cell)
        return value if abs(value) < float("inf") else None

    found = [None if v != v else v for v in numbers(pl.Series(cells), ".").tolist()]
    assert found == [plain(cell) for cell in cells]


# Days and moments.


def days(diary):
    return [str(entry.fields["local_day"]) for entry in diary.query()]


@pytest.mark.parametrize("cell", ["2026-02-30", "", "0", "2026-11-25T08:00", "yesterday", "2026"])
def test_a_row_without_a_date_is_rejected(diary, write, cell):
    report = diary.import_file(write(f"date,a\n{cell},1\n2026-11-25,2\n"))
    assert report.accepted == 1
    assert [(bad.line, bad.column) for bad in report.rejected] == [(2, "date")]


IMPOSSIBLE = {
    "2026-02-30": "does not exist",
    "2026-13-01": "does not exist",
    "0000-01-01": "does not exist",
    "31.04.2026": "does not exist",
    "25.11.26": "two digits",
    "46000": 'date_order="excel"',
    "2026-11-25T25:00Z": "time that does not exist",
    "2026-11-25T08:60Z": "time that does not exist",
    "2026-11-25T08:00+19:00": "offset",
    "2026-11-25T08:00": "zone=",
    "2026-11-25 8 o'clock": "is not a date",
}


@pytest.mark.parametrize(("cell", "reason"), IMPOSSIBLE.items())
def test_the_reason_says_what_is_wrong_with_a_date(diary, write, cell, reason):
    report = diary.import_file(write(f"date,a\n{cell},1\n25.11.2026,2\n"))
    assert report.accepted == 1
    assert reason in report.rejected[0].reason


def test_day_before_month_is_decided_for_the_whole_column(diary, write):
    report = diary.import_file(write("date,a\n03/04/2026,1\n13/04/2026,2\n"))
    assert days(diary) == ["2026-04-03", "2026-04-13"]
    assert "day-month-year" in report.assumed[0]


def test_month_before_day_is_decided_for_the_whole_column(diary, write):
    report = diary.import_file(write("date,a\n03/04/2026,1\n04/13/2026,2\n"))
    assert days(diary) == ["2026-03-04", "2026-04-13"]
    assert "month-day-year" in report.assumed[0]


def test_an_order_that_can_be_either_is_asked_for(diary, write):
    file = write("date,a\n2026-01-01,1\n03/04/2026,1\n05/06/2026,2\n")
    with pytest.raises(lamella.InvalidArgument, match=r"line 3 .*date_order="):
        diary.import_file(file)
    assert diary.change_count == 0
    diary.import_file(file, date_order="month-day-year")
    assert days(diary) == ["2026-01-01", "2026-03-04", "2026-05-06"]


def test_an_order_that_only_a_late_line_decides(diary, write, monkeypatch):
    monkeypatch.setattr(text_file, "BLOCK_BYTES", 4096)
    rows = "03/04/2026,1\n" * 9_000
    report = diary.import_file(write("date,a\n" + rows + "13/04/2026,1\n"), dry_run=True)
    assert report.days == 2
    assert "day-month-year" in report.assumed[0]


def test_orders_that_contradict_each_other_are_refused_with_both_lines(diary, write):
    with pytest.raises(lamella.InvalidArgument, match=r"line 2 .*line 4"):
        diary.import_file(write("date,a\n13/04/2026,1\n01/01/2026,1\n04/13/2026,2\n"))
    assert diary.change_count == 0


def test_a_date_that_is_the_same_in_either_order_asks_nothing(diary, write):
    diary.import_file(write("date,a\n05/05/2026,1\n"))
    assert days(diary) == ["2026-05-05"]


def test_a_year_in_front_needs_no_question(diary, write):
    report = diary.import_file(write("date,a\n2026/4/3,1\n"))
    assert days(diary) == ["2026-04-03"]
    assert "year-month-day" in report.assumed[0]


def test_iso_alone_when_it_is_demanded(diary, write):
    report = diary.import_file(write("date,a\n13/04/2026,1\n2026-04-13,1\n"), date_order="iso")
    assert report.accepted == 1
    assert "iso" in report.rejected[0].reason


def test_serial_days_of_a_spreadsheet(diary, write):
    rows = "1,1\n59,1\n60,1\n61,1\n46351,1\n46351.5,1\n2026-11-26,1\n0,1\n2958466,1\n"
    report = diary.import_file(write("date,a\n" + rows), date_order="excel", zone="Europe/Paris")
    assert days(diary) == [
        "1900-01-01", "1900-02-28", "1900-03-01", "2026-11-25", "2026-11-25", "2026-11-26",
    ]  # fmt: skip
    assert [bad.line for bad in report.rejected] == [4, 9, 10]
    assert [e.decode().when.utc_ms for e in diary.query()][4] == 1_795_604_400_000


def test_moments_and_a_zone(diary, write):
    file = write("Date,steps\n2026-11-25T08:00+01:00,1\n2026-11-25T09:00,2\n")
    report = diary.import_file(file)
    assert [(bad.line, bad.column) for bad in report.rejected] == [(3, "Date")]
    assert "zone" in report.rejected[0].reason
    report = diary.import_file(file, zone="Europe/Paris", source="other")
    assert report.accepted == 2


def test_mixed_zones_keep_each_their_offset(diary, write):
    file = write(
        "date,a\n2026-11-25T23:30-05:00,1\n2026-11-26T09:30+05:30,1\n2026-11-26T04:30Z,1\n"
    )
    diary.import_file(file)
    times = [entry.decode().when for entry in diary.query()]
    assert {time.utc_ms for time in times[:1]} == {1_795_667_400_000}
    assert sorted((time.local_day, time.offset_min) for time in times) == [
        (20782, -300),
        (20783, 0),
        (20783, 330),
    ]


def test_a_moment_with_an_offset_is_told_in_the_zone_that_is_named(diary, write):
    diary.import_file(write("date,a\n2026-11-25T23:30Z,1\n"), zone="Asia/Tokyo")
    assert next(diary.query()).decode().when == lamella.when("2026-11-25T23:30Z", zone="Asia/Tokyo")


def test_a_zone_in_a_column(diary, write):
    file = write("date,tz,a\n2026-07-01T08:00,Europe/Paris,1\n2026-07-01T08:00,Asia/Tokyo,1\n"
                 "2026-07-01T08:00,Nowhere/Land,1\n2026-07-01T08:00,,1\n")  # fmt: skip
    mapping = wide(TimeColumns(moment="date", zone_column="tz"))
    report = diary.import_file(file, mapping)
    assert [entry.decode().when.offset_min for entry in diary.query()] == [540, 120]
    assert [(bad.line, bad.column) for bad in report.rejected] == [(4, "tz"), (5, "date")]


def test_an_unknown_zone_is_refused(diary, write):
    with pytest.raises(lamella.InvalidArgument, match="no time zone"):
        diary.import_file(write("date,a\n2026-11-25,1\n"), zone="Nowhere/Land")


def test_a_time_that_the_clocks_skipped_is_rejected(diary, write):
    file = write("date,a\n2026-03-29T02:30,1\n2026-03-29T03:30,1\n")
    report = diary.import_file(file, zone="Europe/Paris")
    assert report.accepted == 1
    assert "skipped" in report.rejected[0].reason


def test_a_time_that_the_clocks_ran_through_twice_is_a_day_without_a_moment(diary, write):
    file = write("date,a\n2026-10-25T02:30,1\n2026-10-25T03:30,1\n")
    report = diary.import_file(file, zone="Europe/Paris")
    assert report.accepted == 2
    moments = [entry.decode().when.utc_ms for entry in diary.query()]
    assert sorted(moment is None for moment in moments) == [False, True]
    assert any("twice" in what and "(1 row)" in what for what in report.assumed)


def test_a_day_column_keeps_the_day_of_a_datetime_without_a_zone(diary, write):
    report = diary.import_file(
        write("date,a\n2026-11-25 23:59:59.5,1\n"), wide(TimeColumns(day="date"))
    )
    assert next(diary.query()).decode().when == lamella.When(local_day=20782)
    assert "without a zone" in report.assumed[-1]


def test_the_day_described_holds_before_the_moment_of_entry(diary, write):
    file = write("day,saved,a\n2026-11-24,2026-11-25T00:30,1\n,2026-11-26T01:00,2\n,,3\n")
    mapping = wide(TimeColumns(day="day", entered="saved"))
    report = diary.import_file(file, mapping, zone="Europe/Paris")
    records = [entry.decode() for entry in diary.query()]
    assert days(diary) == ["2026-11-24", "2026-11-26"]
    assert [record.origin.entered_ms for record in records] == [
        lamella.when("2026-11-25T00:30+01:00").utc_ms,
        lamella.when("2026-11-26T01:00+01:00").utc_ms,
    ]
    assert any("day of entry" in what and "(1 row)" in what for what in report.assumed)
    assert [bad.line for bad in report.rejected] == [4]


def test_a_day_far_from_its_moment_is_rejected(diary, write):
    file = write("day,at,a\n2026-11-24,2026-11-25T00:30Z,1\n2026-11-20,2026-11-25T00:30Z,1\n")
    report = diary.import_file(file, wide(TimeColumns(day="day", moment="at")))
    assert report.accepted == 1
    assert "more than one day away" in report.rejected[0].reason


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), min_size=1, max_size=10),
    st.sampled_from(["minutes", "seconds", "milliseconds"]),
    st.sampled_from(["Z", "+00:00", "+05:30", "-12:00", "+14:00", "-0330", "+02"]),
    st.sampled_from(["T", " "]),
)
def test_moments_are_those_of_plain_python(moments, precision, offset, between):
    import polars as pl

    from lamella.importing.times import read_moments

    cells = [moment.isoformat(between, precision) + offset for moment in moments]
    found = read_moments(pl.Series(cells), None, [], day_alone=False)
    expected = [lamella.when(cell) for cell in cells]
    assert found.why.tolist() == [0] * len(cells)
    assert found.day.tolist() == [time.local_day for time in expected]
    assert found.utc_ms.tolist() == [time.utc_ms for time in expected]
    assert found.offset_min.tolist() == [time.offset_min for time in expected]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=10),
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_moments_of_a_zone_are_those_of_plain_python(moments, zone):
    import numpy as np
    import polars as pl

    from lamella.importing.times import NONE, read_moments

    cells = [moment.isoformat(timespec="milliseconds") for moment in moments]
    rows = np.ones(len(cells), np.bool_)
    found = read_moments(pl.Series(cells), None, [(zone, rows)], day_alone=False)
    for i, cell in enumerate(cells):
        local = datetime.fromisoformat(cell)
        try:
            first, second = (lamella.when(local.replace(fold=f), zone=zone) for f in (0, 1))
        except lamella.InvalidArgument:
            assert found.why[i] != 0
            continue
        assert found.why[i] == 0
        assert found.day[i] == first.local_day
        if first.utc_ms != second.utc_ms:
            assert found.twice[i]
            assert found.utc_ms[i] == NONE
        else:
            assert (found.utc_ms[i], found.offset_min[i]) == (first.utc_ms, first.offset_min)
