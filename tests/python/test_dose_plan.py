"""Plans of doses in Python: their windows, and what was taken of them."""

from datetime import date

import pytest

import lamella

START = date(2026, 11, 2)


def phase_of(days, days_per_week=7, doses_per_day=1, strength=None):
    return lamella.DosePhase(
        days=days, days_per_week=days_per_week, doses_per_day=doses_per_day, strength=strength
    )


def test_a_taper_has_a_window_a_day_and_then_one_a_week():
    plan = [phase_of(14, doses_per_day=2), phase_of(7), phase_of(84, days_per_week=2)]
    windows = lamella.planned_windows(START, plan)
    assert len(windows) == 14 + 7 + 12
    assert windows[0] == lamella.DoseWindow(START, START, 0, 2)
    assert windows[-1] == lamella.DoseWindow(date(2027, 2, 8), date(2027, 2, 14), 2, 2)
    assert lamella.planned_windows(START, []) == []


def test_what_was_taken_not_taken_and_not_recorded_stays_apart():
    plan = [phase_of(7), phase_of(14, days_per_week=2)]
    kept = lamella.adherence(
        START,
        plan,
        taken=["2026-11-02", "2026-11-03", "2026-11-09", "2026-11-10", "2026-11-11", "2026-10-01"],
        not_taken=(one for one in ["2026-11-04"]),
        today="2026-11-16",
    )
    doses = kept.doses
    assert (doses.planned, doses.taken, doses.not_taken) == (11, 4, 1)
    assert (doses.not_recorded, doses.still_to_come, doses.beyond) == (4, 2, 1)
    assert kept.outside_plan == 1
    assert doses.due == 9
    assert doses.least_taken_share == pytest.approx(4 / 9)
    assert doses.most_taken_share == pytest.approx(8 / 9)
    assert repr(kept) == (
        "<lamella.Adherence: of 9 due 4 taken, 1 not taken, 4 not recorded; 2 still to come>"
    )
    window, of_week = kept.windows[7]
    assert (window.first_day, window.doses) == (date(2026, 11, 9), 2)
    assert (of_week.taken, of_week.beyond) == (2, 1)


def test_a_plan_of_the_future_is_all_to_come():
    kept = lamella.adherence("2027-01-01", [phase_of(5)], today="2026-11-02")
    assert (kept.doses.still_to_come, kept.doses.due) == (5, 0)
    assert kept.doses.least_taken_share is None


@pytest.mark.parametrize(
    ("phase", "reason"),
    [
        (phase_of(2**31 - 1), "days of a phase are not from 1 to 3650"),
        (phase_of(0), "days of a phase are not from 1 to 3650"),
        (phase_of(7, days_per_week=8), "days a week of a phase are not from 1 to 7"),
        (phase_of(7, doses_per_day=0), "doses a day of a phase are not from 1 to 24"),
        (phase_of(7, strength=float("nan")), "strength of a phase"),
    ],
)
def test_a_phase_beyond_its_limits_is_refused(phase, reason):
    with pytest.raises(lamella.InvalidArgument, match=reason):
        lamella.planned_windows(START, [phase])
    with pytest.raises(lamella.InvalidArgument, match=reason):
        lamella.adherence(START, [phase], today=START)


def test_a_plan_beyond_its_limits_is_refused():
    with pytest.raises(lamella.InvalidArgument, match="more than 100 phases"):
        lamella.planned_windows(START, [phase_of(1)] * 101)
    with pytest.raises(lamella.InvalidArgument, match="after the year 9999"):
        lamella.planned_windows("9999-12-31", [phase_of(2)])
    with pytest.raises(TypeError, match="lists of days"):
        lamella.adherence(START, [phase_of(2)], taken="2026-11-02", today=START)


def test_doses_of_a_diary_are_held_against_its_plan(diary):
    plan = lamella.DosePlan(
        drug="prednisolone", strength_unit="mg", phases=[phase_of(5, strength=30)]
    )
    diary.put(lamella.Record(when=lamella.when(START), body=plan))
    for day in ("2026-11-02", "2026-11-03"):
        diary.log_dose("prednisolone", strength=30, strength_unit="mg", at=day)
    diary.log_dose("prednisolone", not_taken=True, at="2026-11-04")
    [planned] = (entry.decode() for entry in diary.query(kind="dose_plan"))
    taken, not_taken = [], []
    for entry in diary.query(kind="dose"):
        record = entry.decode()
        (not_taken if record.body.not_taken else taken).append(record.when.local_day)
    kept = lamella.adherence(
        planned.when.local_day,
        planned.body.phases,
        taken=taken,
        not_taken=not_taken,
        today="2026-11-07",
    )
    doses = kept.doses
    assert (doses.taken, doses.not_taken, doses.not_recorded) == (2, 1, 2)
