"""The trigger report as text: for the person whose diary it is, and for a statistician."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lamella.trigger_report import TriggerEffect, TriggerFinding, TriggerReport

_WIDTH = 96

#: Tiers of which it is told when the score goes with the exposure.
SHOWN = ("strong", "moderate", "goes_together", "hint")

_WORDS = {
    "strong": "strong",
    "moderate": "likely",
    "goes_together": "goes together",
    "hint": "weak hint",
    "none": "no effect",
    "unclear": "not enough yet",
    "not_enough": "not enough yet",
}

LINKED = (
    "Linked is not caused: other things may lie behind both. Only a planned on/off test can tell. "
    "This is a diary and a measuring tool, not a medical device."
)


def spoken(series: str) -> str:
    """The name of a series for people.

    >>> spoken("exposure.dust_mites"), spoken("wool")
    ('dust mites', 'wool')
    """
    return (series.partition(".")[2] or series).replace("_", " ")


def probability(p: float | None) -> str:
    """A p as one reads it, down to the smallest.

    >>> probability(0.034), probability(3.2e-7), probability(0.0), probability(None)
    ('0.034', '3.2e-07', '<1e-300', '')
    """
    if p is None:
        return ""
    if p < 1e-300:
        return "<1e-300"
    return f"{p:.1e}" if p < 1e-3 else f"{p:.3f}"


def standing(report: TriggerReport) -> str:
    """How many stand out.

    >>> standing(lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30))
    'score: 0 of 1 exposure stands out'
    """
    found, total = len(report.found()), len(report)
    verb = "stands" if total == 1 or found == 1 else "stand"
    noun = "exposure" if total == 1 else "exposures"
    if not total:
        return f"{spoken(report.outcome)}: no exposure is in the diary"
    return f"{spoken(report.outcome)}: {found} of {total} {noun} {verb} out"


def table(report: TriggerReport) -> list[list[str]]:
    """Rows of text, the head first and then the strongest: what, how sure, when, points, p.

    >>> table(lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30))[1][:2]
    ['wool', 'not enough yet']
    """
    rows = [["exposure", "", "it shows", "points over 4 days", "days", "p", "q"]]
    for finding in report:
        lag = finding.lag if finding.tier in SHOWN else None
        days = (
            f"{finding.exposed_days} of {finding.days}"
            if finding.intermittent
            else f"{finding.days}"
        )
        rows.append(
            [
                spoken(finding.exposure),
                _WORDS[finding.tier],
                lag.words if lag else "",
                _points(finding.effect or finding.effect_now),
                days,
                probability(finding.p),
                probability(finding.false_discovery),
            ]
        )
    return rows


def provenance(report: TriggerReport) -> list[str]:
    """What the verdict rests on, in sentences.

    >>> report = lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30)
    >>> provenance(report)[0]
    'No verdict yet: the first is on 2024-04-29.'
    """
    lines = [_verdict(report)]
    if report.look is not None and report.last_recorded > report.last_day:
        lines.append(
            f"Entries since {report.last_day} count at the next look; until then they change the "
            "estimates and not the verdict."
        )
    share = f"{100 * report.q:g}%"
    days = (report.last_day - report.first_day).days + 1
    lines.append(
        f"{report.first_day} to {report.last_day}: {report.recorded_days} of {days} days with "
        f"{spoken(report.outcome)} ({report.reduce} of the day), "
        f"{_of(report.thin_weeks, 'week')} with fewer than 3. "
        f"{_of(report.tested, 'exposure')} tested as one family, {share} of findings false on "
        "average."
    )
    if report.covariates:
        lines.append(f"Taken into account: {_covariates(report)}.")
    lines.append(
        "Points are for a day with it, or a standard deviation more, summed over that day and the "
        f"next 3; {report.meaningful:.2g} points matter. Lamella {report.version}, seed "
        f"{report.seed}, memory {report.rho:.2f}, noise {report.kappa:.2f}."
    )
    return lines


def told(findings: Iterable[TriggerFinding]) -> list[str]:
    """What may be said of each, those of which the same is said together.

    >>> report = lamella.triggers({"wool": [1, 0] * 30, "silk": [0, 1] * 30}, [3, 4] * 30)
    >>> told(report)[0][:30]
    'wool, silk: Not enough data: 6'
    """
    names: dict[str, list[str]] = {}
    for finding in findings:
        names.setdefault(finding.sentence, []).append(spoken(finding.exposure))
    return [f"{', '.join(same)}: {sentence}" for sentence, same in names.items()]


def summary(report: TriggerReport) -> str:
    """What ``TriggerReport.summary`` returns."""
    lines = [f"What goes with {standing(report)}.", ""]
    for tier, sentences in _by_tier(report).items():
        lines.append(f"{_WORDS[tier].capitalize()}:")
        for text in sentences:
            lines += textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
        lines.append("")
    for text in (*provenance(report), LINKED):
        lines += textwrap.wrap(text, _WIDTH)
    return "\n".join(lines)


def row(finding: TriggerFinding) -> dict[str, Any]:
    """A finding as one row of a table: numbers, and None where there is none."""
    effect, now, lag = finding.effect, finding.effect_now, finding.lag
    return {
        "exposure": finding.exposure,
        "tier": finding.tier,
        "p": finding.p,
        "false_discovery": finding.false_discovery,
        "false_discovery_any_dependence": finding.false_discovery_any_dependence,
        "effect": effect and effect.effect,
        "standard_error": effect and effect.standard_error,
        "low": effect and effect.low,
        "high": effect and effect.high,
        "level": effect and effect.level,
        "shrunk": effect and effect.shrunk,
        "effect_now": now and now.effect,
        "low_now": now and now.low,
        "high_now": now and now.high,
        "per": finding.per,
        "unit": finding.unit,
        "first_lag": lag and lag.first_lag,
        "last_lag": lag and lag.last_lag,
        "decay": lag and lag.decay,
        "same_day": lag and lag.same_day,
        "binary": finding.binary,
        "intermittent": finding.intermittent,
        "days": finding.days,
        "exposed_days": finding.exposed_days,
        "guard": finding.guard,
        "missing": finding.missing,
        "known_by": finding.known_by,
        "few_exposures": finding.few_exposures,
        "skin_may_drive": finding.skin_may_drive,
        "lead_p": finding.lead_p,
        "exposure_p": finding.exposure_p,
        "explained_by": finding.explained_by,
        "chance_share": finding.chance_share,
        "draws": finding.draws,
        "sentence": finding.sentence,
    }


def _by_tier(report: TriggerReport) -> dict[str, list[str]]:
    tiers: dict[str, list[TriggerFinding]] = {}
    for finding in report:
        tier = "unclear" if finding.tier == "not_enough" else finding.tier
        tiers.setdefault(tier, []).append(finding)
    return {tier: told(findings) for tier, findings in tiers.items()}


def _points(effect: TriggerEffect | None) -> str:
    if effect is None:
        return ""
    if effect.low is None or effect.high is None:
        return f"{effect.shrunk:+.2f}"
    return f"{effect.shrunk:+.2f} ({effect.low:+.2f} to {effect.high:+.2f})"


def _of(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _verdict(report: TriggerReport) -> str:
    if report.looks == "single":
        return (
            "One verdict on all days, of a diary that is closed. Asking again after more entries "
            "finds more by chance."
        )
    if report.look is None:
        return f"No verdict yet: the first is on {report.next_look}."
    return f"Verdict of {report.look}; it stands until the next, on {report.next_look}."


def _covariates(report: TriggerReport) -> str:
    names = {"season.sin": "season", "season.cos": "season"}
    told = dict.fromkeys(names.get(name, name) for name in report.covariates if name != "one")
    return ", ".join(told)
