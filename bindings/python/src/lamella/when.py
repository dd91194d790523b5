"""When something happened: Python's dates and times as the diary keeps them.

A time is the moment that a record describes, with its offset from UTC, and the local day as the
person lived it. So a datetime without a zone is refused, unless ``zone=`` names one.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lamella import _core
from lamella.errors import InvalidArgument

#: What ``at=`` takes: an aware datetime, a date (a day without a moment), or ISO 8601 text.
Time = datetime | date | str

#: A local day: a date, ISO 8601 text, or days since 1970-01-01.
Day = date | str | int

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MS = timedelta(milliseconds=1)


def day_number(day: Day) -> int:
    """Days since 1970-01-01 of a date, of ISO 8601 text like "2026-11-25", or of such a number.

    >>> day_number("1970-01-02")
    1
    """
    if isinstance(day, int):
        return day
    if isinstance(day, str):
        parsed = _parse(day)
        if isinstance(parsed, datetime):
            raise InvalidArgument("a day has no time of day")
        return parsed.toordinal() - _EPOCH_ORDINAL
    if isinstance(day, datetime) or not isinstance(day, date):
        raise InvalidArgument("a day is a date, text like 2026-11-25, or a number of days")
    return day.toordinal() - _EPOCH_ORDINAL


def optional_day_number(day: Day | None) -> int | None:
    """The same of a day that may be left out.

    >>> optional_day_number(None)
    """
    return None if day is None else day_number(day)


def day_of_number(number: int) -> date:
    """The date of a number of days since 1970-01-01.

    >>> day_of_number(1)
    datetime.date(1970, 1, 2)
    """
    return date.fromordinal(number + _EPOCH_ORDINAL)


def when(
    at: Time | None = None,
    *,
    zone: str | tzinfo | None = None,
    day: Day | None = None,
    end: Time | None = None,
    recall: _core.Recall | int | str = "now",
) -> _core.When:
    """The time of a record.

    ``at`` is the moment described: an aware datetime, or a date for a day without a moment, or ISO
    8601 text of either; by default now, by this computer's clock. ``zone`` (an IANA name or a
    tzinfo) says where a datetime without a zone was lived, and moves one that has a zone there.
    ``day`` is the local day if it is not the one that ``recall`` gives: the day of the moment, but
    for "last_24_hours" that of 12 hours before. ``end`` closes an interval.

    Fails with ``InvalidArgument`` for a datetime without a zone, and for a time that the clocks of
    its zone skipped. Of a time that they ran through twice, ``fold`` chooses.

    >>> when("2026-11-25T08:00+01:00", recall="last_24_hours")
    When(local_day=20781, utc_ms=1795590000000, offset_min=60)
    >>> when("2026-11-25")
    When(local_day=20782)
    """
    moment = _parse(at) if isinstance(at, str) else at
    if moment is None:
        moment = datetime.now().astimezone()
    elif isinstance(moment, date) and not isinstance(moment, datetime):
        return _day_alone(moment, day, end)
    aware = _aware(moment, _tzinfo(zone))
    utc_ms = (aware - _EPOCH) // _MS
    offset_min = _offset_min(aware)
    local_day = _core.default_day(recall, utc_ms, offset_min) if day is None else day_number(day)
    return _core.When(
        local_day=local_day,
        utc_ms=utc_ms,
        offset_min=offset_min,
        zone=_zone_name(aware.tzinfo),
        end_utc_ms=None if end is None else utc_ms_of(end, zone),
    )


def utc_ms_of(at: Time, zone: str | tzinfo | None = None) -> int:
    """Milliseconds since 1970-01-01T00:00Z of a moment, rounded down.

    >>> utc_ms_of("1970-01-01T00:00:01Z")
    1000
    """
    moment = _parse(at) if isinstance(at, str) else at
    return (_aware(moment, _tzinfo(zone)) - _EPOCH) // _MS


def _day_alone(local: date, day: Day | None, end: Time | None) -> _core.When:
    if end is not None:
        raise InvalidArgument("an interval needs the moment of its begin")
    return _core.When(local_day=day_number(local if day is None else day))


def _parse(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InvalidArgument("the time is not ISO 8601, like 2026-11-25T08:00+01:00") from None


def _tzinfo(zone: str | tzinfo | None) -> tzinfo | None:
    if not isinstance(zone, str):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidArgument("no time zone of this name is known here") from None


def _aware(moment: object, zone: tzinfo | None) -> datetime:
    # pandas' NaT is a datetime that does not equal itself.
    if not isinstance(moment, datetime) or moment != moment:
        raise InvalidArgument("a time is a datetime, a date or ISO 8601 text")
    try:
        if moment.utcoffset() is not None:
            return moment if zone is None else moment.astimezone(zone)
        if zone is None:
            raise InvalidArgument("a datetime needs a zone: give it a tzinfo, or name a zone=")
        return _localized(moment, zone)
    except OverflowError:
        raise InvalidArgument("the time is outside of the years 1 to 9999") from None


def _localized(moment: datetime, zone: tzinfo) -> datetime:
    local = moment.replace(tzinfo=zone)
    there_and_back = local.astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None, fold=0) != moment.replace(fold=0):
        raise InvalidArgument("the clocks of the zone skipped this time")
    return local


def _offset_min(aware: datetime) -> int:
    offset = aware.utcoffset()
    assert offset is not None
    return round(offset / timedelta(minutes=1))


def _zone_name(zone: tzinfo | None) -> str:
    # zoneinfo calls it key, pytz zone.
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    return name if isinstance(name, str) else ""
