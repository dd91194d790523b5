"""Cell therapy in Python: criteria of a product, windows of onset, reminders of the temperature."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import lamella
from lamella import _core

PAGE = Path(__file__).parents[2] / "core" / "src" / "clinical" / "README.md"
MARKERS = {"CD105": 98, "cd73": 95, "cd90": 99, "cd45": 2, "cd34": 0, "cd14": 1, "cd19": 1}


def percent(test, result, passed=None):
    return lamella.ReleaseTest(test=test, result=result, unit="%", passed=passed)


def all_good():
    markers = [percent(test, result) for test, result in (MARKERS | {"HLA-DR": 1.9}).items()]
    shown = [
        lamella.ReleaseTest(test=test, passed=True)
        for test in (
            "plastic_adherence",
            "osteogenic_differentiation",
            "adipogenic_differentiation",
            "chondrogenic_differentiation",
        )
    ]
    return markers + shown


def test_a_product_meets_all_criteria_fails_one_or_nobody_knows():
    report = lamella.isct_criteria(all_good())
    assert report.all_met is True
    assert repr(report) == "<lamella.IsctReport: 12 met, 0 not met, 0 not tested>"
    assert report.source.startswith("Dominici 2006")
    assert lamella.isct_criteria(all_good()[1:]).all_met is None
    assert lamella.isct_criteria([*all_good()[1:], percent("cd11b", 2.1)]).all_met is False


def test_a_criterion_says_its_limit_and_its_tests():
    by_code = {one.code: one for one in lamella.isct_criteria([percent("cd45", 4, True)]).criteria}
    assert by_code["cd45"].state == "not_met"
    assert by_code["cd45"].kind == "at_most"
    assert by_code["cd105"].percent == 95
    assert by_code["cd105"].state == "not_tested"
    assert by_code["cd14_or_cd11b"].tests == ("cd14", "cd11b")
    assert by_code["plastic_adherence"].percent is None


@pytest.mark.parametrize(("result", "unit"), [(0.98, "1"), (98, ""), (101, "%"), (-1, "%")])
def test_a_number_that_is_no_percentage_is_refused(result, unit):
    with pytest.raises(lamella.InvalidArgument, match="surface marker"):
        lamella.isct_criteria([lamella.ReleaseTest(test="cd105", result=result, unit=unit)])


def test_release_tests_of_a_diary_are_judged(diary):
    for test in all_good():
        of_product = test.replace(product=bytes(16))
        diary.put(lamella.Record(when=lamella.when("2026-11-01"), body=of_product))
    tests = [entry.decode().body for entry in diary.query(kind="release_test")]
    assert lamella.isct_criteria(tests).all_met is True


def test_windows_of_moments_and_of_days():
    given = datetime(2026, 11, 2, 1, tzinfo=UTC)
    hours = [(-0.001, "before_any"), (0, "within_24_hours"), (24, "within_24_hours")]
    hours += [(24.001, "within_30_days"), (720, "within_30_days"), (720.001, "later")]
    for after, window in hours:
        assert lamella.onset_windows([given], given + timedelta(hours=after)) == (window,)
    assert lamella.onset_windows([], given) == ("before_any",)
    assert lamella.onset_windows([date(2026, 11, 2)], date(2026, 11, 2)) == (
        "before_any",
        "within_24_hours",
    )
    assert lamella.onset_windows([lamella.when("2026-11-02")], "2026-12-03") == ("later",)
    both = [given, given + timedelta(days=14)]
    assert lamella.onset_windows(both, "2026-11-16") == lamella.onset_windows(
        both[::-1], "2026-11-16"
    )


def test_a_time_without_a_local_day_is_refused():
    with pytest.raises(lamella.InvalidArgument, match="no local day"):
        lamella.onset_windows([], lamella.When())


def test_temperatures_answer_reminders():
    end = datetime(2026, 11, 2, 1, tzinfo=UTC)
    reminders = lamella.temperature_reminders(end)
    assert [(one.due - end) / timedelta(hours=1) for one in reminders] == [6, 12, 24, 36, 48]
    for one in reminders:
        assert one.is_answered([one.begin])
        assert not one.is_answered([one.end])
        assert not one.is_answered([])
        assert one.is_answered(iter([end, one.due]))
    with pytest.raises(lamella.InvalidArgument):
        lamella.temperature_reminders("2026-11-02")
    with pytest.raises(lamella.InvalidArgument, match="zone"):
        lamella.temperature_reminders("2026-11-02T10:00")


def test_the_figures_of_fever_stand_on_the_page():
    fever = lamella.fever_after_cells()
    page = PAGE.read_text(encoding="utf-8")
    assert (fever.trials, fever.people) == (55, 2696)
    assert f"{fever.risk:g} ({fever.low:g}-{fever.high:g})" in page
    assert fever.source.endswith("(PubMed 31989101)")


def test_the_table_of_criteria_is_that_of_the_code():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index("| criterion | name | met when | tests |") + 2
    met = {"at_least": "at least {:g} %", "at_most": "at most {:g} %", "shown": "passed"}
    rows = [
        f"| {one.code} | {one.name} | {met[one.kind].format(one.percent)}"
        f" | {', '.join(one.tests)} |"
        for one in _core.isct_criterion_table()
    ]
    assert lines[start : start + len(rows)] == rows
    assert lines[start + len(rows)] == ""
