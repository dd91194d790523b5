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
            plan = record_steroid(diary)
            lesion = record_lesion(diary)
            tell_course(diary, course)
            tell_outcome(diary, course)
            tell_steroid(diary, plan)
            tell_lesion(diary, lesion)


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
            follow_ups=[lamella.FollowUp(after_days=days, subject="easi") for days in (28, 56, 84)],
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
            at=f"{FIRST_INFUSION + timedelta(days=28 * number)}T10:00Z",
            end=f"{FIRST_INFUSION + timedelta(days=28 * number)}T11:00Z",
        )
    return course


def record_follow_up(diary: lamella.Diary, course: bytes) -> None:
    """A fever with the temperatures around it, EASI and POEM every four weeks, itch each day."""
    fever = lamella.AdverseEvent(
        course=course, term="fever", grade=1, relatedness="possible", outcome="resolved"
    )
    diary.log(fever, at=f"{FIRST_INFUSION}T22:00Z", note="gone in the morning")
    for hour, degrees in ((17, 37.4), (22, 38.3), (34, 36.9)):
        moment = f"{FIRST_INFUSION + timedelta(days=hour // 24)}T{hour % 24:02}:00Z"
        diary.log_measurement("body_temperature", degrees, "Cel", at=moment)
    for weeks, sign, area, poem in ((0, 2, 4, 3), (4, 2, 3, 2), (8, 1.5, 2, 2), (12, 1, 2, 1)):
        day = FIRST_INFUSION + timedelta(weeks=weeks)
        answers = {f"{region}.{name}": sign for region in REGIONS for name in SIGNS}
        areas = {f"{region}.area": area for region in REGIONS}
        diary.log_answers("easi", {**answers, **areas}, at=day, age=AGE)
        diary.log_answers("poem", [poem] * 7, at=day)
    for day in range(7 * 12):
        itch = round(7 - day / 16)
        diary.log_symptom("itch", itch, at=FIRST_INFUSION + timedelta(days=day))


def record_steroid(diary: lamella.Diary) -> bytes:
    """A plan for a steroid on two days a week, and what was taken of it; the id of the plan."""
    mometasone = {"drug": "mometasone furoate", "strength_unit": "%", "vehicle": "cream"}
    phases = [lamella.DosePhase(days=84, days_per_week=2, strength=0.1)]
    plan = diary.log(lamella.DosePlan(**mometasone, phases=phases), at=FIRST_INFUSION)
    for week in range(12):
        monday = FIRST_INFUSION + timedelta(weeks=week)
        diary.log_dose(**mometasone, strength=0.1, fingertip_units=4, at=monday)
        if week < 6:
            thursday = monday + timedelta(days=3)
            diary.log_dose(**mometasone, not_taken=week == 4, at=thursday)
    return plan


def record_lesion(diary: lamella.Diary) -> bytes:
    """The left elbow every four weeks; the id of the lesion."""
    lesion = diary.log(lamella.Lesion(site="elbow.left", kind="eczema"), at=FIRST_INFUSION)
    for weeks, length, redness in ((0, 60, 3), (4, 45, 2), (8, 20, 1.5), (12, 0, 0)):
        seen = lamella.LesionAssessment(
            lesion=lesion, length_mm=length, width_mm=length / 2, erythema=redness
        )
        diary.log(seen, at=FIRST_INFUSION + timedelta(weeks=weeks))
    return lesion


def tell_course(diary: lamella.Diary, course: bytes) -> None:
    """The timeline, what looks wrong in it, the cells, the adverse events, what was not asked."""
    print("A course of cell therapy, made up. It is no advice, and such therapy is unproven.\n")
    plan = diary.get(course).fields
    print(f"{plan['name']}: {plan['donor'].name.lower()}, {plan['tissue'].name.lower()}")
    for entry in diary.query(
        kind=("course", "harvest", "cell_product", "release_test", "administration")
    ):
        print(f"  {entry.fields['local_day']}  {step(entry)}")

    for problem in diary.course_problems(course):
        print(f"  look again: {problem}")

    product = next(iter(diary.query(kind="cell_product")))
    criteria = diary.product_criteria(product.id)
    states = [one.state for one in criteria.criteria]
    met, tested = states.count("met"), len(states) - states.count("not_tested")
    print(f"\nOf {len(states)} criteria of stromal cells {met} met, of {tested} tested")

    print("\nAdverse events")
    onsets = diary.course_onsets(course)
    for entry in diary.query(kind="adverse_event"):
        event = entry.fields
        onset = " or ".join(onsets[entry.id]).replace("_", " ")
        judged = f"grade {event['grade']}, {event['relatedness'].name.lower()}, {onset}"
        print(f"  {event['local_day']}  {event['term']}, {judged}")
    reminders = diary.course_reminders(course)
    for subject in ("body_temperature", "easi"):
        asked = [one.done for one in reminders if one.subject == subject]
        print(f"  {subject}: {sum(asked)} of {len(asked)} planned are there")


def tell_outcome(diary: lamella.Diary, course: bytes) -> None:
    """The scores, the answer with its placebo rates, and flares by a rule chosen before."""
    scores = diary.scores().to_pandas()
    print("\nScores")
    for row in scores.sort_values(["instrument", "local_day"]).itertuples():
        print(f"  {row.local_day:%Y-%m-%d}  {row.instrument:5} {row.total:5.1f}  {row.band}")

    easi = scores[scores["instrument"] == "easi"]["total"]
    print()
    definition = diary.get(course).fields["definition"]
    first, last = easi.iloc[0], easi.iloc[-1]
    print(lamella.respond(definition, first, last, week=12, topical_steroid=True).summary())

    flares = diary.flares("vas_above_4", "itch")
    days = f"{flares.flare_days} of {flares.answered_days} answered days"
    print(f"\nItch above 4 of 10 ({flares.rule.source}): {days}")


def tell_steroid(diary: lamella.Diary, plan: bytes) -> None:
    """How the plan was kept, and what was used."""
    doses = diary.adherence(plan, today=FIRST_INFUSION + timedelta(weeks=12)).doses
    use = lamella.steroid_use(diary)
    print("\nTopical steroids")
    kept = f"{doses.taken} taken, {doses.not_taken} not taken, {doses.not_recorded} not recorded"
    print(f"  of {doses.planned} planned doses {kept}")
    print(f"  {use.steroid_free_days} of {use.answered_days} answered days without one")
    for potency, grams in use.grams.items():
        if grams > 0:
            print(f"  {potency}: {grams:.1f} g, and {use.without_amount} doses without an amount")


def tell_lesion(diary: lamella.Diary, lesion: bytes) -> None:
    """The series of a lesion, and how it healed."""
    series = diary.lesion_series(lesion).to_pandas()
    areas = series[series["quantity"] == "area"]
    print(f"\n{diary.get(lesion).fields['site']}")
    for row in areas.itertuples():
        print(f"  {row.local_day:%Y-%m-%d}  {row.value / 100:5.1f} cm2")
    print(f"  healed in {diary.lesion_healing(lesion).days_to_healing} days")


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
