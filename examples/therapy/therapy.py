"""A course of stem cell therapy from harvest to follow-up: recorded, then told as it was.

    therapy.py

The person and the numbers are made up. The diary lives in a temporary folder and is gone at the
end. Stem cell therapy for eczema is unproven; this shows how a course is kept and judged, and is no
advice.
"""

import secrets
import tempfile
from datetime import date, timedelta
from pathlib import Path

import lamella

CONSENT = date(2026, 1, 12)
FIRST_INFUSION = date(2026, 3, 2)
AGE = 34
REGIONS = ("head_neck", "upper_limbs", "trunk", "lower_limbs")
SIGNS = ("erythema", "oedema", "excoriation", "lichenification")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lamella-") as folder:
        path = Path(folder) / "diary.db"
        with lamella.create(path, device_key=secrets.token_bytes(32)) as diary:
            course = record_course(diary)
            record_follow_up(diary, course)
            tell(diary, course)


def record_course(diary: lamella.Diary) -> bytes:
    """Plan, harvest, product with its release tests, two infusions; the id of the course."""
    course = diary.log(
        lamella.Course(
            name="own fat cells",
            tissue="adipose",
            donor="autologous",
            administrations=2,
            interval_days=28,
            definition="easi_75",
            identity="A9999 26 000123",
        ),
        at=CONSENT,
    )
    diary.log(
        lamella.Harvest(course=course, method="liposuction", volume_ml=120, site="abdomen"),
        at=CONSENT + timedelta(days=14),
    )
    product = diary.log(
        lamella.CellProduct(
            course=course,
            lot="L7",
            processing=[
                lamella.ProcessingStep(step="collagenase"),
                lamella.ProcessingStep(step="expansion"),
            ],
            passage=3,
            cells=2e8,
            viability=93.5,
            viability_method="trypan blue",
            preservation="cryopreserved",
        ),
        at=CONSENT + timedelta(days=44),
    )
    for test, kind, limit, result, unit in (
        ("viability", "at_least", 80, 93.5, "%"),
        ("cd105", "at_least", 95, 98.1, "%"),
        ("cd45", "at_most", 2, 0.4, "%"),
        ("endotoxin", "at_most", 0.5, 0.1, "{EU}/mL"),
    ):
        diary.log(
            lamella.ReleaseTest(
                product=product,
                test=test,
                limit_kind=kind,
                limit=limit,
                result=result,
                unit=unit,
                passed=True,
            ),
            at=CONSENT + timedelta(days=45),
        )
    for number in range(2):
        diary.log(
            lamella.Administration(
                course=course, product=product, route="intravenous", volume_ml=100, cells=1e8
            ),
            at=FIRST_INFUSION + timedelta(days=28 * number),
        )
    return course


def record_follow_up(diary: lamella.Diary, course: bytes) -> None:
    """EASI and POEM every four weeks, a fever, and less and less of a steroid."""
    fever = lamella.AdverseEvent(
        course=course, term="fever", grade=1, relatedness="possible", outcome="resolved"
    )
    diary.log(fever, at=FIRST_INFUSION + timedelta(days=1), note="38.3 in the evening")
    for weeks, sign, area, poem in ((0, 2, 4, 3), (4, 2, 3, 2), (8, 1.5, 2, 2), (12, 1, 2, 1)):
        day = FIRST_INFUSION + timedelta(weeks=weeks)
        answers = {f"{region}.{name}": sign for region in REGIONS for name in SIGNS}
        areas = {f"{region}.area": area for region in REGIONS}
        diary.log_answers("easi", {**answers, **areas}, at=day, age=AGE)
        diary.log_answers("poem", [poem] * 7, at=day)
    for day in range(7 * 12):
        when = FIRST_INFUSION + timedelta(days=day)
        diary.log_symptom("itch", round(7 - day / 16), at=when)
        if day % (2 + day // 14) == 0:
            diary.log_dose(
                "mometasone furoate",
                strength=0.1,
                strength_unit="%",
                vehicle="cream",
                fingertip_units=4,
                at=when,
            )


def tell(diary: lamella.Diary, course: bytes) -> None:
    """The timeline, the scores, the answer with its placebo rates, steroids and adverse events."""
    print("A course of cell therapy, made up. It is no advice, and such therapy is unproven.\n")
    plan = diary.get(course).fields
    print(f"{plan['name']}: {plan['donor'].name.lower()}, {plan['tissue'].name.lower()}")
    for entry in diary.query(
        kind=("course", "harvest", "cell_product", "release_test", "administration")
    ):
        print(f"  {entry.fields['local_day']}  {step(entry)}")

    for problem in diary.course_problems(course):
        print(f"  look again: {problem}")

    scores = diary.scores().to_pandas()
    print("\nScores")
    for row in scores.sort_values(["instrument", "local_day"]).itertuples():
        print(f"  {row.local_day:%Y-%m-%d}  {row.instrument:5} {row.total:5.1f}  {row.band}")

    easi = scores[scores["instrument"] == "easi"]["total"]
    print()
    print(
        lamella.respond(
            plan["definition"], easi.iloc[0], easi.iloc[-1], week=12, topical_steroid=True
        ).summary()
    )

    use = lamella.steroid_use(diary)
    print("\nTopical steroids")
    print(f"  {use.steroid_free_days} of {use.answered_days} answered days without one")
    for potency, grams in use.grams.items():
        print(f"  {potency}: {grams:.1f} g")

    print("\nAdverse events")
    for entry in diary.query(kind="adverse_event"):
        event = entry.fields
        related = event["relatedness"].name.lower()
        print(f"  {event['local_day']}  {event['term']}, grade {event['grade']}, {related}")


def step(entry: lamella.Entry) -> str:
    fields = entry.fields
    match entry.kind:
        case "course":
            return f"consent; {fields['administrations']} administrations planned"
        case "harvest":
            return f"{fields['method']}, {fields['volume_ml']:g} mL, {fields['site']}"
        case "cell_product":
            return (
                f"product {fields['lot']}: {fields['cells']:.0e} cells, passage {fields['passage']}"
            )
        case "release_test":
            passed = "passed" if fields["passed"] else "did not pass"
            return f"{fields['test']} {fields['result']:g} {fields['unit']}: {passed}"
    return f"{fields['route']}, {fields['cells']:.0e} cells"


if __name__ == "__main__":
    main()
