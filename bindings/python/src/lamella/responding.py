"""Whether a treatment helped: by a definition fixed before, with the placebo rates beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lamella import _core
from lamella.when import Day, day_number


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """Whether a fall from a baseline is a response, or why nobody can say.

    ``reached`` is None where ``why_not`` says why: there is no label without a placebo rate of the
    same definition near the same week. ``placebo`` are the arms that are; ``placebo_model`` is the
    percentage of an arm by the model of EASI-75. Both are of trial arms, never this person's
    probability.

    >>> lamella.respond("easi_90", baseline=24, later=2, week=12)
    <lamella.Response EASI-90: reached, on placebo 9 %>
    """

    definition: _core.ResponseDefinition
    baseline: float
    later: float
    week: float
    reached: bool | None
    why_not: str
    change: float
    placebo: tuple[_core.PlaceboArm, ...]
    placebo_model: float | None

    def summary(self) -> str:
        """The answer and the placebo rates that go with it, as lines of text.

        >>> text = lamella.respond("iga_success", baseline=3, later=1, week=16).summary()
        >>> for line in text.splitlines()[1:]:  # doctest: +ELLIPSIS
        ...     print(line)
        On placebo, too, 8 % to 10 % of people reached it (of trial arms, ...):
          8.5 % at week 16: adults, second trial of dupilumab alone (...)
          10 % at week 16: adults, first trial of dupilumab alone (...)
        """
        what = f"{self.baseline:.10g} to {self.later:.10g} in {self.week:.10g} weeks"
        if self.reached is None:
            return f"{self.definition.name}: no answer, {self.why_not}. {what}."
        lines = [f"{self.definition.name} {'' if self.reached else 'not '}reached: {what}."]
        rates = [arm.percent for arm in self.placebo]
        if self.placebo_model is not None:
            rates.append(self.placebo_model)
        low, high = f"{min(rates):.0f} %", f"{max(rates):.0f} %"
        lines.append(
            f"On placebo, too, {low if low == high else f'{low} to {high}'} of people reached it"
            " (of trial arms, not a chance of this person):"
        )
        lines += [f"  {_arm(arm)}" for arm in self.placebo]
        if self.placebo_model is not None:
            lines.append(
                f"  {self.placebo_model:.1f} %: model of arms with this baseline and week"
                " (Serrano 2026, doi 10.1002/psp4.70150)"
            )
        return "\n".join(lines)

    def __repr__(self) -> str:
        answer = {True: "reached", False: "not reached", None: f"no answer, {self.why_not}"}
        rates = ", ".join(f"{arm.percent:g} %" for arm in self.placebo)
        placebo = f", on placebo {rates}" if self.reached is not None and rates else ""
        return f"<lamella.Response {self.definition.name}: {answer[self.reached]}{placebo}>"


def _arm(arm: _core.PlaceboArm) -> str:
    interval = "" if arm.low is None or arm.high is None else f" ({arm.low:g} to {arm.high:g})"
    return f"{arm.percent:g} %{interval} at week {arm.week}: {arm.population} ({arm.source})"


def respond(
    definition: str,
    baseline: float,
    later: float,
    *,
    week: float,
    topical_steroid: bool | None = None,
) -> Response:
    """Whether the fall from ``baseline`` to ``later`` is a response by this definition.

    ``definition`` is a code of ``response_definitions()``: easi_50, easi_75, easi_90, easi_100,
    scorad_35, scorad_50, iga_success, pruritus_nrs_4 (of weekly means), poem_4, dlqi_4. ``week``
    counts from the baseline; ``topical_steroid`` says whether they were allowed. Fails with
    ``InvalidArgument`` for an unknown definition and impossible values.

    >>> respond("iga_success", baseline=3, later=1, week=16)
    <lamella.Response vIGA-AD 0 or 1, and 2 grades lower: reached, on placebo 8.5 %, 10 %>
    >>> respond("scorad_50", baseline=60, later=20, week=12).reached is None
    True
    """
    core = _core.respond(definition, baseline, later, week, topical_steroid)
    known = next(one for one in _core.response_definitions() if one.code == definition)
    return Response(
        definition=known,
        baseline=baseline,
        later=later,
        week=week,
        reached=core.reached,
        why_not=core.why_not,
        change=core.change,
        placebo=tuple(core.placebo),
        placebo_model=core.placebo_model,
    )


def kada_non_responder(baseline: tuple[Day, float], later: tuple[Day, float]) -> bool | None:
    """Whether a person is a non-responder as the Korean guideline says (KADA, PMC7992600): EASI-50
    is not reached after three months of proper treatment.

    ``baseline`` is the day on which treatment began and the EASI of that day, ``later`` a day and
    its EASI. None before three months of the calendar are over, or with a baseline too low for
    EASI-50. That the treatment was a proper one, the caller vouches for; placebo rates stand in
    ``respond``. Fails with ``InvalidArgument`` for values below 0 and for days out of order.

    >>> kada_non_responder(("2026-07-01", 24), ("2026-10-01", 13))
    True
    """
    return _core.kada_non_responder(
        day_number(baseline[0]), baseline[1], day_number(later[0]), later[1]
    )


def week_control(days: Sequence[tuple[bool | None, float | None]]) -> str:
    """How well eczema was controlled on seven days (Langan 2017): "totally controlled", "well
    controlled", "not controlled", or "unknown" where a day without an answer could change it.

    Each day is whether treatment was stepped up, by the person's own rule, and a bother of 0 to 10.
    Well is at most two days of stepping up and at most two with a bother above 4, totally is none.

    >>> week_control([(False, 2)] * 5 + [(True, 6), (True, 3)])
    'well controlled'
    """
    return _core.week_control(list(days))


def weekly_mean(scores: Sequence[float | None], *, least: int = 4) -> float | None:
    """The mean of seven daily scores, None with fewer than ``least`` answers. Four of seven is a
    convention of trials that no protocol was found to state.

    >>> weekly_mean([4, 6, None, 8, None, 2, None])
    5.0
    """
    return _core.weekly_mean(list(scores), least)


def poem_answer_of_days(days: Sequence[bool | None]) -> int | None:
    """An answer of POEM from seven days of yes or no; None where a day without an answer could
    change it.

    It is not the questionnaire's: recall over a week scores 1.2 points lower on average than days
    do (Duverdier 2024). Never mix the two.

    >>> poem_answer_of_days([True, True, True, False, False, False, None])
    2
    """
    return _core.poem_answer_of_days(list(days))
