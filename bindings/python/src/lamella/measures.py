"""Measures of skin and blood, limits by age, and a catalogue of possible triggers.

``lamella.convert`` brings a value to the unit of its measure, so that values of two laboratories
can be compared. ``lamella.reference_limit`` says what one laboratory or study printed for an age:
no diagnosis, and the range beside a laboratory's own result goes first. For TEWL, hydration and pH
of the skin no normal value exists; ``lamella.change_from_baseline`` and ``lamella.measured_change``
compare a person with their own baseline instead. All sources are in the data.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from lamella import _core
from lamella.when import Day, day_number, day_of_number

if TYPE_CHECKING:
    from lamella.diary import Diary


def measures() -> list[_core.Measure]:
    """All measures that are known, ordered by kind; a diary takes other kinds as well.

    Each has ``kind`` and ``name``, its UCUM ``unit`` and the ``units`` that convert to it, ``min``
    and ``max`` where a definition gives them (none is a normal value), its ``loinc`` code or "",
    ``at_site`` (then device, room temperature and humidity belong to a value), ``note`` and
    ``source``.

    >>> [one.kind for one in lamella.measures() if one.at_site]
    ['corneometry', 'skin_ph', 'tewl']
    """
    return _core.measures()


def measure(kind: str) -> _core.Measure:
    """The measure of one kind. Fails with ``InvalidArgument`` for one that is not known.

    >>> lamella.measure("total_ige").unit
    'k[IU]/L'
    >>> [one.unit for one in lamella.measure("temperature").units]
    ['[degF]']
    """
    return _core.measure(kind)


def convert(kind: str, value: float, unit: str) -> float:
    """The value in the unit of the measure. Factors are exact fractions.

    Fails with ``InvalidArgument``, naming the kind, for a unit that does not convert and for a
    value outside of what the measure's definition allows. Where one unit is easily taken for
    another, the message says what to write:

    >>> lamella.convert("tewl", 1.82, "mg/(cm2.h)")
    18.2
    >>> lamella.convert("total_ige", 100, "kU/L")
    Traceback (most recent call last):
    lamella.errors.InvalidArgument: total_ige.unit kU/L counts enzyme units: write k[IU]/L or \
[IU]/mL
    """
    return _core.convert(kind, value, unit)


@dataclass(frozen=True, slots=True)
class ReferenceLimit:
    """What one source printed as limit of ``kind`` at an age: no diagnosis.

    ``meaning`` says what it was made for, ``assay`` how it was measured: a value of another assay
    is another value. ``note`` and ``source`` are those of the ``table``.

    >>> lamella.reference_limit("tarc_laboratory", age=1.5)
    ReferenceLimit(tarc: 998 pg/mL, reference limit: values of healthy people are below)
    """

    table: str
    kind: str
    limit: float
    unit: str
    meaning: str
    assay: str
    source: str
    note: str

    def __repr__(self) -> str:
        return f"ReferenceLimit({self.kind}: {self.limit:.10g} {self.unit}, {self.meaning})"


def reference_limits(kind: str | None = None) -> list[_core.ReferenceLimits]:
    """The tables of limits by age, of one kind or all, ordered by code.

    >>> [table.code for table in lamella.reference_limits("tarc")]
    ['tarc_laboratory', 'tarc_study']
    """
    return [one for one in _core.reference_limits() if kind in (None, one.kind)]


def reference_limit(table: str, age: float) -> ReferenceLimit | None:
    """The limit of a table, named by its code, at an age in years; None where it has none.

    Fails with ``InvalidArgument`` for an unknown table or an impossible age.

    >>> lamella.reference_limit("total_ige", age=30).limit
    214.0
    >>> lamella.reference_limit("tarc_laboratory", age=0.25)
    """
    at_age = _core.reference_limit(table, age)
    if at_age is None:
        return None
    [known] = (one for one in _core.reference_limits() if one.code == table)
    return ReferenceLimit(
        table=known.code,
        kind=known.kind,
        limit=at_age.limit,
        unit=known.unit,
        meaning=known.meaning,
        assay=known.assay,
        source=known.source,
        note=known.note,
    )


@dataclass(frozen=True, slots=True)
class WithinPersonChange:
    """How the latest value differs from the person's own baseline.

    ``baseline`` is the median of ``in_baseline`` values, ``absolute`` the difference, ``percent``
    of the baseline (None where that is 0, and for pH and degrees, whose 0 is a choice). All are
    None when there is no change, and ``why_not`` says why.

    >>> lamella.change_from_baseline([(1, 5.0), (9, 5.5)], baseline=(1, 7), unit="[pH]").percent
    """

    baseline: float | None
    in_baseline: int
    latest: float | None
    latest_day: date | None
    absolute: float | None
    percent: float | None
    why_not: str


#: Day and value, and unit and site where they are not the same for all.
Dated = tuple[Day, float | None] | tuple[Day, float | None, str, str]


def change_from_baseline(
    values: Iterable[Dated], *, baseline: tuple[Day, Day], unit: str = "", site: str = ""
) -> WithinPersonChange:
    """The change from the median of the first to last day of ``baseline`` to the latest value.

    ``values`` are (day, value) of one kind, or (day, value, unit, site); None is missing. Values
    before the baseline do not count. Mixed units or sites give no change. Fails with
    ``InvalidArgument`` for an infinite value, or a baseline that ends before it begins.

    >>> tewl = [("2026-11-01", 20), ("2026-11-03", 22), ("2026-11-05", 30), ("2026-11-25", 16.5)]
    >>> change = lamella.change_from_baseline(tewl, baseline=("2026-11-01", "2026-11-07"))
    >>> change.baseline, change.absolute, change.percent
    (22.0, -5.5, -25.0)
    >>> places = [(1, 20, "g/(m2.h)", "elbow.left"), (25, 9, "g/(m2.h)", "palm.left")]
    >>> lamella.change_from_baseline(places, baseline=(1, 7)).why_not
    'the sites are mixed'
    """
    dated = []
    for day, value, *own in values:
        own_unit, own_site = own or (unit, site)
        number = math.nan if value is None else value
        dated.append((day_number(day), number, own_unit, own_site))
    first, last = map(day_number, baseline)
    return _change_of(_core.change_from_baseline(dated, first, last))


def _change_of(core: _core.WithinPersonChange) -> WithinPersonChange:
    return WithinPersonChange(
        baseline=core.baseline,
        in_baseline=core.in_baseline,
        latest=core.latest,
        latest_day=None if core.latest_day is None else day_of_number(core.latest_day),
        absolute=core.absolute,
        percent=core.percent,
        why_not=core.why_not,
    )


def measured_change(
    diary: Diary, kind: str, *, baseline: tuple[Day, Day], site: str | None = None
) -> WithinPersonChange:
    """The same of the measurements of one kind in a diary.

    ``site`` is a body site, "" the whole body; None takes all, and there is no change when they
    differ. Values in several units are converted to that of the measure, if it is known; where one
    has no exact conversion the units are mixed, and there is no change.

    >>> for day, value in ((1, 20), (3, 22), (5, 30)):
    ...     _ = diary.log_measurement("tewl", value, "g/(m2.h)", at=f"2026-11-0{day}", site="palm")
    >>> _ = diary.log_measurement("tewl", 1.65, "mg/(cm2.h)", at="2026-11-25", site="palm")
    >>> lamella.measured_change(diary, "tewl", baseline=("2026-11-01", "2026-11-07")).percent
    -25.0
    """
    first, last = map(day_number, baseline)
    return _change_of(diary._core.measured_change(kind, site, first, last))


class FactorDefinition(TypedDict):
    """The keywords of ``diary.define_factor`` that a factor of the catalogue gives.

    >>> sorted(lamella.factor_catalogue()["wool"].definition)
    ['category', 'code', 'kind', 'name', 'unit']
    """

    code: str
    name: str
    category: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class CatalogueFactor:
    """A possible trigger: a proposal, and no finding about anybody.

    ``kind`` is presence, amount (0 is none) or continuous (it always has a value, as a temperature
    does). ``evidence`` is what the ``source`` found; both are "" where none was read.

    >>> lamella.factor_catalogue()["hot_weather"].evidence
    'on the same day P = .043'
    """

    code: str
    name: str
    category: str
    kind: str
    unit: str
    evidence: str
    source: str

    @property
    def definition(self) -> FactorDefinition:
        """What defines the factor in a diary.

        The ``silence`` of a continuous factor is explicit: a day without a record of it is not a
        day of 0.

        >>> sweat = lamella.factor_catalogue()["sweat"]
        >>> id = diary.define_factor(**sweat.definition, silence="implied_on_checked_days")
        >>> diary.get(id).fields["name"]
        'Sweating'
        """
        return {
            "code": self.code,
            "name": self.name,
            "category": self.category,
            "kind": self.kind,
            "unit": self.unit,
        }


def factor_catalogue() -> dict[str, CatalogueFactor]:
    """Possible triggers to begin a diary with, by code; a diary takes any other code as well.

    Figures of Langan 2009 are coefficients of the daily bother, 0 to 10, of 60 children, with 95 %
    intervals. Langan 2006 tested 18 variables at five lags in 25 children: some of its findings are
    chance.

    >>> [one.name for one in lamella.factor_catalogue().values() if one.category == "mind"]
    ['Stress', 'Sleep']
    """
    return {
        one.code: CatalogueFactor(
            code=one.code,
            name=one.name,
            category=one.category,
            kind=one.kind,
            unit=one.unit,
            evidence=one.evidence,
            source=one.source,
        )
        for one in _core.factor_catalogue()
    }
