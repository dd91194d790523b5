"""Scores in Python: the vectors that every interface gives, answers in a diary, and the command."""

import csv
import json
from pathlib import Path

import pytest
from conftest import KEY

import lamella
from lamella.cli import main

VECTORS = Path(__file__).parents[1] / "vectors" / "scores.tsv"
DAY = "2026-11-25"


def vectors():
    with VECTORS.open(newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@pytest.mark.parametrize("vector", list(vectors()), ids=lambda v: f"{v[0]} {v[3]}")
def test_a_vector_gives_its_total_and_band_or_its_reason(vector):
    instrument, age, answers, total, band, why = vector
    given = []
    for answer in answers.split() if answers != "-" else ():
        item, _, value = answer.partition("=")
        given.append(lamella.Answer(item=item, value=float(value) if value else None))
    age = None if age == "-" else float(age)
    if total == "!":
        with pytest.raises(lamella.InvalidArgument) as refused:
            lamella.score(instrument, given, age=age)
        assert str(refused.value).startswith(why)
        return
    score = lamella.score(instrument, given, age=age)
    if total == "-":
        assert score.total is None
        assert not score.is_complete
        assert score.why_not.startswith(why)
    else:
        assert score.total == float(total)
        assert (score.band or "-") == band


def test_every_instrument_has_its_function_and_says_where_it_is_from():
    codes = [one.code for one in lamella.instruments()]
    assert len(codes) == 20
    for one in lamella.instruments():
        least = {item.code: item.min for item in one.items if "percent" not in item.code}
        age = 1 if one.code == "body_surface_infant" else 30
        score = getattr(lamella, one.code)(least, age=age)
        assert score.total == one.min_total
        assert one.source
        assert one.licence


def test_answers_come_by_keyword_by_name_or_in_order():
    by_keyword = lamella.three_item_severity(erythema=2, oedema=1, excoriation=3)
    assert by_keyword == lamella.three_item_severity([2, 1, 3])
    assert by_keyword == lamella.three_item_severity({"erythema": 2, "oedema": 1, "excoriation": 3})
    assert by_keyword.total == 6
    with pytest.raises(TypeError):
        lamella.three_item_severity([2, 1, 3], erythema=2)
    with pytest.raises(lamella.InvalidArgument, match="has 3 items, not 4"):
        lamella.three_item_severity([2, 1, 3, 0])
    with pytest.raises(lamella.InvalidArgument, match="redness is no item"):
        lamella.three_item_severity(redness=2)
    with pytest.raises(lamella.InvalidArgument, match="no instrument of this code"):
        lamella.score("easy", [])


@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl"])
def test_answers_are_scored_in_a_diary_and_after_an_export(diary, tmp_path, format):
    pytest.importorskip("polars")
    ids = [
        diary.log_answers("poem", [4, 2, 0, None, 1, 2, 4], at=DAY, note="a bad week"),
        diary.log_answers("vancouver_scar", {"height": 1}, at=DAY, site="knee.left"),
        diary.log_answers("viga_ad", {}, at=DAY),
        diary.log_answers("easi", {"trunk.area": 0}, at=DAY, age=7),
    ]
    twice = [lamella.Answer(item="itch", value=1), lamella.Answer(item="itch", value=4)]
    ids.append(diary.log_answers("poem", twice, at=DAY))
    scores = [lamella.score_of(diary.get(id)) for id in ids]
    assert [score.total for score in scores] == [13, None, None, None, None]
    assert scores[0].counted_zero == 1
    target = tmp_path / ("out.jsonl" if format == "jsonl" else "out")
    assert diary.export(target, format).entries == {"answers": 5}
    with lamella.create(tmp_path / "back.db", device_key=KEY) as back:
        assert back.import_file(target).accepted == 5
        assert [lamella.score_of(back.get(id)) for id in ids] == scores
        assert {e.id: e.record for e in back.query()} == {e.id: e.record for e in diary.query()}


def test_answers_that_the_instrument_does_not_allow_are_refused(diary):
    for instrument, answers, reason in (
        ("poem", [5], "poem.itch is not from 0 to 4"),
        ("poem", {"itching": 1}, "poem.itching is no item"),
        ("easi", {"trunk.oedema": 0.5}, "without 0.5"),
        ("easy", [1], "no instrument of this code"),
    ):
        with pytest.raises(lamella.InvalidArgument, match=reason):
            diary.log_answers(instrument, answers, at=DAY)
    itch = diary.log_symptom("itch", 6, at=DAY)
    with pytest.raises(lamella.InvalidArgument, match="no answers to an instrument"):
        lamella.score_of(diary.get(itch))
    assert diary.summary().entries == 1


def test_a_person_who_answers_has_checked_the_day(diary):
    diary.define_factor("sweat", silence="implied_on_checked_days", since_day="2026-11-24")
    diary.log_answers("poem", [1], at="2026-11-24")
    diary.log_exposure("sweat", True, at=DAY)
    assert diary.daily(start="2026-11-24")["sweat"].tolist() == [0, 1]


# The command.


@pytest.fixture
def command(capfd):
    def run(*words):
        code = main(["score", *map(str, words)])
        return code, *capfd.readouterr()

    return run


def test_the_command_scores_answers(command):
    code, out, err = command("poem", *"4200124")
    assert (code, out, err) == (0, "13, moderate\n", "")
    code, out, err = command("poem", "itch=4", "sleep=2", "bleeding=0", "weeping=", "--json")
    assert (code, err) == (0, "")
    [score] = json.loads(out)["scores"]
    assert (score["total"], score["missing"]) == (None, 4)
    assert (
        command("poem", "4", "-", "0")[1] == "no score: more than one item is not answered: sleep\n"
    )
    assert (
        "lower_limbs: 0"
        in command(
            "easi",
            *(f"{r}.area=0" for r in ("head_neck", "upper_limbs", "trunk", "lower_limbs")),
            "--age",
            3,
        )[1]
    )
    code, out, err = command("poem", "5")
    assert (code, out, err) == (1, "", "lamella: poem.itch is not from 0 to 4\n")


def test_the_command_says_what_an_instrument_asks(command):
    code, out, _ = command("list")
    assert code == 0
    assert len(out.splitlines()) == 21
    assert len(json.loads(command("list", "--json")[1])["instruments"]) == 20
    code, out, _ = command("easi")
    assert code == 0
    assert "trunk.erythema" in out
    assert "0 to 3, steps of 0.5, not 0.5" in out
    assert "above 7: moderate" in out
    assert "Leshem 2015" in out


def test_the_command_shows_the_scores_of_a_diary(command, diary, path, key_file):
    diary.log_answers("poem", [4, 2, 0, 0, 1, 2, 4], at=DAY)
    diary.log_answers("vancouver_scar", {"height": 1}, at="2026-11-26", site="knee.left")
    diary.close()
    key = ("--device-key-file", key_file)
    code, out, err = command("list", "--diary", path, *key)
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split() == [DAY, "poem", "13", "moderate"]
    assert "vancouver_scar" in out.splitlines()[2]
    scores = json.loads(command("poem", "--diary", path, "--json", *key)[1])["scores"]
    assert [(score["day"], score["total"]) for score in scores] == [(DAY, 13)]
    assert "There are no such answers." in command("adct", "--diary", path, *key)[1]
    assert main(["show", str(path), *key]) == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("poem", "4", "itch=4"), "name all items, as ITEM=NUMBER, or none"),
        (("poem", "four"), "'four' is not a number"),
        (("list", "4"), "name an instrument"),
        (("poem", "4", "--diary", "d"), "a diary has its own answers"),
    ],
)
def test_words_that_do_not_fit_are_2(command, words, hint):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert hint in err


def test_the_table_of_instruments_is_that_of_the_code():
    page = Path(__file__).parents[2] / "core" / "src" / "clinical" / "README.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    of_the_code = [
        f"| `{one.code}` | {one.name} | {one.rater}, {one.span}"
        f" | {one.min_total:g}-{one.max_total:g} | {one.missing}"
        f" | {'; '.join(bands.source for bands in one.bands) or 'none published'}"
        f" | {one.source} | {one.licence} |"
        for one in lamella.instruments()
    ]
    assert rows[-len(of_the_code) :] == of_the_code
