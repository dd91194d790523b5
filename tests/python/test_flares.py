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
    assert lamella.time_to_relapse(0, [(1, 2), (2, 3)], rule=own) == (2, True)
    assert lamella.flares(RULES["iga_2"], [(1, 2), (2, 3)]).flare_days == 2


def test_time_to_relapse_takes_any_rule():
    days = [("2026-11-02", 3), ("2026-11-03", 3), ("2026-11-04", 3)]
    row = "scratch_above_2_for_3_days"
    assert lamella.time_to_relapse("2026-11-01", days, rule=row) == (1, True)
    assert lamella.time_to_relapse("2026-11-01", days[:2], rule=row) == (2, False)
    assert lamella.time_to_relapse("2026-11-01", [], rule=row) is None
    easi = [("2026-09-01", 8), ("2026-10-02", 20)]
    assert lamella.time_to_relapse("2026-07-01", easi, rule="kada_recurrence") == (62, False)
    assert lamella.time_to_relapse("2026-07-02", easi, rule="kada_recurrence") == (92, True)
    with pytest.raises(lamella.InvalidArgument, match="not after the end of treatment"):
        lamella.time_to_relapse("2026-11-02", days, rule=row)


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
