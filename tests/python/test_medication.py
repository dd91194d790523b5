"""Topical steroids in Python: classes, fingertip units, and what a diary says was used."""

from pathlib import Path

import pytest

import lamella
from lamella import _core

PAGE = Path(__file__).parents[2] / "core" / "src" / "clinical" / "README.md"


def cream(diary, drug, day, strength=None, vehicle="cream", **amount):
    unit = "" if strength is None else "%"
    return diary.log_dose(
        drug, strength=strength, strength_unit=unit, vehicle=vehicle, at=day, **amount
    )


@pytest.mark.parametrize(
    ("drug", "percent", "vehicle", "uk", "us"),
    [
        ("hydrocortisone", 1, "cream", "mild", "VII"),
        ("clobetasone butyrate", 0.05, "cream", "moderate", None),
        ("mometasone furoate", 0.1, "ointment", "potent", "II"),
        ("Mometasone", 0.1, "lotion", "potent", "IV"),
        ("mometasone furoate", 0.1, "", "potent", None),
        ("clobetasol propionate", 0.05, "foam", "very potent", "I"),
        ("triamcinolone", 0.1, "ointment", "potent", "III"),
        ("desonide", 0.05, "cream", None, "VI"),
        ("mometasone furoate", 1, "cream", None, None),
        ("tacrolimus", 0.1, "ointment", None, None),
    ],
)
def test_a_steroid_has_its_classes_or_none(drug, percent, vehicle, uk, us):
    found = lamella.steroid_potency(drug, percent, vehicle)
    assert (found.uk, found.us) == (uk, us)
    assert bool(found.uk_source) == (uk is not None)
    assert bool(found.us_source) == (us is not None)


def test_classes_say_what_they_are_of():
    assert repr(lamella.steroid_potency("halobetasol", 0.05, "cream")) == (
        "SteroidPotency(ulobetasol propionate: US I)"
    )
    assert repr(lamella.steroid_potency("tacrolimus", 0.1)) == "SteroidPotency(no class known)"
    assert "moderate" in lamella.steroid_potency("betamethasone dipropionate", 0.05).uk_remark


def test_fingertip_units_by_region_and_age():
    assert lamella.fingertip_units("face_neck") == 2.5
    assert lamella.fingertip_units("trunk_back", age=0.5) == 1.5
    assert lamella.fingertip_units("whole_body", age=1.5) == 13.5
    assert lamella.fingertip_units("whole_body", age=40) == 40.5
    for age in (0.1, 0.7, 14, -1):
        with pytest.raises(lamella.InvalidArgument):
            lamella.fingertip_units("face_neck", age=age)
    with pytest.raises(lamella.InvalidArgument, match=r"arm_and_hand .* not for hand"):
        lamella.fingertip_units("hand", age=4)
    with pytest.raises(lamella.InvalidArgument, match=r"region is one of face_neck, .* whole_body"):
        lamella.fingertip_units("elbow")
    assert lamella.fingertip_units_of_area(1000) == pytest.approx(3.50, abs=0.005)


def test_grams_of_a_dose():
    units = lamella.Dose(drug="x", fingertip_units=6)
    assert lamella.dose_grams(units) == 3
    assert lamella.dose_grams(units, grams_per_unit=0.4) == pytest.approx(2.4)
    assert lamella.dose_grams(lamella.Dose(drug="x", grams=2)) == 2
    assert lamella.dose_grams(lamella.Dose(drug="x")) is None
    with pytest.raises(lamella.InvalidArgument, match="weighs nothing"):
        lamella.dose_grams(units, grams_per_unit=0)


def test_what_a_diary_says_was_used(diary):
    cream(diary, "hydrocortisone", "2026-11-20", 1, grams=2)
    cream(diary, "Mometasone", "2026-11-20", 0.1, fingertip_units=3)
    diary.log_dose("clobetasol", strength=0.5, strength_unit="mg/g", grams=0.25, at="2026-11-21")
    cream(diary, "mometasone", "2026-11-22", grams=4)
    cream(diary, "mometasone", "2026-11-23", 0.1, not_taken=True)
    cream(diary, "emollient", "2026-11-24", grams=30)
    cream(diary, "mometasone", "2026-11-25", 0.1)
    diary.log_symptom("itch", 3, at="2026-11-26")
    use = lamella.steroid_use(diary)
    assert use.grams == {"mild": 2, "moderate": 0, "potent": 1.5, "very potent": 0.25}
    assert use.grams_of_unknown_class == 4
    assert use.total_grams == 7.75
    assert use.potency_weighted_grams == 2 * 1 + 1.5 * 3 + 0.25 * 4
    assert (use.topical_doses, use.systemic_doses, use.without_amount) == (5, 0, 1)
    assert (use.answered_days, use.steroid_free_days) == (7, 3)
    assert use.steroid_free_share == pytest.approx(3 / 7)
    assert use.other_drugs == ("emollient",)
    assert lamella.steroid_use(diary, grams_per_unit=0.4).grams["potent"] == pytest.approx(1.2)


def test_both_ends_of_a_span_are_in_it(diary):
    for day in range(20, 26):
        cream(diary, "mometasone", f"2026-11-{day}", 0.1, grams=1)
    use = lamella.steroid_use(diary, "2026-11-21", "2026-11-23")
    assert (use.answered_days, use.total_grams) == (3, 3)
    assert lamella.steroid_use(diary, end="2026-11-21").answered_days == 2
    empty = lamella.steroid_use(diary, start="2026-12-01")
    assert (empty.answered_days, empty.steroid_free_share) == (0, None)


def test_a_day_before_the_first_dose_is_not_answered(diary):
    for day in range(20, 26):
        diary.log_symptom("itch", 3, at=f"2026-11-{day}")
    assert lamella.steroid_use(diary).steroid_free_share is None
    cream(diary, "mometasone", "2026-11-23", not_taken=True)
    use = lamella.steroid_use(diary)
    assert (use.answered_days, use.steroid_free_days) == (3, 3)
    assert lamella.steroid_use(diary, start="2026-11-24").answered_days == 2
    assert lamella.steroid_use(diary, end="2026-11-22").answered_days == 0


def test_a_day_that_a_device_alone_wrote_is_not_answered(diary):
    cream(diary, "mometasone", "2026-11-19")
    for kind, day in (("device", "2026-11-20"), ("person", "2026-11-21")):
        origin = lamella.Origin(source="x", kind=kind)
        body = lamella.Symptom(item="scratching", score=1)
        diary.put(lamella.Record(when=lamella.when(day), origin=origin, body=body))
    diary.log_measurement("tewl", 18, "g/(m2.h)", at="2026-11-22")
    diary.define_factor("sweat")
    use = lamella.steroid_use(diary)
    assert (use.answered_days, use.steroid_free_days) == (2, 1)


def test_drugs_that_the_table_does_not_know_are_named_by_the_caller(diary):
    diary.log_dose("prednisolone", strength=20, strength_unit="mg", at="2026-11-20")
    cream(diary, "Elocon", "2026-11-21", 0.1, grams=2)
    diary.log_dose("dupilumab", at="2026-11-22")
    unaided = lamella.steroid_use(diary)
    assert unaided.steroid_free_days == 3
    assert unaided.other_drugs == ("Elocon", "dupilumab", "prednisolone")
    use = lamella.steroid_use(diary, topical=["Elocon"], systemic=["prednisolone"])
    assert (use.steroid_free_days, use.systemic_doses, use.topical_doses) == (1, 1, 1)
    assert (use.grams_of_unknown_class, use.potency_weighted_grams) == (2, 0)
    assert use.other_drugs == ("dupilumab",)
    with pytest.raises(TypeError, match="lists of drugs"):
        lamella.steroid_use(diary, systemic="prednisolone")


def test_the_tables_of_the_page_are_those_of_the_code():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for row in _core.steroid_rows():
        vehicles = ", ".join(row.vehicles) or "any"
        remark = f"; {row.remark}" if row.remark else ""
        assert (
            f"| {row.drug} | {row.percent:g} | {vehicles} | {row.uk or ''} | {row.us or ''}"
            f" | {row.source}{remark} |"
        ) in lines
    start = lines.index("| drug | % | vehicle | UK | US | source |") + 2
    assert lines[start + len(_core.steroid_rows())] == ""

    ages = (0.3, 1, 4, 7, 30)  # one a column

    def units(region, age):
        try:
            return f"{lamella.fingertip_units(region, age=age):g}"
        except lamella.InvalidArgument:
            return ""

    regions = ["face_neck", "trunk_front", "trunk_back", "arm", "hand", "leg", "foot"]
    for region in (*regions, "arm_and_hand", "leg_and_foot", "whole_body"):
        cells = [units(region, age) for age in ages]
        assert f"| {region} | {' | '.join(cells)} |" in lines
