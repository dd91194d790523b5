"""``lamella show``: what is in a diary, on a screen.

JSON: ``diary`` (``entries``, ``values``, ``deleted``, ``first_day``, ``last_day``, ``days`` from
the first to the last, ``days_with_entries``, ``file_bytes``); ``series``, all of them, each with
``series``, ``unit`` (UCUM), ``values`` (how many), ``first_day``, ``last_day``, ``last_value``;
``recent``, the newest entries, each with ``day``, ``time``, ``kind``, ``code``, ``value`` (a text
for people), ``site``, ``note``.
"""

from __future__ import annotations

import argparse
import os
from datetime import date, timedelta

import lamella
from lamella.cli import diaries, output, secrets
from lamella.cli.contents import Line, Series, list_series, recent
from lamella.cli.parser import Command, Parser, add_json, count
from lamella.escape import escape

_EXAMPLES = """\
  lamella show diary.db
  lamella show diary.db --days 7
  lamella show diary.db --series itch
  lamella show diary.db --json | jq '.series[].series'"""

_SERIES_SHOWN = 40
_ENTRIES_SHOWN = 10
_ENTRIES_OF_DAYS = 40
_CELL_WIDTH = 36


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument(
        "--series", metavar="NAME", help="this one alone, e.g. itch or symptom.itch"
    )
    parser.add_argument("--days", metavar="N", type=count, help="only the last N days of the diary")
    parser.add_argument("--all", action="store_true", help=f"all series, not {_SERIES_SHOWN}")
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    with diaries.open_diary(arguments, read_only=True) as diary:
        summary = diary.summary()
        start = _first_day(summary, arguments.days)
        series = list_series(diary, arguments.series, start)
        limit = _ENTRIES_OF_DAYS if arguments.days else _ENTRIES_SHOWN
        lines = recent(diary, arguments.series, start, summary.last_day, limit)
    if arguments.json:
        output.print_json(
            "show",
            diary=_diary_fields(summary),
            series=[one.fields() for one in series],
            recent=[line.fields() for line in lines],
        )
        return 0
    output.say(*_heading(arguments.diary, summary))
    if series:
        shown = series if arguments.all else series[:_SERIES_SHOWN]
        output.say("", *_series_table(shown))
        if len(shown) < len(series):
            output.say(f"... and {len(series) - len(shown):,} series more: --all shows them")
    if lines:
        output.say("", *_entry_table(lines))
    return 0


def _first_day(summary: lamella.Summary, days: int | None) -> date | None:
    if days is None or summary.first_day is None or summary.last_day is None:
        return None
    span = (summary.last_day - summary.first_day).days
    return summary.last_day - timedelta(days=min(days - 1, span))


def _diary_fields(summary: lamella.Summary) -> dict[str, object]:
    first, last = summary.first_day, summary.last_day
    return {
        "entries": summary.entries,
        "values": summary.samples,
        "deleted": summary.deleted,
        "first_day": None if first is None else first.isoformat(),
        "last_day": None if last is None else last.isoformat(),
        "days": 0 if first is None or last is None else (last - first).days + 1,
        "days_with_entries": summary.days,
        "file_bytes": summary.file_bytes,
    }


def _heading(path: str, summary: lamella.Summary) -> list[str]:
    first, last = summary.first_day, summary.last_day
    name = escape(os.path.basename(path))
    if first is None or last is None:
        held = output.plural(summary.entries, "definition") if summary.entries else "no entry yet"
        return [f"{name}: {held}"]
    days = (last - first).days + 1
    share = 100 * summary.days / days
    return [
        f"{name}: {output.plural(summary.entries, 'entry', 'entries')}, "
        f"{output.plural(summary.samples, 'value')}, {output.size(summary.file_bytes)}",
        f"{first if first == last else f'{first} to {last}'}: {output.plural(days, 'day')}, "
        f"{summary.days:,} with entries ({_percent(share)})",
    ]


def _percent(share: float) -> str:
    # 99.9 is not all of them, and 0.1 is not none.
    return f"{min(max(round(share), 1), 100 if share == 100 else 99)} %"


def _series_table(series: list[Series]) -> list[str]:
    rows = [["series", "unit", "values", "first day", "last day", "last value"]]
    for one in series:
        of = one.fields()
        name = output.clip(escape(one.name), _CELL_WIDTH)
        unit = "" if one.unit == "1" else output.clip(escape(one.unit), _CELL_WIDTH)
        value = output.number(of["last_value"])
        rows.append([name, unit, f"{one.values:,}", of["first_day"], of["last_day"], value])
    return output.aligned(rows, right=[2, 5])


def _entry_table(lines: list[Line]) -> list[str]:
    rows = [["day", "time", "newest entries", "", "site", "note"]]
    for line in lines:
        what = f"{line.kind}.{line.code}" if line.code else line.kind.replace("_", " ")
        texts = (what, line.value, line.site, line.note)
        rows.append([line.day, line.time, *(output.clip(escape(t), _CELL_WIDTH) for t in texts)])
    filled = [i for i, column in enumerate(zip(*rows[1:], strict=True)) if any(column)]
    return output.aligned([[row[i] for i in filled] for row in rows])


COMMAND = Command("show", "DIARY", "print what is in a diary", _EXAMPLES, _add_options, _run)
