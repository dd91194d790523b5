"""Times: zones, clock changes, recalls, and what is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lamella
from lamella.when import day_of_number

PARIS = ZoneInfo("Europe/Paris")


def day(when):
    return str(day_of_number(when.local_day))


def test_a_zone_is_kept_with_its_offset():
    when = lamella.when(datetime(2026, 7, 1, 8, 30, tzinfo=PARIS))
    assert (when.zone, when.offset_min, day(when)) == ("Europe/Paris", 120, "2026-07-01")
    assert when.utc_ms == datetime(2026, 7, 1, 6, 30, tzinfo=UTC).timestamp() * 1000


def test_a_zone_can_be_named_for_a_datetime_without_one():
    when = lamella.when(datetime(2026, 7, 1, 8, 30), zone="Europe/Paris")
    assert when == lamella.when(datetime(2026, 7, 1, 8, 30, tzinfo=PARIS))
    assert when == lamella.when("2026-07-01T08:30", zone="Europe/Paris")
    assert when == lamella.when("2026-07-01T06:30Z", zone="Europe/Paris")


def test_an_offset_alone_has_no_zone_name():
    when = lamella.when("2026-11-25T08:00-05:00")
    assert (when.zone, when.offset_min) == ("", -300)
    assert lamella.when(datetime(2026, 11, 25, tzinfo=UTC)).zone == ""


def test_pandas_timestamps_are_datetimes():
    when = lamella.when(pd.Timestamp("2026-07-01 08:30", tz="Europe/Paris"))
    assert (when.offset_min, when.zone) == (120, "Europe/Paris")


def test_a_date_is_a_day_without_a_moment():
    for at in (date(2026, 11, 25), "2026-11-25"):
        assert lamella.when(at) == lamella.When(local_day=20782)


def test_without_a_time_it_is_now():
    now = datetime.now(UTC).timestamp() * 1000
    when = lamella.when()
    assert abs(when.utc_ms - now) < 60_000
    assert when.offset_min is not None


@pytest.mark.parametrize("at", [datetime(2026, 11, 25, 8), "2026-11-25T08:00", "2026-11-25 08:00"])
def test_a_datetime_without_a_zone_is_refused(diary, at):
    with pytest.raises(lamella.InvalidArgument, match="zone"):
        diary.log_symptom("itch", 6, at=at)
    assert diary.summary().entries == 0


@pytest.mark.parametrize(
    "at",
    [
        *("", "yesterday", "25.11.2026", "2026-02-30", "1900-02-29", pd.NaT, 5, b"x"),
        "2016-12-31T23:59:60Z",  # a leap second: no clock of a phone shows one
    ],
)
def test_what_is_no_time_is_refused(at):
    with pytest.raises(lamella.InvalidArgument):
        lamella.when(at)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../../etc/passwd", "\0"])
def test_a_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(lamella.InvalidArgument, match="zone"):
        lamella.when("2026-11-25T08:00", zone=zone)


def test_a_zone_that_was_renamed_keeps_the_name_by_which_it_was_called():
    old = lamella.when("2026-07-01T08:30", zone="Europe/Kiev")
    new = lamella.when("2026-07-01T08:30", zone="Europe/Kyiv")
    assert (old.zone, new.zone) == ("Europe/Kiev", "Europe/Kyiv")
    assert old.replace(zone="") == new.replace(zone="")


def test_a_time_that_the_clocks_skipped_is_refused():
    with pytest.raises(lamella.InvalidArgument, match="skipped"):
        lamella.when("2026-03-29T02:30", zone="Europe/Paris")


def test_fold_chooses_between_two_equal_times():
    first = lamella.when(datetime(2026, 10, 25, 2, 30, tzinfo=PARIS))
    second = lamella.when(datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1))
    assert (first.offset_min, second.offset_min) == (120, 60)
    assert second.utc_ms - first.utc_ms == 3_600_000
    named = lamella.when(datetime(2026, 10, 25, 2, 30, fold=1), zone=PARIS)
    assert named == second


@pytest.mark.parametrize(
    ("at", "recall", "expected"),
    [
        ("2026-11-25T08:00+01:00", "now", "2026-11-25"),
        ("2026-11-25T08:00+01:00", "today", "2026-11-25"),
        ("2026-11-25T08:00+01:00", "last_24_hours", "2026-11-24"),
        ("2026-11-25T23:50+01:00", "last_24_hours", "2026-11-25"),
        ("2026-11-25T08:00+01:00", "last_night", "2026-11-25"),
        ("2026-11-25T00:10+01:00", "last_7_days", "2026-11-25"),
        ("2024-02-29T23:00-12:00", "now", "2024-02-29"),
    ],
)
def test_the_recall_gives_the_day(diary, at, recall, expected):
    id = diary.log_symptom("itch", 6, at=at, recall=recall)
    assert str(diary.get(id).fields["local_day"]) == expected


def test_the_day_can_be_named():
    assert day(lamella.when("2026-11-25T01:00Z", day="2026-11-24")) == "2026-11-24"
    with pytest.raises(lamella.InvalidArgument):
        lamella.when("2026-11-25T01:00Z", day=datetime(2026, 11, 24))


def test_an_interval_has_an_end():
    when = lamella.when("2026-11-24T23:00Z", end="2026-11-25T07:00Z")
    assert when.end_utc_ms - when.utc_ms == 8 * 3_600_000
    with pytest.raises(lamella.InvalidArgument):
        lamella.when("2026-11-24", end="2026-11-25T07:00Z")


@given(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),
    st.integers(-720, 840),
)
def test_any_moment_is_exact_to_the_millisecond(moment, offset):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    when = lamella.when(aware)
    back = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=when.utc_ms)
    assert timedelta(0) <= aware - back < timedelta(milliseconds=1)
    assert (when.offset_min, day(when)) == (offset, moment.date().isoformat())
