"""``lamella import``: files into a diary, each of them whole or not at all.

JSON: ``dry_run`` and ``files``, each with ``file`` and either the members of
``ImportReport.to_dict`` or the ``error`` for which it was refused. With ``--list-mappings``:
``mappings``, each with ``name`` and ``about``.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from typing import Any

import lamella
from lamella.cli import diaries, failures, output, secrets
from lamella.cli.failures import Failure, UsageError
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape
from lamella.importing.mapping import ORDERS
from lamella.importing.ready import ready, ready_names
from lamella.importing.report import ImportReport

_EXAMPLES = """\
  lamella import diary.db export.csv --dry-run
  lamella import diary.db export.csv
  lamella import diary.db skin.csv --zone Europe/Berlin --date-order day-month-year --decimal ,
  lamella import diary.db skin.csv --mapping skin.toml
  lamella import --list-mappings

Importing a file again changes nothing. A row that cannot be understood is never guessed: the
report lists it, the other rows are imported, and the exit code is 3."""

_WORDS = """DIARY FILE...
       lamella import --list-mappings"""

_REPORT_OPTIONS = (
    "source", "licence", "zone", "person", "date_order", "decimal", "encoding", "delimiter",
    "dry_run",
)  # fmt: skip


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", nargs="?", help="the file of the diary")
    parser.add_argument("files", metavar="FILE", nargs="*", help="CSV files, or what export made")
    parser.add_argument(
        "--mapping",
        metavar="NAME|FILE.toml",
        help="what the columns mean: a ready mapping or a file; by default, what the header says",
    )
    parser.add_argument(
        "--list-mappings", action="store_true", help="show the ready mappings and stop"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="report what would happen, change nothing"
    )
    parser.add_argument("--source", metavar="NAME", help="a name for where the file comes from")
    parser.add_argument("--licence", metavar="TEXT", help="of the data, e.g. CC BY 4.0; it is kept")
    parser.add_argument("--zone", metavar="ZONE", help="of times without one, e.g. Europe/Berlin")
    parser.add_argument("--person", metavar="ID", help="whose rows, in a file of many people")
    parser.add_argument(
        "--date-order",
        metavar="ORDER",
        choices=ORDERS,
        help=f"of dates that fit more than one, like 03/04/2026: {', '.join(ORDERS)}",
    )
    parser.add_argument(
        "--decimal",
        metavar="SIGN",
        choices=(".", ","),
        help="the decimal sign of the numbers: . or ,",
    )
    parser.add_argument("--encoding", metavar="NAME", help="of the text, e.g. cp1252")
    parser.add_argument(
        "--delimiter", metavar="SIGN", type=_delimiter, help="between columns: , ; | or tab"
    )
    diaries.add_rollback_option(parser)
    secrets.add_options(parser)
    add_json(parser)


def _delimiter(text: str) -> str:
    sign = "\t" if text in ("tab", "\\t") else text
    if len(sign) != 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not one character or tab")
    return sign


def _run(arguments: argparse.Namespace) -> int:
    if arguments.list_mappings:
        return _list_mappings(arguments.json)
    if arguments.diary is None or not arguments.files:
        raise UsageError("name a diary and a file to import")
    for file in arguments.files:
        if not os.path.exists(file):
            raise Failure(f"{file}: there is no such file")
    with diaries.open_diary(arguments) as diary:
        outcomes = [_import(diary, file, arguments) for file in arguments.files]
    if arguments.json:
        files = [_fields(*pair) for pair in zip(arguments.files, outcomes, strict=True)]
        output.print_json("import", dry_run=arguments.dry_run, files=files)
    refused = sum(isinstance(outcome, lamella.InvalidArgument) for outcome in outcomes)
    if refused and len(outcomes) > 1 and not arguments.json:
        output.say(f"{refused} of {len(outcomes)} files refused, see above; the others are read.")
    return max(map(_exit_code, outcomes), key=(0, failures.ROWS_REJECTED, failures.FAILURE).index)


def _import(
    diary: lamella.Diary, file: str, arguments: argparse.Namespace
) -> ImportReport | lamella.InvalidArgument:
    """The report of one file, or why the file was refused; the other files are imported still."""
    options: dict[str, Any] = {name: getattr(arguments, name) for name in _REPORT_OPTIONS}
    changes = diary.change_count
    try:
        with failures.about(file):
            report = diary.import_file(
                file, arguments.mapping, progress=output.at_terminal(), **options
            )
    except lamella.InvalidArgument as error:
        failures.report(error, "import", arguments.json)
        return error
    except KeyboardInterrupt as interrupt:
        done = "all" if diary.change_count > changes else "nothing"
        interrupt.add_note(f"{done} of {file} was imported")
        raise
    if not arguments.json:
        _print(file, report)
    return report


def _print(file: str, report: ImportReport) -> None:
    output.say(f"{escape(file)}:")
    output.say(textwrap.indent(str(report), "  "))
    sys.stdout.flush()  # before the progress of the next file


def _fields(file: str, outcome: ImportReport | lamella.InvalidArgument) -> dict[str, object]:
    if isinstance(outcome, lamella.InvalidArgument):
        return {"file": file, "error": failures.described(outcome)}
    return {"file": file, **outcome.to_dict()}


def _exit_code(outcome: ImportReport | lamella.InvalidArgument) -> int:
    if isinstance(outcome, lamella.InvalidArgument):
        return failures.FAILURE
    return failures.ROWS_REJECTED if outcome.rejected_count else 0


def _list_mappings(as_json: bool) -> int:
    mappings = [(name, ready(name).about) for name in ready_names()]
    if as_json:
        found = [{"name": name, "about": about} for name, about in mappings]
        output.print_json("import", mappings=found)
    else:
        output.say(*output.aligned(mappings))
    return 0


COMMAND = Command(
    "import", _WORDS, "fill a diary from files, with a report", _EXAMPLES, _add_options, _run
)
