"""``lamella check``: whether all of a diary is as it should be, and what to do when it is not.

JSON: ``sound``, ``rebuilt``, ``pages``, ``changes``, ``erased``, ``entries`` (deleted ones
included), ``values``, and ``findings``, each with ``kind`` (``page``, ``log``, ``content``,
``derived``, ``key_file``, ``rollback``, ``attachment``) and ``what``.
"""

from __future__ import annotations

import argparse
import sys

import lamella
from lamella.cli import diaries, failures, output, secrets
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella check diary.db
  lamella check diary.db --deep
  lamella check diary.db --rebuild

Reads every entry and every change, and writes nothing unless asked to. The exit code is 0 for a
sound diary and 5 for one that is not; the last lines say what to do then."""

# What to do about findings, in the order in which it is said.
_ADVICE = (
    (
        ("page", "log", "content", "attachment"),
        "Keep the files of the diary as they are, and restore a backup: `lamella restore BACKUP "
        "NEW`. Without one, `lamella salvage {diary} NEW` puts all that is whole into a new diary "
        "and lists the rest.",
    ),
    (
        ("derived",),
        "`lamella check {diary} --rebuild` makes entries and values anew from the log of changes.",
    ),
    (
        ("key_file",),
        "Any command that writes to the diary mends a missing copy of its key file. `lamella keys "
        "{diary} rotate` shuts out what opens with an older one.",
    ),
    (
        ("rollback",),
        "This is an older copy of the diary: look for the newer one. Commands that write go on "
        "from this one with --accept-rollback.",
    ),
)


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument(
        "--deep", action="store_true", help="look at every page as well, also those without a row"
    )
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="first make all that derives from the log of changes anew",
    )
    diaries.add_rollback_option(parser)
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    try:
        report = _check(arguments)
    except (lamella.Damaged, lamella.Mismatch, lamella.Rollback) as error:
        code = failures.report(error, "check", arguments.json)
        if not arguments.json:
            kind = "rollback" if isinstance(error, lamella.Rollback) else "page"
            print(*_advice({kind}, arguments.diary), sep="\n", file=sys.stderr)
        return code
    if arguments.json:
        _print_json(report, arguments.rebuild)
    else:
        output.say(*_lines(report, arguments.diary))
    return 0 if report.is_sound else failures.DAMAGED


def _check(arguments: argparse.Namespace) -> lamella.CheckReport:
    with (
        diaries.open_diary(arguments, read_only=not arguments.rebuild) as diary,
        failures.about(arguments.diary),
    ):
        if arguments.rebuild:
            with output.progress("Rebuilding") as task:
                diary.rebuild(task)
        with output.progress("Checking") as task:
            return diary.check(arguments.deep, task=task)


def _print_json(report: lamella.CheckReport, rebuilt: bool) -> None:
    output.print_json(
        "check",
        sound=report.is_sound,
        rebuilt=rebuilt,
        pages=report.pages,
        changes=report.changes,
        erased=report.erased,
        entries=report.entries,
        values=report.samples,
        findings=[{"kind": one.kind, "what": one.what} for one in report.findings],
    )


def _lines(report: lamella.CheckReport, path: str) -> list[str]:
    found = output.plural(len(report.findings), "finding")
    lines = [
        f"{escape(path)}: {'sound' if report.is_sound else found}",
        f"Read {output.plural(report.pages, 'page')}, {output.plural(report.changes, 'change')}, "
        f"{output.plural(report.entries, 'entry', 'entries')} and "
        f"{output.plural(report.samples, 'value')}.",
    ]
    lines += [f"  {one}" for one in report.findings]
    return lines + _advice({one.kind for one in report.findings}, path)


def _advice(kinds: set[str], path: str) -> list[str]:
    return [words.format(diary=escape(path)) for about, words in _ADVICE if kinds & {*about}]


COMMAND = Command(
    "check", "DIARY", "read all of a diary and report damage", _EXAMPLES, _add_options, _run
)
