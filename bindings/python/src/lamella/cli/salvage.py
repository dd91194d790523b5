"""``lamella salvage``: what of a damaged diary can be recovered, in a new one.

JSON: ``diary``, the new one; ``whole``, ``pages``, ``damaged_pages``, ``changes``, ``entries`` (in
the new diary), ``lost`` and ``older`` (ids of entries, 32 hex digits), ``gaps``, each with
``replica``, ``first`` and ``last``, and ``what_was_lost``, the lines that people see.
"""

from __future__ import annotations

import argparse

import lamella
from lamella.cli import diaries, failures, output, secrets, sources
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella salvage diary.db saved.db

For a diary that `lamella check` finds damaged, without a backup. The damaged diary is only read.
Every entry whose bytes verify comes back; the exit code is 5 when something is lost."""


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DAMAGED", help="the file of the damaged diary")
    parser.add_argument("new", metavar="NEW", help="the diary to make")
    secrets.add_options(parser)
    secrets.add_new_options(
        parser,
        "the passphrase of the new diary",
        "it opens with the secret that opens the damaged one",
    )
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    sources.refuse_a_descriptor_twice(arguments)
    diaries.require_free(arguments.new, "diary")
    opener = diaries.read_secret(arguments)
    maker = None
    if secrets.names_new(arguments):
        maker = {"passphrase": secrets.read_new(arguments)}
    with (
        failures.making(arguments.new, "recovered"),
        failures.about(arguments.diary),
        output.progress("Reading") as task,
    ):
        report = lamella.salvage(
            arguments.diary, arguments.new, new_secret=maker, task=task, **opener
        )
    if arguments.json:
        _print_json(report, arguments.new)
    else:
        output.say(*_lines(report, arguments))
    return 0 if report.is_whole else failures.DAMAGED


def _print_json(report: lamella.SalvageReport, path: str) -> None:
    output.print_json(
        "salvage",
        diary=path,
        whole=report.is_whole,
        pages=report.pages,
        damaged_pages=report.damaged_pages,
        changes=report.changes,
        entries=report.entries,
        lost=[id.hex() for id in report.lost],
        older=[id.hex() for id in report.older],
        without_content=[id.hex() for id in report.without_content],
        gaps=[
            {"replica": gap.replica.hex(), "first": gap.first, "last": gap.last}
            for gap in report.gaps
        ],
        what_was_lost=report.what_was_lost,
    )


def _lines(report: lamella.SalvageReport, arguments: argparse.Namespace) -> list[str]:
    entries = output.plural(report.entries, "entry", "entries")
    pages = output.plural(report.pages, "page")
    lines = [
        f"Read {pages}, {report.damaged_pages:,} of them damaged.",
        f"Made {escape(arguments.new)} with {entries}, as they were last shown.",
    ]
    if report.is_whole:
        return [*lines, "Nothing was lost but the history of the entries."]
    return [
        *lines,
        "What was lost:",
        *(f"  {line}" for line in report.what_was_lost),
        f"Keep the files of {escape(arguments.diary)} until you have compared the two.",
    ]


COMMAND = Command(
    "salvage",
    "DAMAGED NEW",
    "recover what is whole from a damaged diary",
    _EXAMPLES,
    _add_options,
    _run,
)
