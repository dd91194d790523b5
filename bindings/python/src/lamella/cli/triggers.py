"""``lamella triggers``: which exposures go with a symptom, and how often such a finding is chance.

JSON: ``report`` with the provenance (``outcome``, ``unit``, ``reduce``, ``looks``, ``q``, ``seed``,
``version``, ``first_day``, ``last_day``, ``last_recorded``, ``recorded_days``, ``thin_weeks``,
``look``, ``next_look``, ``covariates``, ``left_out``, ``tested``, ``meaningful``, ``rho``,
``kappa``, ``guard``, ``missing``, ``known_by``); ``findings``, the strongest first, each with
``exposure``, ``tier``, ``sentence``, ``p``, ``false_discovery``,
``false_discovery_any_dependence``, ``effect``, ``standard_error``, ``low``, ``high``, ``level``,
``shrunk``, ``effect_now``, ``low_now``, ``high_now``, ``per``, ``unit``, ``first_lag``,
``last_lag``, ``decay``, ``same_day``, ``binary``, ``intermittent``, ``days``, ``exposed_days``,
``guard``, ``missing``, ``known_by``, ``few_exposures``, ``skin_may_drive``, ``lead_p``,
``exposure_p``, ``explained_by``, ``chance_share``, ``draws`` and ``profile`` (``lag``, ``effect``,
``standard_error`` of lags 0 to 14).
"""

from __future__ import annotations

import argparse
import textwrap
from datetime import date
from typing import Any

import lamella
from lamella import trigger_text
from lamella.cli import diaries, output, secrets
from lamella.cli.parser import Command, Parser, add_json, day
from lamella.escape import escape

_EXAMPLES = """\
  lamella triggers diary.db itch
  lamella triggers diary.db itch --exposure wool --exposure sweat
  lamella triggers diary.db pain --single               a diary that is closed
  lamella triggers diary.db itch --json | jq '.findings[] | {exposure, tier, p}'

A growing diary has a verdict on day 120, 180, 270, 365, 545, 730 and a year later each. Linked is
not caused: only a planned on/off test can tell."""

_WIDTH = 96
_WAITING = ("unclear", "not_enough")
_PROVENANCE = (
    *("outcome", "unit", "reduce", "looks", "q", "seed", "version", "first_day", "last_day"),
    *("last_recorded", "recorded_days", "thin_weeks", "look", "next_look", "covariates"),
    *("left_out", "tested", "meaningful", "rho", "kappa", "guard", "missing", "known_by"),
)


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument("outcome", metavar="SYMPTOM", help="e.g. itch, or symptom.itch")
    parser.add_argument(
        "--exposure",
        metavar="NAME",
        action="append",
        default=[],
        dest="exposures",
        help="this one, again for another; by default all of the diary",
    )
    parser.add_argument(
        "--single", action="store_true", help="one verdict on all days: the diary is closed"
    )
    parser.add_argument("--site", metavar="SITE", help="of the symptom, e.g. elbow.left")
    parser.add_argument("--start", metavar="DAY", type=day, help="only from this day on")
    parser.add_argument("--end", metavar="DAY", type=day, help="only to this day")
    parser.add_argument(
        "--seed", metavar="N", type=int, default=1, help="of the random draws; by default 1"
    )
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    with (
        diaries.open_diary(arguments, read_only=True) as diary,
        output.progress("looking for triggers") as task,
    ):
        report = diary.triggers(
            arguments.outcome,
            arguments.exposures or None,
            looks="single" if arguments.single else "official",
            site=arguments.site,
            start=arguments.start,
            end=arguments.end,
            seed=arguments.seed,
            task=task,
        )
    if arguments.json:
        output.print_json("triggers", report=_provenance(report), findings=_findings(report))
    else:
        _print(report)
    return 0


def _provenance(report: lamella.TriggerReport) -> dict[str, Any]:
    return {name: _plain(getattr(report, name)) for name in _PROVENANCE}


def _findings(report: lamella.TriggerReport) -> list[dict[str, Any]]:
    return [
        {
            **{name: _plain(value) for name, value in trigger_text.row(finding).items()},
            "profile": [
                {"lag": lag, "effect": effect, "standard_error": error}
                for lag, effect, error in finding.profile
            ],
        }
        for finding in report
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _print(report: lamella.TriggerReport) -> None:
    output.say(f"What goes with {escape(trigger_text.standing(report))}.", "")
    if len(report):
        rows = [[escape(cell) for cell in row] for row in trigger_text.table(report)]
        output.say(*output.aligned(rows, right=[5, 6]), "")
    for text in trigger_text.told(one for one in report if one.tier in trigger_text.SHOWN):
        output.say(*_paragraph(escape(text), ""), "")
    waiting = trigger_text.told(one for one in report if one.tier in _WAITING)
    if waiting:
        output.say("Not enough yet:")
        for text in waiting:
            output.say(*_paragraph(escape(text), "  "))
        output.say("")
    for text in (*trigger_text.provenance(report), trigger_text.LINKED):
        output.say(*_paragraph(escape(text), ""))


def _paragraph(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  " * bool(indent)
    )


COMMAND = Command(
    "triggers",
    "DIARY SYMPTOM",
    "tell which exposures go with a symptom, and how sure that is",
    _EXAMPLES,
    _add_options,
    _run,
)
