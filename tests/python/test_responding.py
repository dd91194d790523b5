"""Responses are never told without their placebo rates; weeks and means."""

import pytest

import lamella


def test_a_response_is_told_with_its_placebo_rates():
    response = lamella.respond("easi_75", 29, 6, week=16, topical_steroid=True)
    assert response.reached is True
    assert response.placebo_model == pytest.approx(26.4, abs=0.05)
    text = response.summary()
    assert text.startswith("EASI-75 reached: 29 to 6 in 16 weeks.\nOn placebo, too, 7 % to 26 %")
    assert "20.9 % (18.2 to 23.8) at week 12" in text
    assert "26.4 %: model of arms" in text
    assert "on placebo 20.9 %" in repr(response)
    for definition in lamella.response_definitions():
        for week in (4, 12, 16, 24, 52):
            found = lamella.respond(definition.code, definition.least_baseline + 1, 0, week=week)
            assert (found.reached is None) == (not found.placebo)
            assert (" placebo" in repr(found)) == (
                found.reached is not None or "no placebo" in found.why_not
            )


def test_without_a_placebo_rate_there_is_no_label():
    response = lamella.respond("pruritus_nrs_4", 8, 1, week=16)
    assert response.reached is None
    assert "no answer, no placebo rate is known" in response.summary()
    assert "reached" not in repr(response)


def test_what_nobody_can_judge_is_refused():
    for arguments in (("easi_60", 24, 6), ("easi_50", -1, 6), ("easi_50", 24, float("nan"))):
        with pytest.raises(lamella.InvalidArgument):
            lamella.respond(*arguments, week=12)
    with pytest.raises(lamella.InvalidArgument):
        lamella.respond("easi_50", 24, 6, week=0)


def test_weeks_and_means():
    assert lamella.week_control([(False, 4)] * 7) == "totally controlled"
    assert lamella.week_control([(True, 4)] * 3 + [(False, 4)] * 4) == "not controlled"
    assert lamella.week_control([(False, 4)] * 6 + [(None, None)]) == "unknown"
    with pytest.raises(lamella.InvalidArgument, match="seven days"):
        lamella.week_control([(False, 4)])
    assert lamella.weekly_mean([1, 2, 3, None, None, None, None]) is None
    assert lamella.weekly_mean([1, 2, 3, None, None, None, None], least=3) == 2
    assert lamella.poem_answer_of_days([True] * 2 + [False] * 4 + [None]) is None


def test_a_non_responder_has_not_halved_the_easi_after_three_months():
    begin = ("2026-07-01", 24)
    assert lamella.kada_non_responder(begin, ("2026-10-01", 12.1)) is True
    assert lamella.kada_non_responder(begin, ("2026-10-01", 12)) is False
    assert lamella.kada_non_responder(begin, ("2026-09-30", 20)) is None
    with pytest.raises(lamella.InvalidArgument, match="days are not ascending"):
        lamella.kada_non_responder(begin, ("2026-06-30", 20))
