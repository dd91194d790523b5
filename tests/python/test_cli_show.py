"""`lamella show` prints a diary that a person can read, and nothing that acts on the terminal."""

import json
import time
import unicodedata

import pytest
from conftest import KEY
from wire import UNKNOWN_BODY, WHEN

import lamella
from lamella.cli import main, output

ACTING = "\x1b[31mred \x1b]0;title\x07 \x9b1m \r\x08 \u202egnp.exe \u2066 \u2028 \\x1b"
EMOJI = "\U0001f996\U0001f996 \u05d2\u05d9\u05e8\u05d5\u05d3 \u304b\u3086\u307f"


@pytest.fixture
def show(path, key_file, capfd):
    """What the command shows of the closed diary."""

    def run(*words, code=0):
        assert main(["show", str(path), *words, "--device-key-file", key_file]) == code
        shown = capfd.readouterr()
        return shown.err if code else shown.out

    return run


@pytest.fixture
def sample(path):
    """A diary with each kind of entry."""
    ids = iter(range(1, 100))

    def common(at, **more):
        return {"at": at, "id": next(ids).to_bytes(16, "big"), **more}

    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("itch", 4, **common("2026-11-20T08:00+01:00", site="elbow.left"))
        diary.log_symptom("itch", 7, **common("2026-11-23T21:00+01:00", note="after sport"))
        diary.log_symptom("itch", 3.5, **common("2026-11-24T21:00+01:00", site="elbow.left"))
        diary.log_symptom("sleep", None, **common("2026-11-24", scale=(0, 4)))
        diary.log_exposure("sweat", True, **common("2026-11-23T18:30+01:00"))
        diary.log_exposure("sweat", False, **common("2026-11-24"))
        diary.log_exposure("pollen.birch", 120, unit="/m3", **common("2026-11-24"))
        diary.log_measurement("tewl", 18.25, "g/(m2.h)", **common("2026-11-24"))
        diary.log_dose("tacrolimus", strength=0.1, strength_unit="%", grams=0.5,
                       **common("2026-11-24T22:15+01:00"))  # fmt: skip
        diary.log_dose("tacrolimus", not_taken=True, **common("2026-11-23"))
        diary.log_day_check(["sweat", "wool"], **common("2026-11-24"))
        diary.define_factor("sweat", category="activity")


GOLDEN = """\
diary.db: 12 entries, 9 values, SIZE
2026-11-20 to 2026-11-24: 5 days, 3 with entries (60 %)

series                 unit      values  first day   last day    last value
symptom.itch                          3  2026-11-20  2026-11-24         3.5
exposure.pollen.birch  /m3            1  2026-11-24  2026-11-24         120
exposure.sweat                        2  2026-11-23  2026-11-24           0
measurement.tewl       g/(m2.h)       1  2026-11-24  2026-11-24       18.25
dose.tacrolimus                       1  2026-11-23  2026-11-23           0
dose.tacrolimus        g              1  2026-11-24  2026-11-24         0.5

day         time   newest entries                         site        note
2026-11-24  22:15  dose.tacrolimus        0.5 g of 0.1 %
2026-11-24  21:00  symptom.itch           3.5 (0 to 10)   elbow.left
2026-11-24         symptom.sleep          not answered
2026-11-24         exposure.pollen.birch  120 /m3
2026-11-24         exposure.sweat         no
2026-11-24         measurement.tewl       18.25 g/(m2.h)
2026-11-24         day check              sweat, wool
2026-11-23  21:00  symptom.itch           7 (0 to 10)                 after sport
2026-11-23  18:30  exposure.sweat         yes
2026-11-23         dose.tacrolimus        not taken
"""


def golden(path):
    """How large an empty diary is, is for its schema to say."""
    return GOLDEN.replace("SIZE", output.size(path.stat().st_size))


def test_a_person_can_read_it(sample, show, path):
    assert show() == golden(path)


def test_one_series_alone(sample, show):
    for name in ("itch", "symptom.itch"):
        shown = show("--series", name)
        assert shown.count("symptom.itch") == 4
        assert "sweat" not in shown
        assert "2026-11-20  08:00" in shown
    assert "pollen" in show("--series", "pollen.birch")
    assert show("--series", "eczema", code=1).startswith("lamella: ")


def test_the_last_days_alone(sample, show):
    shown = json.loads(show("--days", "2", "--json"))
    assert {line["day"] for line in shown["recent"]} == {"2026-11-23", "2026-11-24"}
    itch = shown["series"][0]
    assert (itch["series"], itch["values"], itch["first_day"]) == ("symptom.itch", 2, "2026-11-23")
    assert show("--days", "9999999").count("symptom.itch") == 4


def test_json_has_all_of_it(sample, show):
    shown = json.loads(show("--json"))
    assert shown["diary"].pop("file_bytes") > 0
    assert shown["diary"] == {
        "entries": 12,
        "values": 9,
        "deleted": 0,
        "first_day": "2026-11-20",
        "last_day": "2026-11-24",
        "days": 5,
        "days_with_entries": 3,
    }
    assert shown["series"][0] == {
        "series": "symptom.itch",
        "unit": "1",
        "values": 3,
        "first_day": "2026-11-20",
        "last_day": "2026-11-24",
        "last_value": 3.5,
    }
    assert shown["recent"][7] == {
        "day": "2026-11-23",
        "time": "21:00",
        "kind": "symptom",
        "code": "itch",
        "value": "7 (0 to 10)",
        "site": None,
        "note": "after sport",
    }


def test_an_empty_diary(path, show):
    with lamella.create(path, device_key=KEY) as diary:
        pass
    assert show() == "diary.db: no entry yet\n"
    assert json.loads(show("--json", "--days", "3"))["diary"]["first_day"] is None
    with lamella.open(path, device_key=KEY) as diary:
        diary.define_factor("sweat")
    assert show() == "diary.db: 1 definition\n"


def test_it_changes_nothing_and_lets_others_read(sample, show, path):
    before = {file: file.read_bytes() for file in path.parent.glob("diary.db*")}
    shown = golden(path)
    with lamella.open(path, device_key=KEY, read_only=True):
        assert show() == shown
    assert {file: file.read_bytes() for file in path.parent.glob("diary.db*")} == before


def test_text_of_a_record_never_acts_on_the_terminal(path, show):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("itch", 6, at="2026-11-24", note=ACTING + "\n\n" + ACTING)
        taken = []
        for text in map("a{}b".format, ACTING.split(" ")):
            for log in (
                lambda text: diary.log_symptom(text, 6, at="2026-11-25"),
                lambda text: diary.log_measurement("m", 6, text, at="2026-11-25"),
                lambda text: diary.log_symptom("s", 6, at="2026-11-25", site=text),
                lambda text: diary.log_day_check([text], at="2026-11-25"),
                lambda text: diary.log_dose("d", strength=1, strength_unit=text, at="2026-11-25"),
            ):
                try:
                    log(text)
                    taken.append(text)
                except lamella.InvalidArgument:  # the core takes no control character here
                    pass
        assert any("\u202e" in text for text in taken)
    for words in ([], ["--days", "99"], ["--all"], ["--json"], ["--series", "m"]):
        shown = show(*words)
        acting = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}
        assert acting == {"\n"}
    assert "\\x1b[31mred \\x1b]0;title\\x07" in show("--series", "itch")
    assert json.loads(show("--json", "--series", "itch"))["recent"][-1]["note"].startswith(ACTING)


def test_an_error_never_acts_on_the_terminal_either(sample, show):
    shown = show("--series", ACTING, code=1)
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")} == {"\n"}


def test_columns_stay_aligned_beside_emoji_and_other_scripts(path, show):
    with lamella.create(path, device_key=KEY) as diary:
        for code, at in ((EMOJI, "2026-11-24"), ("itch", "2026-11-25")):
            diary.log_symptom(code, 6, at=at)
    lines = show().splitlines()
    places = {output.width(line[: line.index("2026-11-2")]) for line in lines[4:6]}
    assert len(places) == 1
    places = {output.width(line[: line.index("6 (0 to 10)")]) for line in lines[8:]}
    assert len(places) == 1


def test_long_text_is_cut(path, show):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("i" * 100, 6, at="2026-11-24", note="\u304b" * 1000)
    shown = show()
    assert max(map(output.width, shown.splitlines())) < 160
    assert "\u304b..." in shown
    assert len(json.loads(show("--json"))["recent"][0]["note"]) == 1000


def test_an_entry_of_a_newer_version_is_named(path, show):
    with lamella.create(path, device_key=KEY) as diary:
        diary.put(WHEN + UNKNOWN_BODY)
    assert "2026-11-25  unknown         made by a newer version\n" in show()


def test_it_stays_on_a_screen(path, show):
    with lamella.create(path, device_key=KEY) as diary:
        diary.put_many(
            lamella.Record(
                when=lamella.when("2026-11-24"), body=lamella.Symptom(item=f"s{i:03}", score=1)
            )
            for i in range(300)
        )
    shown = show()
    assert len(shown.splitlines()) < 60
    assert "... and 260 series more: --all shows them" in shown
    assert len(show("--all").splitlines()) > 300
    assert len(json.loads(show("--json"))["series"]) == 300


@pytest.mark.parametrize("days", [None, 7])
def test_ten_years_of_a_hundred_values_a_day_take_a_moment(path, show, days):
    day = lamella.when("2016-01-01").local_day
    with lamella.create(path, device_key=KEY) as diary:
        bodies = [lamella.Symptom(item=f"s{i}", score=i % 10) for i in range(20)]
        diary.put_many(
            lamella.Record(when=lamella.When(local_day=day + i), body=body)
            for i in range(2000)
            for body in bodies
        )
    begin = time.perf_counter()
    show(*(() if days is None else ("--days", str(days))))
    assert time.perf_counter() - begin < 2


def test_a_therapy_a_plan_and_a_lesion_are_told_in_short(diary, show):
    course = diary.log(
        lamella.Course(name="own cells", donor="autologous", tissue="adipose"), at="2026-11-20"
    )
    lesion = diary.log(lamella.Lesion(name="knee", site="knee.left", kind="scar"), at="2026-11-20")
    product = diary.log(lamella.CellProduct(course=course, lot="L7", cells=2e8), at="2026-11-20")
    for body in (
        lamella.Harvest(course=course, method="liposuction", volume_ml=120),
        lamella.ReleaseTest(product=product, test="viability", result=93.5, unit="%"),
        lamella.Administration(course=course, route="intravenous", cells=1e8),
        lamella.AdverseEvent(course=course, term="fever", grade=1),
        lamella.LesionAssessment(lesion=lesion, length_mm=42, width_mm=30.5),
        lamella.LesionAssessment(lesion=lesion, length_mm=0),
        lamella.DosePlan(drug="prednisolone", phases=[lamella.DosePhase(days=5)]),
    ):
        diary.log(body, at="2026-11-21")
    diary.close()
    shown = show()
    for words in (
        ("own cells", "autologous, adipose"),
        ("knee", "scar"),
        ("L7", "200000000 cells"),
        ("liposuction", "120 mL"),
        ("viability", "93.5 %"),
        ("intravenous", "100000000 cells"),
        ("fever", "grade 1"),
        ("42 x 30.5 mm",),
        ("healed",),
        ("prednisolone", "plan of 5 days in 1 phase"),
    ):
        assert any(all(word in line for word in words) for line in shown.splitlines()), words
