"""``lamella score``: what the field's instruments ask, and the score of answers.

JSON: of ``list``, ``instruments``, each with ``code``, ``version``, ``name``, ``rater``, ``span``,
``items`` (``code``, ``min``, ``max``, ``step``), ``min_total``, ``max_total``, ``missing``,
``bands`` and ``changes`` with their ``source``, ``source``, ``licence``, ``loinc``; of an
instrument alone, that one. Of answers, ``scores`` with one score, and of a diary all of them, each
with ``instrument``, ``version``, ``total``, ``band``, ``why_not``, ``remark``, ``answered``,
``counted_zero``, ``missing``, ``parts``, and in a diary ``id``, ``day``, ``site``.
"""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

import lamella
from lamella import _core
from lamella.cli import diaries, output, secrets
from lamella.cli.failures import UsageError
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella score list                          the instruments
  lamella score poem                          what one asks, its bands and their sources
  lamella score poem 4 2 0 0 1 2 4            the score of answers in the order of the items
  lamella score poem itch=4 sleep=2 dryness=  by name; one without a number is not answered
  lamella score easi trunk.area_percent=35 trunk.erythema=2 ... --age 30
  lamella score poem --diary diary.db         the scores that a diary holds; list: of all

No wording of a questionnaire is shipped: it belongs to its owner."""

_ALL = "list"


def _add_options(parser: Parser) -> None:
    parser.add_argument("instrument", metavar="INSTRUMENT", help="its code, or list")
    parser.add_argument(
        "files", metavar="ANSWER", nargs="*", help="ITEM=NUMBER, or numbers in order"
    )
    parser.add_argument("--age", metavar="YEARS", type=float, help="of the person, for EASI")
    parser.add_argument("--diary", metavar="DIARY", help="the scores of the answers in this diary")
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.diary is not None:
        return _of_a_diary(arguments)
    if arguments.instrument == _ALL:
        if arguments.files:
            raise UsageError("name an instrument to score these answers")
        return _list(arguments)
    instrument = _core.instrument(arguments.instrument)
    if not arguments.files:
        return _describe(instrument, arguments)
    score = lamella.score(instrument, _answers(arguments.files), age=arguments.age)
    if arguments.json:
        output.print_json("score", scores=[dataclasses.asdict(score)])
    else:
        output.say(*_lines(score))
    return 0


def _answers(words: list[str]) -> Any:
    if any("=" in word for word in words) and not all("=" in word for word in words):
        raise UsageError("name all items, as ITEM=NUMBER, or none")
    if "=" in words[0]:
        pairs = [word.partition("=") for word in words]
        return [_core.Answer(item=item, value=_number(value)) for item, _, value in pairs]
    return [_number(word) for word in words]


def _number(text: str) -> float | None:
    if text in ("", "-"):
        return None
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a number") from None


def _lines(score: lamella.Score) -> list[str]:
    if score.total is None:
        missing = f": {score.first_missing}" if score.first_missing else ""
        return [f"no score: {score.why_not}{missing}"]
    lines = [f"{output.number(score.total)}{f', {score.band}' if score.band else ''}"]
    if score.counted_zero:
        lines.append(f"{output.plural(score.counted_zero, 'item')} without an answer counted as 0")
    if score.remark:
        lines.append(score.remark)
    lines += [f"  {part}: {output.number(value)}" for part, value in score.parts.items()]
    return lines


def _list(arguments: argparse.Namespace) -> int:
    all_of_them = _core.instruments()
    if arguments.json:
        output.print_json("score", instruments=[_fields(one) for one in all_of_them])
        return 0
    rows = [["code", "name", "by", "asks about", "total", "wording"]]
    for one in all_of_them:
        total = f"{output.number(one.min_total)} to {output.number(one.max_total)}"
        rows.append([one.code, one.name, one.rater, one.span, total, one.wording])
    output.say(*output.aligned(rows))
    return 0


def _describe(instrument: _core.Instrument, arguments: argparse.Namespace) -> int:
    if arguments.json:
        output.print_json("score", instruments=[_fields(instrument)])
        return 0
    low, high = output.number(instrument.min_total), output.number(instrument.max_total)
    output.say(
        f"{instrument.name}, version {instrument.version}: {low} to {high}, higher is worse",
        f"by {instrument.rater}, about {instrument.span}; {instrument.missing}",
        "",
        *output.aligned([["item", "answers"], *([i.code, _allowed(i)] for i in instrument.items)]),
    )
    for bands in instrument.bands:
        output.say("", f"bands: {bands.source}", *map(_band, bands.bands))
    for change in instrument.changes:
        unit = " %" if change.is_percent else ""
        output.say(
            "",
            f"a change of {output.number(change.at_least)}{unit}: {change.meaning}",
            f"  {change.source}",
        )
    output.say("", f"score: {instrument.source}", f"wording: {instrument.licence}")
    return 0


def _allowed(item: _core.Item) -> str:
    step = "" if item.step == 1 else f", steps of {output.number(item.step)}"
    but = "" if item.except_ is None else f", not {output.number(item.except_)}"
    return f"{output.number(item.min)} to {output.number(item.max)}{step}{but}"


def _band(band: _core.Band) -> str:
    return f"  {'above' if band.above else 'from'} {output.number(band.start)}: {band.name}"


def _fields(instrument: _core.Instrument) -> dict[str, Any]:
    return {
        "code": instrument.code,
        "version": instrument.version,
        "name": instrument.name,
        "rater": instrument.rater,
        "span": instrument.span,
        "items": [
            {"code": item.code, "min": item.min, "max": item.max, "step": item.step}
            for item in instrument.items
        ],
        "min_total": instrument.min_total,
        "max_total": instrument.max_total,
        "missing": instrument.missing,
        "bands": [
            {
                "source": bands.source,
                "bands": [
                    {"name": band.name, "start": band.start, "above": band.above}
                    for band in bands.bands
                ],
            }
            for bands in instrument.bands
        ],
        "changes": [
            {
                "at_least": change.at_least,
                "is_percent": change.is_percent,
                "meaning": change.meaning,
                "source": change.source,
            }
            for change in instrument.changes
        ],
        "source": instrument.source,
        "licence": instrument.licence,
        "loinc": instrument.loinc,
    }


def _of_a_diary(arguments: argparse.Namespace) -> int:
    if arguments.files:
        raise UsageError("a diary has its own answers")
    code = None if arguments.instrument == _ALL else _core.instrument(arguments.instrument).code
    with diaries.open_diary(arguments, read_only=True) as diary:
        found = [
            (entry, lamella.score_of(entry)) for entry in diary.query(kind="answers", code=code)
        ]
    if arguments.json:
        output.print_json(
            "score",
            scores=[
                {
                    **dataclasses.asdict(score),
                    "id": entry.id.hex(),
                    "day": entry.fields["local_day"].isoformat(),
                    "site": entry.fields["site"],
                }
                for entry, score in found
            ],
        )
        return 0
    rows = [["day", "instrument", "score", "band", "site"]]
    for entry, score in found:
        total = "none" if score.total is None else output.number(score.total)
        day = entry.fields["local_day"].isoformat()
        said = score.band or score.why_not
        rows.append([day, score.instrument, total, said, escape(entry.fields["site"])])
    output.say(*(output.aligned(rows, right=[2]) if found else ["There are no such answers."]))
    return 0


COMMAND = Command(
    "score",
    "INSTRUMENT [ANSWER...]",
    "score answers to an instrument, or those in a diary",
    _EXAMPLES,
    _add_options,
    _run,
)
