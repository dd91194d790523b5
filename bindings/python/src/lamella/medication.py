"""Topical steroids: how strong one is, how much a body takes, and how much a diary says was used.

Tables with their sources, never a guess: what no source gives a class or a figure has none. It is
no advice: what to apply, and how much, a prescriber says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamella import _core
from lamella.when import Day, optional_day_number

if TYPE_CHECKING:
    from lamella.diary import Diary

#: Grams of a fingertip unit of a man; a woman's weighs 0.4 g (DermNet, fingertip unit).
GRAMS_PER_UNIT = 0.5


@dataclass(frozen=True, slots=True, repr=False)
class SteroidPotency:
    """The classes of a topical steroid at one strength in one vehicle, each with its source.

    ``drug`` is its name in the table, empty for a drug that is none of it. ``uk`` is mild,
    moderate, potent or very potent, ``us`` is I (the strongest) to VII; None is not known. The
    remarks name what another source says.

    >>> lamella.steroid_potency("triamcinolone", 0.1, "ointment").us_remark
    'IV in other charts (droracle.ai 486459; without a vehicle, UCSF Oakland)'
    """

    drug: str
    uk: str | None
    us: str | None
    uk_source: str
    us_source: str
    uk_remark: str
    us_remark: str

    def __repr__(self) -> str:
        known = [f"UK {self.uk}" if self.uk else "", f"US {self.us}" if self.us else ""]
        classes = ", ".join(filter(None, known)) or "no class known"
        return f"SteroidPotency({f'{self.drug}: ' if self.drug else ''}{classes})"


def steroid_potency(drug: str, percent: float, vehicle: str = "") -> SteroidPotency:
    """How strong a topical steroid is, in the four groups of the UK and the seven classes of the
    US, by its name (INN; some synonyms are known), its strength in percent, and its vehicle.

    UK groups are those of formularies of the NHS and of one textbook chapter, US classes those of
    Children's Mercy and the National Psoriasis Foundation; both stand row by row in
    core/src/clinical/README.md. Another strength or vehicle of a known drug has no class, nor has
    a vehicle that is left out where the class depends on it.

    >>> steroid_potency("mometasone", 0.1, "cream")
    SteroidPotency(mometasone furoate: UK potent, US IV)
    >>> steroid_potency("mometasone", 0.1, "ointment").us
    'II'
    >>> steroid_potency("mometasone", 0.2, "cream")
    SteroidPotency(mometasone furoate: no class known)
    """
    uk, us = _core.steroid_potency(drug, percent, vehicle)
    return SteroidPotency(
        drug=_core.steroid_name(drug),
        uk=uk.uk if uk else None,
        us=us.us if us else None,
        uk_source=uk.source if uk else "",
        us_source=us.source if us else "",
        uk_remark=uk.remark if uk else "",
        us_remark=us.remark if us else "",
    )


def fingertip_units(region: str, *, age: float | None = None) -> float:
    """Fingertip units, of an adult's finger, that one application to a region takes.

    ``region`` is face_neck, trunk_front, trunk_back, one arm_and_hand, one leg_and_foot, or
    whole_body; of adults also one arm, hand, leg or foot. ``age`` in years chooses the column, by
    default the adult's, which Lamella begins at 18: 3 to 6 months, 1 to 2, 3 to 5, 6 to 10 years.
    Fails with ``InvalidArgument`` for an age between them, and a region without a figure.

    Sources: NHS Somerset formulary (adults), guiafarmapediatrica.es
    2013 (children). The Australian Medicines Handbook has another table of children.

    >>> fingertip_units("arm_and_hand"), fingertip_units("arm_and_hand", age=4)
    (4.0, 2.0)
    >>> fingertip_units("whole_body") * 0.5  # grams
    20.25
    """
    return _core.fingertip_units(region, math.nan if age is None else age)


def fingertip_units_of_area(square_cm: float) -> float:
    """Fingertip units that an area of skin takes: one covers 286 square centimetres (Long and
    Finlay 1991, 30 adults, standard deviation 80).

    >>> fingertip_units_of_area(572)
    2.0
    """
    return _core.fingertip_units_of_area(square_cm)


def dose_grams(dose: _core.Dose, *, grams_per_unit: float = GRAMS_PER_UNIT) -> float | None:
    """Grams of a dose: those recorded, else its fingertip units by weight, else None.

    A unit weighs 0.5 g from a man's finger and 0.4 g from a woman's (DermNet, fingertip unit).

    >>> dose_grams(lamella.Dose(drug="mometasone", fingertip_units=6), grams_per_unit=0.4)
    2.4000000000000004
    """
    return _core.dose_grams(dose.grams, dose.fingertip_units, grams_per_unit)


@dataclass(frozen=True, slots=True, repr=False)
class SteroidUse:
    """How much of topical steroids was used, and on how many days none.

    Of ``answered_days``, ``steroid_free_days`` have no dose of a topical or systemic steroid;
    ``steroid_free_share`` is their quotient, None without an answered day. ``grams`` of topical
    ones are by UK class, ``grams_of_unknown_class`` beside them, and ``without_amount`` of the
    ``topical_doses`` are in neither. ``potency_weighted_grams`` count a gram of a mild one once, of
    a moderate one twice, of a potent one three and of a very potent one four times: a convention of
    Lamella without any source, to compare one person with themselves. ``other_drugs`` were counted
    as no steroid.

    >>> _ = diary.log_dose("Elocon", at="2026-11-25")
    >>> lamella.steroid_use(diary).other_drugs
    ('Elocon',)
    """

    answered_days: int
    steroid_free_days: int
    steroid_free_share: float | None
    topical_doses: int
    systemic_doses: int
    without_amount: int
    grams: dict[str, float]
    grams_of_unknown_class: float
    potency_weighted_grams: float
    other_drugs: tuple[str, ...]

    @property
    def total_grams(self) -> float:
        """Grams of topical steroids of all classes, and of none.

        >>> _ = diary.log_dose("mometasone", grams=2, at="2026-11-25")
        >>> lamella.steroid_use(diary).total_grams
        2.0
        """
        return sum(self.grams.values()) + self.grams_of_unknown_class

    def __repr__(self) -> str:
        return (
            f"<lamella.SteroidUse: {self.steroid_free_days} of {self.answered_days} answered days"
            f" without a steroid, {self.total_grams:.10g} g in {self.topical_doses} doses>"
        )


def steroid_use(
    diary: Diary,
    start: Day | None = None,
    end: Day | None = None,
    *,
    grams_per_unit: float = GRAMS_PER_UNIT,
    topical: Iterable[str] = (),
    systemic: Iterable[str] = (),
) -> SteroidUse:
    """How much of topical steroids a diary says was used, from ``start`` to ``end``, both included.

    An answered day is one on which a person wrote down a symptom, an exposure, a dose, a day check
    or answers, from the diary's first dose on: a day of silence is never a day without a steroid,
    nor is one in a diary that is kept without medicines. A strength in "%" or "mg/g"
    decides the class, with the vehicle. ``topical`` and ``systemic`` name drugs, as the diary
    writes them, that are steroids and not in the table; of the systemic ones none is. A drug of the
    table counts in whatever way it is taken: write a nasal spray down by another name.

    >>> for day, units in (("2026-11-24", 2), ("2026-11-25", 4)):
    ...     _ = diary.log_dose("mometasone", strength=0.1, strength_unit="%", vehicle="cream",
    ...                        fingertip_units=units, at=day)
    >>> _ = diary.log_symptom("itch", 2, at="2026-11-26")
    >>> use = steroid_use(diary)
    >>> use
    <lamella.SteroidUse: 1 of 3 answered days without a steroid, 3 g in 2 doses>
    >>> use.grams["potent"], use.potency_weighted_grams
    (3.0, 9.0)
    """
    if isinstance(topical, str) or isinstance(systemic, str):
        raise TypeError("topical and systemic are lists of drugs")
    core = diary._core.steroid_use(
        optional_day_number(start),
        optional_day_number(end),
        grams_per_unit,
        list(topical),
        list(systemic),
    )
    return SteroidUse(
        answered_days=core.answered_days,
        steroid_free_days=core.steroid_free_days,
        steroid_free_share=core.steroid_free_share,
        topical_doses=core.topical_doses,
        systemic_doses=core.systemic_doses,
        without_amount=core.without_amount,
        grams=core.grams,
        grams_of_unknown_class=core.grams_of_unknown_class,
        potency_weighted_grams=core.potency_weighted_grams,
        other_drugs=tuple(core.other_drugs),
    )
