"""The trigger report: against dense algebra and statsmodels, and as people use it."""

import dataclasses
import json
import math
import os
from datetime import date, timedelta
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from conftest import KEY
from matplotlib.figure import Figure

import lamella
from lamella import trigger_text
from lamella.cli import main

DATA = os.environ.get("LAMELLA_SHARED_DATA", "")
FIRST = date(2024, 1, 1)


@pytest.fixture(scope="module")
def grid():
    return lamella.simulate(seed=3, days=730).to_table()


@pytest.fixture(scope="module")
def report(grid):
    names = ["sweat", "pollen", "dairy", "wool", "stress", "humidity"]
    return lamella.triggers({name: grid[name] for name in names}, grid["itch"])


@pytest.fixture
def simulated(path):
    """A diary of two years with known truth."""
    with lamella.create(path, device_key=KEY) as diary:
        lamella.simulate(seed=3, days=730).log_into(diary)
        yield diary


def covariates(days):
    """Intercept, weekend, season and trend of the days from FIRST on."""
    number = np.arange(days) + (FIRST - date(1970, 1, 1)).days
    weekend = [(FIRST + timedelta(i)).weekday() >= 5 for i in range(days)]
    angle = 2 * np.pi * number / 365.25
    trend = (np.arange(days) - (days - 1) / 2) / days
    return np.column_stack([np.ones(days), weekend, np.sin(angle), np.cos(angle), trend])


def correlation(days, report):
    """R of the days, as the report estimated it."""
    apart = np.abs(days[:, None] - days[None, :])
    return (1 - report.kappa) * report.rho**apart + report.kappa * np.eye(len(days))


@pytest.fixture(scope="module")
def dense():
    """One continuous exposure that does nothing, and what dense algebra says of it."""
    rng = np.random.default_rng(5)
    days = 365
    score, exposure = np.zeros((2, days))
    for i in range(1, days):
        score[i] = 0.7 * score[i - 1] + rng.normal()
        exposure[i] = 0.5 * exposure[i - 1] + rng.normal()
    known = rng.random(days) > 0.2
    known[0] = known[-1] = True
    y = np.where(known, score + rng.normal(0, 0.5, days), np.nan)
    report = lamella.triggers({"x": exposure}, y, looks="single", first_day=FIRST)
    return report, y, exposure, np.flatnonzero(known)


def test_effect_is_that_of_generalised_least_squares_by_statsmodels(dense):
    report, y, exposure, days = dense
    x = exposure - exposure.mean()
    lagged = [np.r_[np.zeros(lag), x[: len(x) - lag]] for lag in range(8)]
    columns = np.column_stack([covariates(len(y)), *lagged[:4], sum(lagged[4:])])
    fit = sm.GLS(y[days], columns[days], sigma=correlation(days, report)).fit()
    wanted = np.r_[np.zeros(5), np.ones(4), 0]
    shown = report["x"].effect
    assert report["x"].per == pytest.approx(exposure.std(ddof=1), rel=1e-12)
    assert shown.effect / report["x"].per == pytest.approx(wanted @ fit.params, rel=1e-8)
    error = math.sqrt(wanted @ fit.cov_params() @ wanted)
    assert shown.standard_error / report["x"].per == pytest.approx(error, rel=1e-8)
    reach = (shown.high - shown.low) / 2 / shown.standard_error
    assert reach == pytest.approx(fit.t_test(wanted).conf_int()[0, 1] / error
                                  - wanted @ fit.params / error, rel=1e-8)  # fmt: skip


def test_each_lag_is_that_of_generalised_least_squares(dense):
    report, y, exposure, days = dense
    x = exposure - exposure.mean()
    for lag, effect, error in report["x"].profile:
        shifted = np.r_[np.zeros(lag), x[: len(x) - lag]]
        columns = np.column_stack([covariates(len(y)), shifted])[days]
        fit = sm.GLS(y[days], columns, sigma=correlation(days, report)).fit()
        assert effect / report["x"].per == pytest.approx(fit.params[-1], rel=1e-7)
        # s^2 with m - p - 1 degrees of freedom, as of this regression.
        assert error / report["x"].per == pytest.approx(fit.bse[-1], rel=1e-7)


def test_memory_and_noise_are_the_most_likely(dense):
    report, y, _, days = dense

    def criterion(rho, kappa):
        changed = lamella.triggers({}, y, looks="single", first_day=FIRST)
        changed.rho, changed.kappa = rho, kappa
        matrix = correlation(days, changed)
        z = covariates(len(y))[days]
        inverse = np.linalg.inv(matrix)
        gram = z.T @ inverse @ z
        rest = y[days] - z @ np.linalg.solve(gram, z.T @ inverse @ y[days])
        free = len(days) - z.shape[1]
        squares = rest @ inverse @ rest
        return (
            free * math.log(squares / free)
            + np.linalg.slogdet(matrix)[1]
            + np.linalg.slogdet(gram)[1]
        )

    best = criterion(report.rho, report.kappa)
    for rho, kappa in [(0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)]:
        assert criterion(report.rho + rho, report.kappa + kappa) > best


def test_the_true_triggers_of_a_simulated_diary_are_found(report):
    assert {finding.exposure for finding in report.found()} == {"sweat", "pollen"}
    assert report["sweat"].lag.words == "1 day later"
    assert report["pollen"].lag.first_lag == 2
    assert report["sweat"].effect.low < 1.4 < report["sweat"].effect.high
    assert "caus" not in report["sweat"].sentence
    assert [finding.tier for finding in report][:2] == ["strong", "strong"]


def test_a_diary_gives_the_same_report_as_its_days(simulated, report):
    own = simulated.triggers("itch")
    for finding in own.findings:
        same = report[finding.exposure.removeprefix("exposure.")]
        assert finding.tier == same.tier
        assert finding.effect.effect == pytest.approx(same.effect.effect, rel=1e-12)
    assert own.version == lamella.__version__
    assert own.outcome == "symptom.itch"
    assert own["sweat"].exposure == "exposure.sweat"


def test_it_runs_again_to_the_same_report(simulated):
    first, second = simulated.triggers("itch"), simulated.triggers("itch")
    assert first.findings == second.findings
    assert simulated.triggers("itch", seed=2)["sweat"].p != pytest.approx(0, abs=1e-12)


def test_the_doses_of_a_diary_are_taken_into_account(simulated):
    for day in range(100, 160):
        simulated.log_dose("mometasone", grams=1, at=FIRST + timedelta(day))
    assert "steroid" in simulated.triggers("itch").covariates


def test_only_named_exposures_and_days(simulated):
    report = simulated.triggers("itch", ["sweat"], start="2024-06-01", end="2025-06-30")
    assert [finding.exposure for finding in report.findings] == ["exposure.sweat"]
    assert report.first_day >= date(2024, 6, 1)
    assert report.last_recorded <= date(2025, 6, 30)


def test_several_scores_of_a_day_become_one_as_asked(simulated):
    for day in range(730):
        simulated.log_symptom("itch", 10, at=f"{FIRST + timedelta(day)}T23:00Z")
    assert simulated.triggers("itch", ["wool"]).reduce == "mean"
    highest = simulated.triggers("itch", ["wool"], reduce="max")
    assert (highest.reduce, highest.guard) == ("max", "steady_outcome")


def test_a_day_without_the_trigger_is_known_as_one(simulated, grid):
    plan = lamella.plan_trigger("wool", effect=3, sd=2, first_day=FIRST)
    days = [FIRST + timedelta(day) for day in range(plan.days)]
    there = [None if math.isnan(one) else one > 0 for one in grid["wool"][: plan.days]]
    scores = [None if math.isnan(one) else one for one in grid["itch"][: plan.days]]
    assert False in there
    wanted = lamella.trigger_test(plan, zip(days, scores, strict=True),
                                  zip(days, there, strict=True))  # fmt: skip
    assert simulated.trigger_test(plan, "itch").blocks == wanted.blocks


def test_what_is_not_there_is_refused_and_named(simulated, grid):
    with pytest.raises(lamella.NotFound):
        simulated.triggers("rash")
    with pytest.raises(lamella.NotFound):
        simulated.triggers("itch", ["cats"])
    with pytest.raises(lamella.InvalidArgument, match="looks is official or single"):
        simulated.triggers("itch", looks="daily")
    with pytest.raises(lamella.InvalidArgument, match="same number of days"):
        lamella.triggers({"x": [1, 0]}, [1, 2, 3])
    with pytest.raises(lamella.InvalidArgument, match="no day has a score"):
        lamella.triggers({"x": [1, 0]}, [None, None])
    with pytest.raises(lamella.InvalidArgument, match="first day of a span"):
        lamella.triggers({}, grid["itch"], in_force={"cream": [("2024-05-02", "2024-05-01")]})
    with pytest.raises(KeyError):
        lamella.triggers({}, grid["itch"])["cats"]


def test_a_task_cancels_it(simulated):
    task = lamella.Task()
    task.cancel()
    with pytest.raises(lamella.Cancelled):
        simulated.triggers("itch", task=task)


def test_a_table_has_a_row_an_exposure(report):
    frame = report.to_pandas()
    assert list(frame["exposure"]) == [finding.exposure for finding in report.findings]
    row = frame.set_index("exposure").loc["sweat"]
    assert row["tier"] == "strong"
    assert row["effect"] == report["sweat"].effect.effect
    assert pd.api.types.is_float_dtype(frame["p"])


def test_the_summary_tells_a_person_and_a_statistician(report):
    text = report.summary()
    for part in ("2 of 6 exposures stand out", "sweat", "Verdict of 2025-12-30", "weekend, season",
                 "seed 1", "Linked is not caused", "not a medical device"):  # fmt: skip
        assert part in text
    assert max(map(len, text.splitlines())) <= 96


def test_one_week_and_one_exposure_are_told_as_one(grid):
    score = list(grid["itch"][:180])
    score[1:7] = [None] * 6
    lines = " ".join(trigger_text.provenance(lamella.triggers({"wool": grid["wool"][:180]}, score)))
    assert ", 1 week with fewer than 3. 1 exposure tested as one family" in lines
    plan = lamella.plan_trigger("wool", effect=2, sd=2, washout_days=1)
    assert "The first day of each block is lived as planned and does not count." in plan.summary()


def test_names_never_act_in_html(grid):
    report = lamella.triggers({"<script>x</script>": grid["wool"]}, grid["itch"])
    seen = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(tag)

    Tags().feed(report._repr_html_())
    assert "table" in seen
    assert "script" not in seen


@pytest.mark.parametrize("kind", ["effects", "lags", "calendar"])
def test_pictures(report, kind):
    ax = report.plot(kind, ax=Figure().subplots())
    assert ax.get_xlabel()
    if kind == "effects":
        labels = [label.get_text() for label in ax.get_yticklabels()]
        assert labels[:2] == [finding.exposure for finding in report][:2]
    if kind == "lags":
        peak = max(report["sweat"].profile, key=lambda point: abs(point[1]))
        assert peak[0] == 1
    with pytest.raises(lamella.InvalidArgument):
        report.plot("cake")


def test_the_calendar_marks_an_amount_only_where_it_is_there():
    minutes = ([0.0] * 9 + [30.0]) * 4
    report = lamella.triggers({"sport": minutes, "same": [2.0] * 40}, [3, 4] * 20)
    ax = report.plot("calendar", "sport", ax=Figure().subplots())
    assert "sport 30 or more" in ax.get_xlabel()
    assert len(ax.get_lines()[-1].get_xdata()) == 4
    ax = report.plot("calendar", "same", ax=Figure().subplots())
    assert len(ax.get_lines()[-1].get_xdata()) == 0


def test_pictures_of_a_diary_without_a_verdict():
    report = lamella.triggers({"wool": [1, 0] * 20}, [3, 4] * 20)
    for kind in ("effects", "lags", "calendar"):
        report.plot(kind, ax=Figure().subplots())


@pytest.fixture
def run(path, key_file, capfd):
    """What the command prints of the diary."""

    def command(*words, code=0):
        assert main(["triggers", str(path), *words, "--device-key-file", key_file]) == code
        shown = capfd.readouterr()
        return shown.err if code else shown.out

    return command


def test_the_command_prints_what_a_person_can_read(simulated, run):
    simulated.close()
    text = run("itch")
    assert text.startswith("What goes with itch: 2 of 6 exposures stand out.\n")
    assert "Strong evidence in your diary: after a day with sweat" in text
    assert "Linked is not caused" in text
    assert all(len(line) <= 120 for line in text.splitlines())


def test_the_command_prints_json_for_programs(simulated, run):
    simulated.close()
    told = json.loads(run("itch", "--json", "--single", "--exposure", "sweat"))
    assert told["lamella"]["command"] == "triggers"
    assert told["report"]["looks"] == "single"
    assert told["report"]["tested"] == 1
    (finding,) = told["findings"]
    assert finding["exposure"] == "exposure.sweat"
    assert len(finding["profile"]) == 15
    assert {*dataclasses.asdict(lamella.TriggerLag(0, 0, 1.0, 0.0, True, ""))} - {
        "effect", "words"} <= {*finding}  # fmt: skip


def test_the_command_names_what_is_wrong(simulated, run):
    simulated.close()
    assert "no entry belongs to a series of this name" in run("rash", code=1)
    assert "no outcome is named" in run("", code=1)


@pytest.mark.skipif(not DATA, reason="the reference data are not here")
@pytest.mark.parametrize(
    ("files", "symptom", "tested"),
    [
        (["participant1_2016-05-01_2021-09-01.csv"], "kneePain", 9),
        (["Participant8PainNew.csv", "Participant8ObservationsNew.csv"], "Knee Pain", 0),
    ],
)
def test_real_diaries_have_a_report(path, run, files, symptom, tested):
    with lamella.create(path, device_key=KEY) as diary:
        for name in files:
            diary.import_file(os.path.join(DATA, "myaiguide", name))
    told = json.loads(run(f"symptom.{symptom}", "--json"))
    assert told["report"]["tested"] == tested
    assert all(finding["sentence"] for finding in told["findings"])
    assert run(f"symptom.{symptom}")
