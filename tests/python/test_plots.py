"""Pictures: what is drawn is what the grid holds, and nothing else is touched."""

import csv
import subprocess
import sys
import time
import warnings
from datetime import date

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import lamella
from lamella import _core
from lamella.tables import DayGrid

matplotlib.use("Agg")

from matplotlib import pyplot as plt

NAN = float("nan")
FIRST = 20_000  # 2024-10-04, a Friday
UNITS = {"dose.cream": "g", "exposure.pollen": "/m3", "measurement.tewl": "g/(m2.h)"}


def grid_of(columns, first=FIRST):
    days = len(next(iter(columns.values()), []))
    made = [
        _core.GridColumn(name, values, UNITS.get(name, "1")) for name, values in columns.items()
    ]
    return DayGrid(_core.DayGrid(first, days, made))


@pytest.fixture
def small():
    return grid_of(
        {
            "dose.cream": [NAN, 2, NAN, 0.5, NAN, NAN],
            "exposure.pollen": [10, 0, 40, NAN, NAN, 20],
            "exposure.sweat": [1, 0, NAN, NAN, 1, 0],
            "measurement.tewl": [NAN, 18, 20, NAN, NAN, NAN],
            "symptom.itch": [4, NAN, 0, NAN, 6, 5],
            "symptom.sleep_loss": [1, 2, 3, NAN, NAN, NAN],
        }
    )


@pytest.fixture
def ax():
    return Figure(figsize=(10, 5), layout="constrained").subplots()


@pytest.fixture(autouse=True)
def nothing_global_is_touched():
    before, figures = dict(matplotlib.rcParams), plt.get_fignums()
    yield
    assert dict(matplotlib.rcParams) == before
    assert plt.get_fignums() == figures


def render(ax):
    """Draws into memory; a warning is an error here."""
    FigureCanvasAgg(ax.figure).draw()
    return ax


def lines_of(ax):
    """The lines but for those of events."""
    return {line.get_label(): line for line in ax.get_lines() if len(line.get_xdata()) != 2}


def rows_of(ax):
    """By label of the row: the days of the ticks, their heights, and the known stretches."""
    (band,) = ax.child_axes
    labels = [label.get_text() for label in band.get_yticklabels()]
    rows = {label: {"days": [], "heights": [], "known": []} for label in labels}
    for collection in band.collections:
        for (x0, y0), (x1, y1) in collection.get_segments():
            row = rows[labels[int(max(y0, y1) - 0.01)]]
            if x0 == x1:
                row["days"].append(round(x0) - FIRST)
                row["heights"].append(round(y0 - y1, 3))
            else:
                row["known"].append((x0 - FIRST, x1 - FIRST))
    return rows


def texts(axes):
    return [text.get_text() for text in axes.texts]


# The time line.


def test_lines_are_the_values_of_the_grid_with_their_gaps(small, ax):
    lines = lines_of(small.plot(ax=ax))
    assert list(lines) == ["itch", "sleep_loss"]
    for name, line in lines.items():
        np.testing.assert_array_equal(line.get_ydata(orig=True), small[name])
        np.testing.assert_array_equal(line.get_xdata(orig=True), small["local_day"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["itch", "sleep_loss"]
    assert ax.get_ylabel() == "score"


def test_single_values_are_marked_at_thirty_days(ax):
    grid = lamella.simulate(seed=7, days=30).to_table()
    (line,) = lines_of(grid.plot(ax=ax)).values()
    assert line.get_marker() == "o"
    assert line.get_markevery() is None
    assert len(line.get_ydata(orig=True)) == 30


def test_a_lonely_day_between_gaps_is_a_dot(ax):
    values = np.full(365, NAN)
    values[[5, 100, 101, 364]] = 3
    (line,) = lines_of(grid_of({"symptom.itch": values.tolist()}).plot(ax=ax)).values()
    assert line.get_markevery() == [5, 364]
    assert line.get_marker() == "o"


def test_ticks_stand_on_the_days_and_show_the_amount(small, ax):
    rows = rows_of(small.plot(ax=ax))
    assert list(rows) == ["cream", "pollen", "sweat"]
    assert rows["sweat"]["days"] == [0, 4]
    assert rows["sweat"]["heights"] == [0.8, 0.8]
    assert rows["pollen"]["days"] == [0, 2, 5]
    assert rows["pollen"]["heights"] == [0.2, 0.8, 0.4]
    assert rows["cream"]["heights"] == [0.8, 0.2]
    assert texts(ax.child_axes[0]) == ["0 to 2 g", "0 to 40 /m3"]


def test_a_no_is_a_bare_baseline_and_an_unknown_day_has_none(small, ax):
    rows = rows_of(small.plot(ax=ax))
    assert rows["sweat"]["known"] == [(-0.5, 1.5), (3.5, 5.5)]
    assert rows["cream"]["known"] == [(0.5, 1.5), (2.5, 3.5)]


def test_amounts_below_zero_go_down_from_the_middle_of_the_row(ax):
    grid = grid_of({"exposure.stress": [-2, 1, 0], "symptom.itch": [1, 2, 3]})
    row = rows_of(grid.plot(ax=ax))["stress"]
    assert row["days"] == [0, 1]
    assert row["heights"] == [-0.4, 0.2]


def test_rows_do_not_overlap_the_lines(small, ax):
    small.plot(ax=ax)
    (band,) = ax.child_axes
    share = band.get_position().height / ax.get_position().height
    bottom, top = ax.get_ylim()
    assert 0.1 < share < 0.6
    assert bottom + share * (top - bottom) < 0  # the lowest value is 0
    assert min(ax.get_yticks()) == 0


def test_events_are_labelled_lines_on_their_days(small, ax):
    events = {date(2024, 10, 5): "harvest", "2024-10-08": "injection"}
    small.plot(events={"2024-10-03": "before", **events, "2024-10-10": "after"}, ax=ax)
    lines = [line for line in ax.get_lines() if len(line.get_xdata()) == 2]
    assert [line.get_xdata()[0] for line in lines] == [FIRST + 1, FIRST + 4]
    assert [text.xy[0] for text in ax.texts] == [FIRST + 1, FIRST + 4]
    assert texts(ax) == ["harvest", "injection"]


def test_events_may_be_a_list_with_several_on_a_day_whose_labels_stay_apart(small, ax):
    events = [("2024-10-06", "first"), (FIRST + 2, "second"), ("2024-10-06", "third")]
    small.plot(events=events, ax=ax)
    render(ax)
    assert texts(ax) == ["first", "second", "third"]
    moved = [text.xyann[0] for text in ax.texts]
    assert moved[0] == 0
    assert all(np.diff(moved) > 8)


@pytest.mark.parametrize("events", ["2024-10-05", ["2024-10-05"], {"2024-10-05": 3}, {"x": "y"}])
def test_events_that_are_none_are_refused_before_anything_is_drawn(small, events):
    with pytest.raises(lamella.InvalidArgument):
        small.plot(events=events)


def test_scores_begin_at_zero_so_that_a_small_change_looks_small(ax):
    bottom, _ = grid_of({"symptom.itch": [7, 8]}).plot(ax=ax).get_ylim()
    assert bottom <= 0


def test_named_series_alone_are_drawn(small, ax):
    small.plot("tewl", ax=ax)
    assert list(lines_of(ax)) == ["tewl"]
    assert ax.get_ylabel() == "tewl (g/(m2.h))"
    assert not ax.child_axes
    bottom, _ = ax.get_ylim()
    assert bottom > 15  # a measurement need not begin at 0
    small.plot(iter(["symptom.itch", "sweat"]), ax=(other := Figure().subplots()))
    assert list(lines_of(other)) == ["itch"]
    assert list(rows_of(other)) == ["sweat"]


def test_exposures_alone_fill_the_picture(small, ax):
    rows = rows_of(render(small.plot("sweat", ax=ax)))
    assert rows["sweat"]["days"] == [0, 4]
    assert not lines_of(ax)


def test_a_diary_without_symptoms_shows_its_measurements(diary, ax):
    diary.log_measurement("tewl", 18.2, "g/(m2.h)", at="2026-11-25")
    assert list(lines_of(diary.daily().plot(ax=ax))) == ["tewl"]


def test_lines_of_different_units_are_refused_with_the_way_out(small):
    with pytest.raises(lamella.InvalidArgument, match="once per unit, with series= and an ax="):
        small.plot(["itch", "tewl"])


@pytest.mark.parametrize("draw", [lambda grid: grid.plot("nope"), lambda grid: grid.calendar("no")])
def test_unknown_series_are_not_found(small, draw):
    with pytest.raises(lamella.NotFound):
        draw(small)


def test_ten_years_are_means_of_four_weeks_whose_gaps_stay(ax):
    values = np.tile([2.0, 4.0], 1825)
    values[700:900] = NAN
    (line,) = lines_of(grid_of({"symptom.itch": values.tolist()}).plot(ax=ax)).values()
    means = line.get_ydata(orig=True)
    assert len(means) == 131
    assert set(means[np.isfinite(means)][1:-1]) == {3.0}
    assert 6 <= np.isnan(means).sum() <= 7
    assert "mean of a span of four weeks" in ax.get_xlabel()
    assert "shaded: the middle half of its days" in ax.get_xlabel().replace("\n", " ")
    assert len(ax.collections) == 1
    assert line.get_xdata(orig=True)[1] == np.datetime64("2024-11-11")  # the middle, from a Monday


def test_ticks_by_the_span_are_parts_of_the_known_days(ax):
    sweat = ([1, NAN, 0, 0, NAN, 1, NAN] * 300)[:2000]
    rows = rows_of(
        grid_of({"symptom.itch": [1] * 2000, "exposure.sweat": sweat}, FIRST + 3).plot(ax=ax)
    )
    assert len(rows["sweat"]["heights"]) == 286
    assert rows["sweat"]["heights"][0] == 0.4  # 2 of 4
    assert texts(ax.child_axes[0]) == ["0 to 100 % of days"]
    assert "mean of a week" in ax.get_xlabel()


def test_too_many_series_are_chosen_by_their_values_and_the_rest_is_counted(ax):
    columns = {f"exposure.e{i:02}": [1] * (20 - i) + [NAN] * i for i in range(20)}
    columns |= {f"symptom.s{i:02}": [NAN] * (9 - i) + [1] * (11 + i) for i in range(9)}
    grid_of(columns).plot(ax=ax)
    assert list(lines_of(ax)) == [f"s{i:02}" for i in range(1, 9)]
    assert 6 <= len(rows_of(ax)) <= 12
    assert ax.child_axes[0].get_position().height <= 0.5 * ax.get_position().height
    assert "e00" in rows_of(ax)
    assert "e19" not in rows_of(ax)
    left = 20 - len(rows_of(ax))
    assert f"1 more line and {left} more rows" in ax.get_xlabel().replace("\n", " ")


def test_without_ax_a_figure_is_made_that_the_caller_closes(small):
    for draw in (small.plot, small.calendar):
        made = draw("itch")
        assert plt.get_fignums() == [made.figure.number]
        render(made)
        plt.close(made.figure)


def test_a_given_ax_is_used_and_returned(small):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert small.plot(ax=left) is left
    assert small.calendar("itch", ax=right) is right
    assert not plt.get_fignums()
    render(left)


# The calendar.


def cells_of(ax):
    return ax.collections[0].get_array()


def test_a_calendar_has_weeks_from_monday_in_columns(small, ax):
    small.calendar("itch", ax=ax)
    cells = cells_of(ax)
    assert cells.shape == (7, 2)
    assert ax.get_yticklabels()[0].get_text() == "Mon"
    assert cells[4, 0] == 4  # Friday
    assert cells[6, 0] == 0  # Sunday: an answer, not a gap
    assert cells[1, 1] == 6
    assert cells[2, 1] == 5
    assert cells.count() == 4


def test_missing_days_are_empty_frames_and_days_outside_are_nothing(small, ax):
    small.calendar("itch", ax=ax)
    frames = ax.collections[1].get_paths()
    places = {tuple(int(edge) for edge in path.vertices.min(axis=0)) for path in frames}
    assert places == {(0, 5), (1, 0)}  # Saturday and the next Monday
    assert ax.get_xlabel() == "empty frame: a day without a value"
    assert ax.collections[1].get_facecolor().size == 0


def test_the_colour_bar_has_the_unit_and_begins_at_zero(small, ax):
    small.calendar("tewl", ax=ax)
    bar = ax.collections[0].colorbar
    assert bar.ax is not ax
    assert bar.ax.get_ylabel() == "tewl (g/(m2.h))"
    assert (bar.vmin, bar.vmax) == (0, 20)


def test_answers_have_two_colours(small, ax):
    small.calendar("sweat", ax=ax)
    bar = ax.collections[0].colorbar
    assert [label.get_text() for label in bar.ax.get_yticklabels()] == ["no", "yes"]
    assert bar.cmap.N == 2


def test_more_than_a_year_is_a_block_a_year(ax):
    values = np.arange(3650.0)
    values[40] = NAN
    grid = grid_of({"symptom.itch": values.tolist()})  # from October 2024 to October 2034
    grid.calendar("itch", ax=ax)
    cells = cells_of(ax)
    assert cells.shape == (8 * 11 - 1, 53)
    assert cells.count() == 3649
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        str(year) for year in range(2024, 2035)
    ]
    new_year = (date(2025, 1, 1) - date(1970, 1, 1)).days - FIRST
    assert cells[8 + 2, 0] == new_year  # a Wednesday, in the first column of the second block
    assert cells[8 + 2, 1] == new_year + 7
    assert all(cells.mask[7 + 8 * year].all() for year in range(10))
    render(ax)


def test_two_years_have_the_weekdays_as_well(ax):
    grid_of({"symptom.itch": [1] * 400}).calendar("itch", ax=ax)
    weekdays = [label.get_text() for label in ax.get_yticklabels(minor=True)]
    assert weekdays == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] * 2


def test_a_year_across_new_year_is_one_block(ax):
    grid_of({"symptom.itch": [1] * 120}).calendar("itch", ax=ax)
    assert cells_of(ax).shape == (7, 18)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels == ["Oct\n2024", "Nov\n", "Dec\n", "Jan\n2025"]


# Whatever a diary holds.


@pytest.mark.parametrize("days", [0, 1, 2, 8])
def test_short_and_empty_grids_are_drawn_or_say_so(days):
    figure = Figure()
    grid = grid_of({"symptom.itch": [3] * days, "exposure.sweat": [1] * days})
    for ax, draw in zip(figure.subplots(1, 2), (grid.plot, grid.calendar), strict=True):
        draw(*(["itch"] if draw == grid.calendar else []), ax=ax)
        assert ("no entries" in texts(ax)) == (days == 0)
    render(ax)


def test_a_diary_without_entries_has_a_picture(diary, ax):
    assert texts(render(diary.daily().plot(ax=ax))) == ["no entries"]


def test_one_day_is_named_by_its_date(ax):
    render(grid_of({"symptom.itch": [3]}).plot(ax=ax))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2024-10-04"]


def test_series_without_values_are_drawn_empty(ax):
    grid = grid_of({"symptom.itch": [NAN] * 9, "exposure.sweat": [NAN] * 9, "symptom.x": [0] * 9})
    render(grid.plot(["itch", "sweat"], ax=ax))
    assert list(lines_of(ax)) == ["itch (no values)"]
    assert rows_of(ax) == {"sweat": {"days": [], "heights": [], "known": []}}
    assert list(lines_of(grid.plot(ax=Figure().subplots()))) == ["x"]
    calendar = render(grid.calendar("itch", ax=Figure().subplots()))
    assert cells_of(calendar).count() == 0


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("a$x_2$", r"a\$x_2\$"),
        ("_hidden", "symptom._hidden"),
        ("🙂 itch", "□ itch"),
        ("حكة", "حكة"),
        ("x\u202ey", r"x\\u202ey".replace("\\\\", "\\")),
        ("\\frac", "\\\\frac"),
        ("long " * 20, ("long " * 20)[:31] + "…"),
    ],
)
def test_names_are_shown_as_text_and_never_warn(code, shown):
    series = {f"symptom.{code}": [1, 2], "symptom.b": [1, 2]}
    figure = Figure(figsize=(12, 5))
    time_line, calendar = figure.subplots(1, 2)
    grid = grid_of(series)
    grid.plot(ax=time_line, events={FIRST: code})
    grid.calendar(f"symptom.{code}", ax=calendar)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        render(calendar)
    legend = time_line.get_legend().get_texts()
    assert legend[0].get_text() == shown
    assert calendar.collections[0].colorbar.ax.get_ylabel() == f"{shown} (score)"
    assert texts(time_line) == [shown.removeprefix("symptom.")]


def test_dollars_in_a_name_are_drawn_as_dollars(ax):
    grid_of({"symptom.$x$": [1, 2]}).plot(ax=ax)
    label = ax.yaxis.label
    assert label._preprocess_math(label.get_text()) == ("$x$ (score)", False)


def test_ten_years_of_forty_series_take_less_time_than_plain_lines(ax):
    random = np.random.default_rng(7)
    columns = {f"symptom.s{i}": random.uniform(0, 10, 3650).tolist() for i in range(20)}
    columns |= {f"exposure.e{i}": random.integers(0, 2, 3650).tolist() for i in range(20)}
    grid = grid_of(columns)
    plain = Figure(figsize=(10, 5)).subplots()
    began = time.perf_counter()
    for name in grid.series:
        plain.plot(grid["local_day"], grid[name])
    render(plain)
    middle = time.perf_counter()
    render(grid.plot(ax=ax))
    assert time.perf_counter() - middle < middle - began


def test_real_pain_of_five_years_is_drawn(shared_data, ax):
    path = shared_data / "myaiguide" / "participant1_2016-05-01_2021-09-01.csv"
    with path.open(newline="") as file:
        days = list(csv.DictReader(file))  # consecutive
    names = ("kneePain", "elbowPain", "foreheadPain")
    values = {f"symptom.{name}": [float(day[name] or NAN) for day in days] for name in names}
    grid = grid_of(values, (date.fromisoformat(days[0]["date"]) - date(1970, 1, 1)).days)
    render(grid.plot(ax=ax))
    assert list(lines_of(ax)) == ["kneePain", "elbowPain", "foreheadPain"]
    calendar = render(grid.calendar("elbowPain", ax=Figure(figsize=(10, 9)).subplots()))
    assert cells_of(calendar).count() == 4


def test_without_matplotlib_the_error_names_the_extra():
    script = """
import sys
sys.modules["matplotlib"] = None  # import fails
import lamella
try:
    lamella.simulate(days=9).to_table().plot()
except ImportError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert run.stdout == "pictures need matplotlib and numpy: pip install lamella[plots]\n"


def test_the_package_alone_imports_no_matplotlib():
    script = "import sys, lamella; assert not {'matplotlib', 'numpy'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", script], check=True)
