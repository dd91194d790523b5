"""Diaries with known truth, to test an analysis on."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from lamella import _core
from lamella.importing import Mapping, Series, TimeColumns
from lamella.tables import DayGrid
from lamella.when import day_number, day_of_number

if TYPE_CHECKING:
    from lamella.diary import Diary


def simulate(
    seed: int = 1,
    days: int = 365,
    *,
    first_day: date | str | int = "2024-01-01",
    rho: float = 0.8,
    missing: float = 0.2,
    max_score: int = 10,
    factors: Iterable[_core.SimulatedFactor] = (),
) -> Simulation:
    """A diary of itch and possible triggers whose truth is known; the same seed gives the same
    diary everywhere.

    ``days`` is 1 to 40,000. ``rho`` is how much the severity of a day resembles that of the day
    before, ``missing`` the chance that a day has no entry, both in [0, 1). The score is 0 to
    ``max_score`` (1 to 100). ``factors`` are the possible triggers; by default two triggers, sweat
    and pollen, and four harmless ones. Fails with ``InvalidArgument``, naming the option.

    >>> simulation = lamella.simulate(seed=7, days=90)
    >>> [factor.code for factor in simulation.truth if factor.effect]
    ['sweat', 'pollen']
    """
    core = _core.simulate(seed, days, day_number(first_day), rho, missing, max_score, list(factors))
    return Simulation(core)


class Simulation:
    """A simulated diary and the truth behind it.

    >>> lamella.simulate(days=90)
    <lamella.Simulation of 90 days: itch, sweat, pollen, dairy, wool, stress, humidity>
    """

    def __init__(self, core: _core.Simulation) -> None:
        self._core = core

    def __repr__(self) -> str:
        codes = ", ".join(factor.code for factor in self.truth)
        return f"<lamella.Simulation of {len(self._core.score)} days: itch, {codes}>"

    @property
    def truth(self) -> list[_core.SimulatedFactor]:
        """The factors as they are: ``effect`` is added to the latent severity, in its standard
        deviations, ``lag`` days later.

        >>> lamella.simulate().truth[0]
        SimulatedFactor(code='sweat', phi=0.3, effect=0.7)
        """
        return [factor for factor, _ in self._core.factors]

    @property
    def latent(self) -> list[float]:
        """The severity behind the scores, one a day, also on days without an entry.

        >>> len(lamella.simulate(days=90).latent)
        90
        """
        return self._core.latent

    def to_table(self) -> DayGrid:
        """The day grid that a diary of these entries would give, from the first day on.

        >>> lamella.simulate().to_table().series[:2]
        ['symptom.itch', 'exposure.sweat']
        """
        columns = [_core.GridColumn("symptom.itch", self._core.score)]
        for factor, values in self._core.factors:
            columns.append(_core.GridColumn(f"exposure.{factor.code}", values))
        return DayGrid(_core.DayGrid(self._core.first_day, len(self._core.score), columns))

    def mapping(self) -> Mapping:
        """What the columns of ``write_csv`` mean, for ``Diary.import_file``.

        >>> lamella.simulate().mapping().columns["pollen"].unit
        '1'
        """
        columns = {"itch": Series("symptom", "itch", scale=(0, self._core.max_score))}
        for factor in self.truth:
            unit = "" if factor.binary else "1"
            columns[factor.code] = Series("exposure", factor.code, unit)
        return Mapping(name="simulation", time=TimeColumns(day="date"), columns=dict(columns))

    def write_csv(self, path: str | os.PathLike[str]) -> None:
        """Writes a tidy wide CSV file: a date, the itch, a column for each factor; days without an
        entry are left empty.

        >>> lamella.simulate(seed=7, days=90).write_csv(folder / "simulated.csv")
        >>> print((folder / "simulated.csv").read_text().splitlines()[0])
        date,itch,sweat,pollen,dairy,wool,stress,humidity
        """
        series = [self._core.score, *(values for _, values in self._core.factors)]
        with open(path, "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["date", "itch", *(factor.code for factor in self.truth)])
            for i in range(len(self._core.score)):
                day = day_of_number(self._core.first_day + i)
                rows.writerow([day, *(_cell(values[i]) for values in series)])

    def log_into(self, diary: Diary) -> int:
        """Puts what the person would have entered into a diary; returns the number of entries.

        >>> lamella.simulate(seed=7, days=90).log_into(diary) == diary.summary().entries
        True
        """
        return len(diary.put_many(_core.simulated_records(self._core)))


def _cell(value: float) -> str:
    if value != value:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
