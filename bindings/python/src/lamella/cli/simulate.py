"""``lamella simulate``: a diary with known truth, to try things on.

JSON: ``seed``, ``days``, ``first_day``, ``entries``, ``outcome`` (a series) and ``truth``, each
factor with ``series``, ``effect`` (in standard deviations of the severity), ``lag`` (days),
``prevalence``, ``phi`` and ``kind`` (``presence`` or ``amount``).
"""

from __future__ import annotations

import argparse
import os

import lamella
from lamella.cli import diaries, output, secrets
from lamella.cli.failures import Failure, UsageError
from lamella.cli.parser import Command, Parser, add_json, count, day
from lamella.escape import escape

_EXAMPLES = """\
  lamella simulate diary.db
  lamella simulate diary.db --days 3650 --seed 7
  lamella simulate diary.db --factor wool:effect=0.5,lag=2 --factor dairy

--factor names a possible trigger and, after a colon, what is true of it:
  effect=0       added to the severity, in its standard deviations; 0 is harmless
  lag=1          after so many days
  prevalence=0.2 the share of days with it
  phi=0          how much a day resembles the day before, 0 to 1
  amount         it is an amount each day, not a yes or no"""

_NUMBERS = ("effect", "lag", "prevalence", "phi")


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="a new diary, or one without entries")
    parser.add_argument("--days", metavar="N", type=count, default=365, help="by default 365")
    parser.add_argument(
        "--seed", metavar="N", type=_seed, default=1, help="another person for each; by default 1"
    )
    parser.add_argument(
        "--first-day", metavar="DAY", type=day, default="2024-01-01", help="by default 2024-01-01"
    )
    parser.add_argument(
        "--missing", metavar="SHARE", type=float, default=0.2, help="of days without an entry (0.2)"
    )
    parser.add_argument(
        "--factor",
        metavar="CODE[:...]",
        type=_factor,
        action="append",
        default=[],
        dest="factors",
        help="a possible trigger, see below; by default two true ones and four harmless ones",
    )
    secrets.add_options(parser)
    add_json(parser)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**64):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 2^64-1")
    return int(text)


def _factor(text: str) -> lamella.SimulatedFactor:
    code, _, details = text.partition(":")
    numbers: dict[str, float] = {}
    amount = False
    for detail in details.split(",") if details else ():
        name, _, value = detail.partition("=")
        if detail == "amount":
            amount = True
        elif name in _NUMBERS:
            numbers[name] = _number(name, value)
        else:
            raise argparse.ArgumentTypeError(
                f"{detail!r} is not one of {', '.join(_NUMBERS)} with a number, or amount"
            )
    lag = int(numbers.pop("lag", 1))
    return lamella.SimulatedFactor(code=code, binary=not amount, lag=lag, **numbers)


def _number(name: str, text: str) -> float:
    try:
        return int(text) if name == "lag" else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number for {name}") from None


def _run(arguments: argparse.Namespace) -> int:
    try:
        simulation = lamella.simulate(
            arguments.seed,
            arguments.days,
            first_day=arguments.first_day,
            missing=arguments.missing,
            factors=arguments.factors,
        )
    except lamella.InvalidArgument as error:  # all of it was typed
        raise UsageError(str(error)) from None
    new = not os.path.lexists(arguments.diary)
    with diaries.create(arguments) if new else diaries.open_diary(arguments) as diary:
        if diary.summary().entries:
            raise Failure(
                f"{arguments.diary}: the diary has entries already; only an empty one is filled"
            )
        entries = simulation.log_into(diary)
    if arguments.json:
        _print_json(arguments, entries, simulation.truth)
    else:
        _print(arguments, entries, simulation.truth, new)
    return 0


def _print_json(
    arguments: argparse.Namespace, entries: int, truth: list[lamella.SimulatedFactor]
) -> None:
    factors = [
        {
            "series": f"exposure.{factor.code}",
            "effect": factor.effect,
            "lag": factor.lag,
            "prevalence": factor.prevalence,
            "phi": factor.phi,
            "kind": "presence" if factor.binary else "amount",
        }
        for factor in truth
    ]
    output.print_json(
        "simulate",
        seed=arguments.seed,
        days=arguments.days,
        first_day=str(arguments.first_day),
        entries=entries,
        outcome="symptom.itch",
        truth=factors,
    )


def _print(
    arguments: argparse.Namespace, entries: int, truth: list[lamella.SimulatedFactor], new: bool
) -> None:
    path = escape(arguments.diary)
    output.say(
        f"{'Made' if new else 'Filled'} {path}: {output.plural(entries, 'entry', 'entries')} of "
        f"{output.plural(arguments.days, 'day')}, seed {arguments.seed}."
    )
    output.say("What is true of this person:")
    for factor in truth:
        code = f"  exposure.{escape(factor.code)}"
        output.say(f"{code:24}{_truth(factor)}")
    output.say(f"Next: lamella show {path}")


def _truth(factor: lamella.SimulatedFactor) -> str:
    if not factor.effect:
        return "does nothing to the itch"
    verb = "raises" if factor.effect > 0 else "lowers"
    later = "on the same day" if not factor.lag else f"{output.plural(factor.lag, 'day')} later"
    return f"{verb} the itch {later}, by {abs(factor.effect):g} standard deviations"


COMMAND = Command(
    "simulate",
    "DIARY",
    "fill an empty diary with a person whose truth is known",
    _EXAMPLES,
    _add_options,
    _run,
)
