"""Flares, relapses and remission: rules that are chosen before, and days without an answer."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

import lamella

PAGE = Path(__file__).parents[2] / "core" / "src" / "clinical" / "README.md"
RULES = {rule.code: rule for rule in lamella.flare_rules()}


def test_flares_of_days_in_dates():
    days = [(date(2026, 11, 1), 1), ("2026-11-02", 5), ("2026-11-03", 4.1), ("2026-11-04", 4)]
    report = lamella.flares("vas_above_4", [*days, ("2026-11-05", None), ("2026-11-06", 9)])
    assert report.rule == RULES["vas_above_4"]
    assert report.flares == (
        lamella.Flare(date(2026, 11, 2), date(2026, 11, 3), 2, True, True, False),
        lamella.Flare(date(2026, 11, 6), date(2026, 11, 6), 1, False, False, False),
    )
    assert (report.answered_days, report.flare_days, report.perhaps_same) == (5, 3, 0)
    assert report.flare_free == 0.4
    assert repr(report) == "<lamella.FlareReport vas_above_4: 2 flares, 3 of 5 answered days>"
    row = lamella.flares("scratch_above_2_for_3_days", [(1, 3), (2, 3)])
    assert (row.flares, row.undecided_days, row.flare_free) == ((), 2, None)
    assert repr(row).endswith("0 flares, 0 of 2 answered days, 2 undecided>")
    assert lamella.flares("tam_day", [(1, True), (2, False), (3, True)]).flare_days == 2


def test_what_no_rule_knows_is_refused():
    for code, days, why in (
        ("itch of Ann", [], "no flare rule of this code"),
        ("iga_2", [(2, 1), (1, 1)], "days are not ascending"),
        ("iga_2", [(1, float("nan"))], "not from 0 to the greatest"),
        ("iga_2", [(1, 5)], "not from 0 to the greatest"),
        ("tam_day", [(1, 0.5)], "yes or no is not 0 or 1"),
    ):
        with pytest.raises(lamella.InvalidArgument, match=why):
            lamella.flares(code, days)


def test_a_changed_rule_needs_a_code_of_its_own():
    changed = dataclasses.replace(RULES["iga_2"], threshold=3)
    with pytest.raises(lamella.InvalidArgument, match="code of a published one"):
        lamella.flares(changed, [])
    own = dataclasses.replace(changed, code="iga_3")
    assert lamella.flares(own, [(1, 2), (2, 3)]).flare_days == 1
    relapse = lamella.flares(own, [(1, 2), (2, 3)], end_of_treatment=0).relapse
    assert (relapse.days, relapse.relapsed) == (2, True)
    assert lamella.flares(RULES["iga_2"], [(1, 2), (2, 3)]).flare_days == 2


def test_time_to_relapse_is_told_by_any_rule():
    def told(end, days, rule):
        found = lamella.flares(rule, days, end_of_treatment=end).relapse
        return found and (found.days, found.relapsed, found.perhaps_earlier)

    days = [("2026-11-02", 3), ("2026-11-03", 3), ("2026-11-04", 3)]
    row = "scratch_above_2_for_3_days"
    assert told("2026-11-01", days, row) == (1, True, False)
    assert told("2026-11-01", days[:2], row) == (2, False, True)
    assert told("2026-11-01", [], row) is None
    easi = [("2026-09-01", 8), ("2026-10-02", 20)]
    assert told("2026-07-01", easi, "kada_recurrence") == (62, False, False)
    assert told("2026-07-02", easi, "kada_recurrence") == (92, True, True)
    with pytest.raises(lamella.InvalidArgument, match="not after the end of treatment"):
        told("2026-11-02", days, row)


def test_a_diary_is_judged_by_the_input_of_the_rule(diary):
    for day, itch in ((1, 2), (2, 7), (3, 8)):
        diary.log_symptom("itch", itch, at=f"2026-11-0{day}")
    report = diary.flares("vas_above_4", "itch", end_of_treatment="2026-11-01")
    assert (report.flare_days, report.relapse.days) == (2, 1)
    diary.log_dose("mometasone", grams=1, at="2026-11-02")
    assert diary.flares("tam_day").answered_days == 2
    for arguments, why in (
        (("likert_above_1", "itch"), "another scale than the rule"),
        (("tam_day", "itch"), "no use for a code"),
        (("kada_recurrence",), "needs an end of treatment"),
        (("escalation_day",), "asks for the code"),
    ):
        with pytest.raises(lamella.InvalidArgument, match=why):
            diary.flares(*arguments)


def test_a_remission_needs_answers_and_no_treatment():
    days = [(day, 0.5, False) for day in range(60)]
    days[29] = (29, 0.5, True)
    report = lamella.remission(days, 1)
    assert (report.limit, report.least_days) == (1, 28)
    assert (report.first.days, report.longest.days) == (29, 30)
    assert report.longest.first == date(1970, 1, 31)
    assert report.longest.untreated_days == 30
    assert (report.longest.start_seen, report.longest.end_seen) == (True, False)
    days[45] = (45, None, False)
    assert lamella.remission(days, 1).longest == report.first
    assert lamella.remission(days, 0.4).first is None
    assert lamella.remission([(1, 0), (2, 0, None)], 0, least_days=2).first.untreated_days == 0
    with pytest.raises(lamella.InvalidArgument, match="not above 0"):
        lamella.remission(days, 1, least_days=0)


def test_the_table_of_flare_rules_is_that_of_the_code():
    def bad(rule):
        if rule.max_value == 1:
            return "yes"
        return f"{'above' if rule.above else 'from'} {rule.threshold:g}"

    expected = [
        f"| `{rule.code}` | {rule.name} | {rule.input} | {bad(rule)} | {rule.days_in_row}"
        f" | {rule.source} | {rule.remark} |"
        for rule in lamella.flare_rules()
    ]
    section = PAGE.read_text(encoding="utf-8").split("\n## Flares, relapses and remission\n")[1]
    rows = [line for line in section.split("\n## ")[0].splitlines() if line.startswith("| `")]
    assert rows == expected
