"""``lamella export``: everything in a diary into files that other programs read.

JSON: ``target``, and the fields of ``ExportReport``: ``format``, ``files``, ``entries`` (a count a
kind), ``newer``, ``incomplete``, ``conflicts``.
"""

from __future__ import annotations

import argparse
import textwrap

from lamella.cli import diaries, failures, output, secrets
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella export diary.db everything
  lamella export diary.db everything --format parquet
  lamella export diary.db everything.jsonl

CSV and Parquet go to a new folder, one file a kind of entry; JSON Lines to a new file. The files
are not encrypted. `lamella import` reads them back into another diary, entry for entry."""

_FORMATS = ("csv", "parquet", "jsonl")


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument("target", metavar="TARGET", help="the new folder, or the new .jsonl file")
    parser.add_argument(
        "--format", choices=_FORMATS, help="by default csv, and jsonl for a target *.jsonl"
    )
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    target = arguments.target
    form = arguments.format or ("jsonl" if target.endswith(".jsonl") else "csv")
    with (
        diaries.open_diary(arguments, read_only=True) as diary,
        failures.making(target, "exported"),
        failures.about(target),
    ):
        report = diary.export(target, form, progress=output.at_terminal())
    if arguments.json:
        output.print_json(
            "export",
            target=target,
            format=report.format,
            files=report.files,
            entries=report.entries,
            newer=report.newer,
            incomplete=report.incomplete,
            conflicts=report.conflicts,
        )
        return 0
    output.say(f"{escape(target)}:", textwrap.indent(str(report), "  "))
    output.say("These files are not encrypted: whoever has them can read them.")
    return 0


COMMAND = Command(
    "export",
    "DIARY TARGET",
    "write everything to CSV, Parquet or JSON Lines",
    _EXAMPLES,
    _add_options,
    _run,
)
