"""Every kind of record goes in and comes out, and what a newer version wrote stays."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire import UNKNOWN_BODY, WHEN, WHEN_OF_THE_FUTURE, field

import lamella

DAY = lamella.When(
    local_day=20782,
    utc_ms=1795590000000,
    offset_min=60,
    zone="Europe/Paris",
    end_utc_ms=1795593600000,
)
BODIES = [
    lamella.Symptom(
        item="itch",
        score=6.5,
        scale=lamella.Scale(min=0, max=100),
        recall="last_24_hours",
        site="elbow.left",
    ),
    lamella.Symptom(item="itch", score=0),
    lamella.Symptom(item="itch"),
    lamella.Exposure(factor="sweat", present=False),
    lamella.Exposure(factor="pollen.birch", amount=-3.25, unit="/m3", site="face"),
    lamella.Measurement(
        kind="tewl",
        value=18.2,
        unit="g/(m2.h)",
        site="elbow.left",
        device="TM300",
        room_temperature=21.5,
        room_humidity=40,
        reference_low=5,
        reference_high=25.5,
    ),
    lamella.Measurement(kind="tewl", unit="g/(m2.h)"),
    lamella.Answers(
        instrument="easi",
        version=1,
        answers=[lamella.Answer(item="trunk.area", value=0), lamella.Answer(item="trunk.oedema")],
        age_years=7.5,
    ),
    lamella.Answers(instrument="vancouver_scar", version=1, site="knee.left"),
    lamella.Course(
        name="own fat cells",
        tissue="adipose",
        donor="autologous",
        consent_day=20700,
        administrations=2,
        interval_days=28,
        definition="easi_50",
        identity="A9999 26 123456",
        follow_ups=[
            lamella.FollowUp(after_days=28, subject="easi"),
            lamella.FollowUp(after_days=84, subject="tewl"),
        ],
    ),
    lamella.Harvest(course=b"c" * 16, method="liposuction", volume_ml=120, site="abdomen"),
    lamella.CellProduct(
        course=b"c" * 16,
        lot="L7",
        processing=[
            lamella.ProcessingStep(step="collagenase", local_day=20720, detail="GMP grade"),
            lamella.ProcessingStep(step="wash"),
        ],
        passage=3,
        doublings=7.5,
        cells=2e8,
        viability=93.5,
        viability_method="trypan blue",
        volume_ml=20,
        preservation="cryopreserved",
        medium="DMSO 10 %",
        storage_temperature=-150,
        expiry_day=21000,
    ),
    lamella.ReleaseTest(
        product=b"p" * 16,
        test="viability",
        limit_kind="at_least",
        limit=80,
        result=93.5,
        unit="%",
        passed=True,
    ),
    lamella.ReleaseTest(product=b"p" * 16, test="sterility", outcome="no growth in 14 days"),
    lamella.Administration(
        course=b"c" * 16,
        product=b"p" * 16,
        route="subcutaneous",
        site="upper_arm.left",
        volume_ml=0.3,
        cells=1e7,
        premedication="none",
    ),
    lamella.AdverseEvent(
        term="injection_site_reaction",
        grade=1,
        relatedness="definite",
        serious=False,
        outcome="resolved",
        end_day=20783,
        site="upper_arm.left",
    ),
    lamella.Dose(
        drug="hydrocortisone",
        strength=1,
        strength_unit="%",
        vehicle="ointment",
        fingertip_units=2,
        site="elbow.left",
    ),
    lamella.Dose(drug="tacrolimus", grams=0.5),
    lamella.Dose(drug="dupilumab", not_taken=True),
    lamella.DayCheck(factors=["sweat", "wool"]),
    lamella.DayCheck(),
    lamella.Factor(
        code="sweat",
        name="Sweating ☀",
        category="activity",
        kind="presence",
        silence="implied_on_checked_days",
        since_day=20000,
    ),
    lamella.Attachment(
        content=b"c" * 16, size=7, hash=b"h" * 32, media_type="image/jpeg", site="elbow.left"
    ),
    lamella.Attachment(
        content=b"d" * 16, size=7, hash=b"h" * 32, media_type="image/png", lesion=b"l" * 16
    ),
    lamella.Answers(instrument="posas_patient", version=2, lesion=b"l" * 16),
    lamella.Lesion(name="left elbow", kind="eczema", site="elbow.left"),
    lamella.LesionAssessment(
        lesion=b"l" * 16,
        length_mm=42,
        width_mm=30.5,
        height_mm=0.5,
        erythema=2.5,
        oedema=1,
        oozing=0,
        excoriation=1.5,
        lichenification=3,
        dryness=2,
    ),
    lamella.LesionAssessment(lesion=b"l" * 16, length_mm=0),
    lamella.Profile(
        birth_year=1990, birth_month=12, sex="female", eczema_since_year=1990, skin_type=4
    ),
    lamella.DosePlan(
        drug="prednisolone",
        strength_unit="mg",
        phases=[
            lamella.DosePhase(days=5, days_per_week=7, doses_per_day=1, strength=30),
            lamella.DosePhase(days=5, days_per_week=7, doses_per_day=1, strength=20),
        ],
    ),
    lamella.DosePlan(
        drug="mometasone",
        strength_unit="%",
        vehicle="ointment",
        site="elbow.left",
        phases=[lamella.DosePhase(days=84, days_per_week=2, doses_per_day=1)],
    ),
    lamella.DataSource(
        code="weather", name="Open weather", licence="CC BY 4.0", url="https://example.org"
    ),
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body)[:40])
def test_a_record_comes_back_as_it_was_put(diary, body):
    record = lamella.Record(
        when=DAY,
        note="après le sport 🏃",
        origin=lamella.Origin(source="app", kind="person", entered_ms=1795590000001),
        body=body,
    )
    entry = diary.get(diary.put(record))
    assert entry.decode() == record
    assert lamella.encode(entry.decode()) == lamella.encode(record)
    diary.rebuild()
    assert diary.get(entry.id) == entry


@pytest.mark.parametrize(
    ("log", "arguments", "kind", "expected"),
    [
        ("log_symptom", ("itch", 6), "symptom", {"item": "itch", "score": 6.0}),
        ("log_symptom", ("itch", None), "symptom", {"score": None}),
        ("log_exposure", ("sweat", True), "exposure", {"present": True, "amount": None}),
        ("log_exposure", ("pollen", 12), "exposure", {"present": None, "amount": 12.0}),
        ("log_measurement", ("tewl", 18.2, "g/(m2.h)"), "measurement", {"value": 18.2}),
        ("log_dose", ("tacrolimus",), "dose", {"drug": "tacrolimus", "not_taken": False}),
        ("log_day_check", (["sweat"],), "day_check", {"factors": ["sweat"]}),
    ],
)
def test_each_log_method_makes_its_kind(diary, log, arguments, kind, expected):
    id = getattr(diary, log)(*arguments, at="2026-11-25T08:00+01:00", note="n", id=bytes(16))
    assert id == bytes(16)
    entry = diary.get(id)
    assert entry.kind == kind
    assert expected.items() <= entry.fields.items()
    assert entry.fields["note"] == "n"


def test_a_factor_has_the_id_of_its_code(diary):
    id = diary.define_factor("sweat", silence="explicit", since_day="2026-11-25")
    assert id == lamella.definition_id("factor", "sweat")
    assert diary.get(id).fields["since_day"] == 20782
    with pytest.raises(lamella.AlreadyExists):
        diary.define_factor("sweat")


def test_a_profile_and_a_source_have_one_entry_each(diary):
    id = diary.define_profile(birth_year=1990, sex="female")
    assert id == lamella.definition_id("profile", "")
    with pytest.raises(lamella.AlreadyExists):
        diary.define_profile(birth_year=1991)
    diary.edit(id, diary.get(id).revision, skin_type=4)
    assert diary.get(id).fields["skin_type"] == 4
    assert diary.get(id).fields["birth_year"] == 1990
    source = diary.define_source("weather", licence="CC BY 4.0")
    assert source == lamella.definition_id("data_source", "weather")
    elsewhere = lamella.Record(body=lamella.Profile(birth_year=1990))
    with pytest.raises(lamella.InvalidArgument, match="id of a profile derives"):
        diary.put(elsewhere, id=b"p" * 16)


def test_unknown_fields_survive_put_edit_and_rebuild(diary):
    body = field(16, field(1, b"itch") + field(31, b"future detail"))
    id = diary.put(WHEN_OF_THE_FUTURE + field(9, b"future register") + body)
    entry = diary.get(id)
    assert b"moon phase" in entry.record
    diary.edit(id, entry.revision, score=3, note="edited here")
    diary.rebuild()
    record = diary.get(id).record
    for kept in (b"moon phase", b"future register", b"future detail"):
        assert kept in record
    assert diary.get(id).fields["score"] == 3


def test_an_unknown_body_is_kept_and_shown_but_not_edited(diary):
    id = diary.put(WHEN + UNKNOWN_BODY)
    diary.rebuild()
    entry = diary.get(id)
    assert entry.newer
    assert entry.kind == "unknown"
    assert entry.decode().body is None
    assert entry.record == WHEN + UNKNOWN_BODY
    with pytest.raises(lamella.TooNew):
        diary.edit(id, entry.revision, note="mine")
    assert diary.get(id) == entry


def test_a_number_of_an_enum_that_is_not_known_here_comes_back_as_it_is():
    symptom = lamella.Symptom(item="itch", recall=77)
    assert symptom.recall == 77
    record = lamella.Record(when=DAY, body=symptom)
    assert lamella.decode(lamella.encode(record)).body.recall == 77


def test_values_are_immutable_and_replace_makes_a_copy():
    symptom = lamella.Symptom(item="itch", score=1)
    with pytest.raises(AttributeError):
        symptom.score = 2
    assert symptom.replace(score=2) == lamella.Symptom(item="itch", score=2)
    assert symptom.score == 1


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: lamella.Symptom(itme="itch"), TypeError),
        (lambda: lamella.Symptom(score="sechs"), TypeError),
        (lambda: lamella.Symptom(item=None), TypeError),
        (lambda: lamella.When(utc_ms=2**70), TypeError),
        (lambda: lamella.Symptom(recall="yesterday"), lamella.InvalidArgument),
        (lambda: lamella.Symptom(item="itch\ud800"), lamella.InvalidArgument),
    ],
)
def test_a_wrong_field_is_named_and_its_value_is_not(make, error):
    with pytest.raises(error) as caught:
        make()
    assert "Symptom." in str(caught.value) or "When." in str(caught.value)
    assert "sechs" not in str(caught.value)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    item=st.text(max_size=20),
    score=st.none() | finite,
    note=st.text(max_size=50),
    day=st.integers(-(2**31), 2**31 - 1),
)
def test_any_text_and_number_survives_encoding(item, score, note, day):
    record = lamella.Record(
        when=lamella.When(local_day=day), note=note, body=lamella.Symptom(item=item, score=score)
    )
    assert lamella.decode(lamella.encode(record)) == record


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused_as_malformed(data):
    with contextlib.suppress(lamella.MalformedMessage):
        lamella.decode(data)
