"""What happened: the methods of a diary that write one thing down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.entry import Body, scale_of
from lamella.scoring import Given, answers_of
from lamella.when import Day, Time, optional_day_number, when

if TYPE_CHECKING:
    from lamella.diary import Diary


#: What the span of an instrument is as a recall, where it is one.
_RECALLS = {"24 hours": "last_24_hours", "7 days": "last_7_days"}


def log_symptom(
    diary: Diary,
    item: str,
    score: float | None,
    *,
    at: Time | None = None,
    site: str = "",
    scale: tuple[float, float] | None = None,
    recall: _core.Recall | str = "unspecified",
    **common: Any,
) -> bytes:
    """Adds a symptom and returns the entry's id.

    ``score`` lies on ``scale``, by default 0 to 10; 0 is an answer, None is "asked and not
    answered". ``recall`` is the span that the question asks about: now, today, last_24_hours,
    last_night, last_7_days; by default it counts as now. ``at`` and the common keywords
    ``zone``, ``day`` and ``end`` are those of ``lamella.when``; ``note`` is free text; ``id``
    are 16 bytes, random by default.

    >>> id = diary.log_symptom("itch", 6, at="2026-11-25T23:50+01:00", site="elbow.left")
    >>> len(id)
    16
    """
    body = _core.Symptom(item=item, score=score, scale=scale_of(scale), recall=recall, site=site)
    return _log(diary, body, at, common, recall)


def log_exposure(
    diary: Diary,
    factor: str,
    value: bool | float | None,
    *,
    at: Time | None = None,
    unit: str = "",
    site: str = "",
    **common: Any,
) -> bytes:
    """Adds contact with a possible trigger and returns the entry's id.

    ``value`` is True or False (an explicit no), or an amount in ``unit`` (UCUM; "" is "1"), or
    None for "asked and not answered". The other keywords are those of ``log_symptom``.

    >>> _ = diary.log_exposure("sweat", False, at="2026-11-25")
    >>> _ = diary.log_exposure("pollen.birch", 120, unit="/m3", at="2026-11-26")
    >>> diary.records("exposure")["amount"]
    array([ nan, 120.])
    """
    answered = {"present": value} if isinstance(value, bool) else {"amount": value}
    body = _core.Exposure(factor=factor, unit=unit, site=site, **answered)
    return _log(diary, body, at, common)


def log_measurement(
    diary: Diary,
    kind: str,
    value: float | None,
    unit: str,
    *,
    at: Time | None = None,
    site: str = "",
    device: str = "",
    room_temperature: float | None = None,
    room_humidity: float | None = None,
    reference: tuple[float | None, float | None] = (None, None),
    **common: Any,
) -> bytes:
    """Adds a number of an instrument or a laboratory and returns the entry's id.

    ``unit`` is a UCUM unit, "1" for a bare number; None is "tried without a result".
    ``room_temperature`` is in degrees Celsius (-90 to 60), ``room_humidity`` in percent.
    ``reference`` is the range that the laboratory prints beside the value, in ``unit``. The
    other keywords are those of ``log_symptom``.

    >>> id = diary.log_measurement("tewl", 18.2, "g/(m2.h)", site="elbow.left", at="2026-11-25")
    >>> diary.get(id).fields["unit"]
    'g/(m2.h)'
    """
    body = _core.Measurement(
        kind=kind,
        value=value,
        unit=unit,
        site=site,
        device=device,
        room_temperature=room_temperature,
        room_humidity=room_humidity,
        reference_low=reference[0],
        reference_high=reference[1],
    )
    return _log(diary, body, at, common)


def log_dose(
    diary: Diary,
    drug: str,
    *,
    at: Time | None = None,
    strength: float | None = None,
    strength_unit: str = "",
    vehicle: str = "",
    grams: float | None = None,
    fingertip_units: float | None = None,
    site: str = "",
    not_taken: bool = False,
    **common: Any,
) -> bytes:
    """Adds a dose of a medicine or an emollient and returns the entry's id.

    The amount is in ``grams`` or in ``fingertip_units``, or not recorded. ``not_taken`` says
    that the dose was due and left out. The other keywords are those of ``log_symptom``.

    >>> id = diary.log_dose("hydrocortisone", strength=1, strength_unit="%",
    ...                     fingertip_units=2, site="elbow.left", at="2026-11-25")
    >>> diary.get(id).fields["fingertip_units"]
    2.0
    """
    body = _core.Dose(
        drug=drug,
        strength=strength,
        strength_unit=strength_unit,
        vehicle=vehicle,
        grams=grams,
        fingertip_units=fingertip_units,
        site=site,
        not_taken=not_taken,
    )
    return _log(diary, body, at, common)


def log_day_check(
    diary: Diary, factors: Iterable[str] = (), *, at: Time | None = None, **common: Any
) -> bytes:
    """Adds "these factors were asked about on this day" and returns the entry's id.

    A listed factor without a record of its own on that day is "no". The other keywords are
    those of ``log_symptom``.

    >>> _ = diary.log_exposure("sweat", True, at="2026-11-25")
    >>> _ = diary.log_day_check(["sweat"], at="2026-11-26")
    >>> _ = diary.log_symptom("itch", 1, at="2026-11-26")
    >>> diary.daily()["sweat"]
    array([1., 0.])
    """
    if isinstance(factors, str):
        raise TypeError("factors is a list of codes")
    return _log(diary, _core.DayCheck(factors=list(factors)), at, common)


def log(diary: Diary, body: Body, *, at: Time | None = None, **common: Any) -> bytes:
    """Adds any body and returns the entry's id: what has no method of its own, such as the steps of
    a cell therapy. The keywords are those of ``log_symptom``.

    Fails with ``InvalidArgument`` naming the field that is out of its range.

    >>> course = diary.log(lamella.Course(tissue="adipose", donor="autologous"), at="2026-03-01")
    >>> fever = lamella.AdverseEvent(course=course, term="fever", grade=1, relatedness="possible")
    >>> diary.get(diary.log(fever, at="2026-03-02")).fields["grade"]
    1
    """
    return _log(diary, body, at, common)


def log_answers(
    diary: Diary,
    instrument: str,
    answers: Given,
    *,
    at: Time | None = None,
    age: float | None = None,
    site: str = "",
    lesion: bytes = b"",
    version: int = 0,
    **common: Any,
) -> bytes:
    """Adds the answers to an instrument and returns the entry's id.

    ``answers`` are as ``lamella.score`` takes them; the score is computed, and never stored.
    ``age`` in years decides the weights of EASI; ``site`` is that of a lesion or scar, ``lesion``
    the id of its entry. Version 0 is the newest. The other keywords are those of ``log_symptom``.
    Fails with ``InvalidArgument`` naming the item whose answer is not allowed.

    >>> id = diary.log_answers("poem", [4, 2, 0, 0, 1, 2, 4], at="2026-11-25")
    >>> lamella.score_of(diary.get(id))
    Score(poem: 13, moderate)
    """
    known = _core.instrument(instrument, version)
    body = _core.Answers(
        instrument=known.code,
        version=known.version,
        answers=answers_of(known, answers),
        age_years=age,
        site=site,
        lesion=lesion,
    )
    return _log(diary, body, at, common, _RECALLS.get(known.span, "now"))


def define_factor(
    diary: Diary,
    code: str,
    *,
    name: str = "",
    category: _core.FactorCategory | str = "unspecified",
    kind: _core.FactorKind | str = "unspecified",
    unit: str = "",
    silence: _core.Silence | str = "unspecified",
    since_day: Day | None = None,
    note: str = "",
) -> bytes:
    """Says how to read the records of one factor, and returns the id, which the code gives.

    ``silence`` "explicit": a day without a record is unknown, as without a definition.
    "implied_on_checked_days": from ``since_day`` on (by default the first record of the factor)
    it is "no" on each day that a person checked. ``category`` is one of food, contact, climate,
    air, activity, mind, infection, other; ``kind`` is presence, amount, or continuous: always with
    a value, so that silence cannot mean "no".

    >>> id = diary.define_factor("sweat", category="activity", kind="presence",
    ...                          silence="implied_on_checked_days")
    >>> diary.get(id).fields["category"].name
    'ACTIVITY'
    """
    body = _core.Factor(
        code=code,
        name=name,
        category=category,
        kind=kind,
        unit=unit,
        silence=silence,
        since_day=optional_day_number(since_day),
    )
    return diary.put(_core.Record(body=body, note=note))


def define_source(
    diary: Diary, code: str, *, licence: str, name: str = "", url: str = "", note: str = ""
) -> bytes:
    """Says where imported records come from and under which licence; returns the id, which the code
    gives. ``code`` is the source of their origin; imports that name a licence do it themselves.

    >>> id = diary.define_source("weather", licence="CC BY 4.0", name="Weather of Lausanne")
    >>> diary.get(id).fields["licence"]
    'CC BY 4.0'
    """
    body = _core.DataSource(code=code, name=name, licence=licence, url=url)
    return diary.put(_core.Record(body=body, note=note))


def define_profile(
    diary: Diary,
    *,
    birth_year: int | None = None,
    birth_month: int | None = None,
    sex: _core.Sex | str = "unspecified",
    eczema_since_year: int | None = None,
    skin_type: int | None = None,
    note: str = "",
) -> bytes:
    """Says whose diary it is, as far as scores and tables need it; returns the id, of which there
    is one: edit that entry to change it.

    ``sex`` is female, male or other; ``skin_type`` is Fitzpatrick's, 1 to 6.

    >>> id = diary.define_profile(birth_year=1990, sex="female", skin_type=4)
    >>> id == lamella.definition_id("profile", "")
    True
    """
    body = _core.Profile(
        birth_year=birth_year,
        birth_month=birth_month,
        sex=sex,
        eczema_since_year=eczema_since_year,
        skin_type=skin_type,
    )
    return diary.put(_core.Record(body=body, note=note))


def _log(
    diary: Diary,
    body: Body,
    at: Time | None,
    common: dict[str, Any],
    recall: _core.Recall | str = "now",
) -> bytes:
    return diary.put(record_of(body, at, common, recall), common.get("id"))


def record_of(
    body: Body,
    at: Time | None,
    common: dict[str, Any],
    recall: _core.Recall | str = "now",
) -> _core.Record:
    """The record of a body and of the common keywords, without ``id``."""
    unknown = common.keys() - {"zone", "day", "end", "note", "id"}
    if unknown:
        raise TypeError(f"unexpected keyword {sorted(unknown)[0]!r}")
    time = {name: common[name] for name in ("zone", "day", "end") if name in common}
    return _core.Record(
        when=when(at, recall=recall, **time), note=common.get("note", ""), body=body
    )
