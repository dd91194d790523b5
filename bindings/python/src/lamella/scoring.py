"""Scores of the field's instruments: pure functions of the answers.

Each function below is one instrument, and takes its answers as keywords, as one dict (item codes
with a dot, such as "trunk.area", need one), or as one sequence in the order of the items. An answer
of None is "asked and not answered". ``lamella.instrument(code)`` says what it asks, which answers
it allows, its bands and meaningful changes with their sources, and what holds for its wording:
none is shipped. Every function fails with ``InvalidArgument``, naming the item, for an answer that
is not allowed, and for an item that the instrument does not have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamella import _core
from lamella.errors import InvalidArgument

if TYPE_CHECKING:
    from lamella.entry import Entry

#: Answers by item, in the order of the items, or as answers.
Given = Mapping[str, float | None] | Sequence[float | None] | Sequence[_core.Answer]


@dataclass(frozen=True, slots=True)
class Score:
    """A total, or why there is none.

    ``band`` is the total's name in the bands that the instrument uses, if it has any. ``why_not``
    says why there is no total, else it is empty; ``remark`` says what to know of this one.
    ``answered`` items have an answer; of the others, ``counted_zero`` count as 0 by the
    instrument's own rule, and ``missing`` would be needed, the first of which is ``first_missing``.
    ``parts`` are regions or domains.

    >>> lamella.poem([1, 1, 1, 1, 1, 1, 0])
    Score(poem: 6, mild)
    >>> lamella.poem([1, 1])
    Score(poem: more than one item is not answered)
    """

    instrument: str
    version: int
    total: float | None
    band: str | None
    why_not: str
    remark: str
    answered: int
    counted_zero: int
    missing: int
    first_missing: str
    parts: dict[str, float]

    @property
    def is_complete(self) -> bool:
        """Whether there is a total, of answers to all items that it needs.

        >>> lamella.poem([1, 1, 1, 1, 1, 1]).is_complete
        False
        """
        return self.total is not None and self.counted_zero == 0

    def __repr__(self) -> str:
        if self.total is None:
            return f"Score({self.instrument}: {self.why_not})"
        band = f", {self.band}" if self.band else ""
        return f"Score({self.instrument}: {self.total:.10g}{band})"


def score(
    instrument: str | _core.Instrument,
    answers: Given,
    *,
    age: float | None = None,
    version: int = 0,
) -> Score:
    """The score of these answers to an instrument, named by its code.

    ``age`` in years decides the weights of EASI, and whether an instrument is meant for the person.
    Version 0 is the newest. Fails with ``InvalidArgument`` naming the item or the instrument.

    >>> score("viga_ad", {"grade": 3}).band
    'moderate'
    """
    known = _core.instrument(instrument, version) if isinstance(instrument, str) else instrument
    core = _core.score(known, answers_of(known, answers), age)
    return Score(
        instrument=known.code,
        version=known.version,
        total=core.total,
        band=core.band,
        why_not=core.why_not,
        remark=core.remark,
        answered=core.answered,
        counted_zero=core.counted_zero,
        missing=core.missing,
        first_missing=core.first_missing,
        parts=core.parts,
    )


def score_of(entry: Entry) -> Score:
    """The score of an entry's answers. Fails with ``InvalidArgument`` for another kind of entry.

    >>> id = diary.log_answers("viga_ad", [2], at="2026-11-25")
    >>> score_of(diary.get(id))
    Score(viga_ad: 2, mild)
    """
    body = entry.decode().body
    if not isinstance(body, _core.Answers):
        raise InvalidArgument("the entry has no answers to an instrument")
    return score(body.instrument, body.answers, age=body.age_years, version=body.version)


def answers_of(instrument: _core.Instrument, given: Given) -> list[_core.Answer]:
    """Answers as a record holds them."""
    if isinstance(given, Mapping):
        return [_core.Answer(item=item, value=value) for item, value in given.items()]
    answers = [one for one in given if isinstance(one, _core.Answer)]
    if answers:
        return answers
    values = [one for one in given if not isinstance(one, _core.Answer)]
    items = instrument.items
    if len(values) > len(items):
        raise InvalidArgument(f"{instrument.code} has {len(items)} items, not {len(values)}")
    return [
        _core.Answer(item=item.code, value=value)
        for item, value in zip(items, values, strict=False)
    ]


def _scored(
    code: str, given: Given | None, items: Mapping[str, float | None], age: float | None
) -> Score:
    if given is None:
        return score(code, items, age=age)
    if items:
        raise TypeError("give the answers as one argument or as keywords, not both")
    return score(code, given, age=age)


def adct(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """ADCT, control over a week: six items 0 to 4, their sum 0 to 24; all are needed. From 7 on it
    may not be under control (adcontroltool.com; the Dutch version says 6).

    >>> adct(severity=1, intense_itch=2, bother=1, sleep=1, daily_activities=1, mood=1)
    Score(adct: 7, may not be under control)
    """
    return _scored("adct", answers, items, age)


def body_surface_adult(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Affected body surface in percent by the rule of nines. Items are the affected percent of each
    area: head_neck.front, head_neck.back, arm.left, arm.right, trunk.front, trunk.back, leg.left,
    leg.right, genitals.

    >>> body_surface_adult([0, 0, 50, 50, 0, 0, 0, 0, 0])
    Score(body_surface_adult: 9, mild)
    """
    return _scored("body_surface_adult", answers, items, age)


def body_surface_infant(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """The same below two years, with the areas of the SCORAD sheet, which add up to 96.

    >>> body_surface_infant([100, 100, 0, 0, 0, 0, 0, 0, 0])
    Score(body_surface_infant: 17, moderate)
    """
    return _scored("body_surface_infant", answers, items, age)


def body_surface_palms(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Affected body surface in palms of the person with their fingers, each about 1 percent
    (Scarisbrick 2013).

    >>> body_surface_palms(palms=4.5)
    Score(body_surface_palms: 4.5, mild)
    """
    return _scored("body_surface_palms", answers, items, age)


def cdlqi(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """CDLQI, a child's quality of life over a week: ten items 0 to 3, their sum 0 to 30; an
    unanswered item counts as 0. Its bands (Waters 2010) are not confirmed.

    >>> cdlqi([1, 1, 0, 0, 0, 1, 0, 0, 2, 0], age=9)
    Score(cdlqi: 5, small effect)
    """
    return _scored("cdlqi", answers, items, age)


def dlqi(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """DLQI, quality of life over a week from 16 years on: ten items 0 to 3, their sum 0 to 30; one
    unanswered item counts as 0. Bands: Hongbo 2005.

    >>> dlqi([3, 2, 1, 0, 0, 2, 3, 3, 2, 1])
    Score(dlqi: 17, very large effect)
    """
    return _scored("dlqi", answers, items, age)


def easi(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """EASI, 0 to 72: the sum over head_neck, upper_limbs, trunk and lower_limbs of
    weight * area * (erythema + oedema + excoriation + lichenification).

    Items are REGION.SIGN (0, 1, 1.5, 2, 2.5, 3) and REGION.area (its score, 0 to 6) or
    REGION.area_percent. ``age`` decides the weights: .1 .2 .3 .4 from 8 years on, .2 .2 .3 .3
    before. A region of area 0 needs no signs. Bands: Leshem 2015, of the total rounded to one
    decimal. Source: Hanifin 2001.

    >>> easi({"head_neck.area": 0, "upper_limbs.area": 0, "lower_limbs.area": 0,
    ...       "trunk.area_percent": 35, "trunk.erythema": 2, "trunk.oedema": 1,
    ...       "trunk.excoriation": 1.5, "trunk.lichenification": 0}, age=30)
    Score(easi: 4.05, mild)
    """
    return _scored("easi", answers, items, age)


def lichenification(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Lichenification of one place, 0 to 3: the sign of SCORAD.

    >>> lichenification(lichenification=2)
    Score(lichenification: 2)
    """
    return _scored("lichenification", answers, items, age)


def objective_scorad(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Objective SCORAD, 0 to 83: extent / 5 + 7 * (sum of six signs) / 2.

    >>> objective_scorad(extent=20, erythema=1, oedema=1, oozing=0, excoriation=1,
    ...                  lichenification=1, dryness=1)
    Score(objective_scorad: 21.5, moderate)
    """
    return _scored("objective_scorad", answers, items, age)


def po_scorad(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """PO-SCORAD, 0 to 103: the items and the formula of SCORAD, filled in by the person.

    >>> po_scorad([20, 1, 1, 0, 1, 1, 1, 4, 2]).total
    27.5
    """
    return _scored("po_scorad", answers, items, age)


def poem(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """POEM, 0 to 28: on how many of seven days each of seven symptoms was there, 0 days is 0, 1-2
    is 1, 3-4 is 2, 5-6 is 3, every day is 4. One unanswered item counts as 0; of two ticked boxes
    the higher counts. Bands: Charman 2013.

    >>> poem(itch=4, sleep=2, bleeding=0, weeping=0, cracking=1, flaking=2, dryness=4)
    Score(poem: 13, moderate)
    """
    return _scored("poem", answers, items, age)


def posas_observer(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """POSAS 2.0 by an observer, 6 to 60: six items 1 to 10; the overall opinion stands apart.

    >>> posas_observer([2, 3, 2, 1, 1, 2]).total
    11.0
    """
    return _scored("posas_observer", answers, items, age)


def posas_patient(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """POSAS 2.0 by the person, 6 to 60: six items 1 to 10; the overall opinion stands apart.

    >>> posas_patient(pain=1, itch=4, colour=3, stiffness=2, thickness=2, irregularity=1).total
    13.0
    """
    return _scored("posas_patient", answers, items, age)


def pruritus_nrs(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Peak pruritus NRS, 0 to 10: the worst itch of 24 hours. Bands: Silverberg 2018.

    >>> pruritus_nrs(worst_itch=6)
    Score(pruritus_nrs: 6, moderate)
    """
    return _scored("pruritus_nrs", answers, items, age)


def recap(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """RECAP, control over a week, 0 to 28: seven items 0 to 4. One unanswered item counts as 0; of
    two ticked boxes the higher counts. It has no published band for what a person answers.

    >>> recap([1, 2, 1, 0, 1, 1, 2])
    Score(recap: 8)
    """
    return _scored("recap", answers, items, age)


def scorad(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """SCORAD, 0 to 103: extent / 5 + 7 * (sum of six signs) / 2 + pruritus + sleep_loss.
    ``extent`` is in percent, signs are 0 to 3, and the last two 0 to 10, means of three days.

    >>> scorad(extent=20, erythema=1, oedema=1, oozing=0, excoriation=1, lichenification=1,
    ...        dryness=1, pruritus=4, sleep_loss=2)
    Score(scorad: 27.5, moderate)
    """
    return _scored("scorad", answers, items, age)


def sleep_nrs(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Sleep disturbance NRS, 0 to 10, of the last night; 10 is worst.

    >>> sleep_nrs(sleep_disturbance=3)
    Score(sleep_nrs: 3)
    """
    return _scored("sleep_nrs", answers, items, age)


def three_item_severity(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Three Item Severity score, 0 to 9: erythema, oedema and excoriation of one lesion, 0 to 3
    each.

    >>> three_item_severity(erythema=2, oedema=1, excoriation=1)
    Score(three_item_severity: 4, moderate)
    """
    return _scored("three_item_severity", answers, items, age)


def vancouver_scar(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """Vancouver scar scale, 0 to 13: vascularity 0 to 3, pigmentation 0 to 2, pliability 0 to 5,
    height 0 to 3.

    >>> vancouver_scar(vascularity=1, pigmentation=1, pliability=2, height=0).total
    4.0
    """
    return _scored("vancouver_scar", answers, items, age)


def viga_ad(
    answers: Given | None = None, /, *, age: float | None = None, **items: float | None
) -> Score:
    """vIGA-AD, 0 to 4: one grade for the whole skin.

    >>> viga_ad(grade=1)
    Score(viga_ad: 1, almost clear)
    """
    return _scored("viga_ad", answers, items, age)


def meaningful_change(
    instrument: str, before: float, after: float
) -> _core.MeaningfulChange | None:
    """What a change of the total means: the last of the instrument's ``changes`` that it reaches,
    up or down; None when it reaches none.

    >>> meaningful_change("poem", before=14, after=10).meaning
    'very likely important'
    """
    return _core.meaningful_change(_core.instrument(instrument), before, after)
