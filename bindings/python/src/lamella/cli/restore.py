"""``lamella restore``: a diary of a backup.

JSON: ``file``, the backup, and ``diary``, which was made of it.
"""

from __future__ import annotations

import argparse
import os

import lamella
from lamella.cli import diaries, failures, output, secrets
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella restore diary.backup restored.db
  lamella restore diary.backup restored.db --recovery-code-file code

The backup is verified before anything is made, and nothing is replaced: restore to a new name."""


def _add_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument("diary", metavar="DIARY", help="the diary to make")
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    backup, path = arguments.file, arguments.diary
    if not os.path.isfile(backup):
        raise failures.Failure(f"{backup}: there is no such file")
    diaries.require_free(path, "diary")
    with failures.making(path, "restored"), failures.about(backup):
        secret = secrets.read(arguments)
        try:
            with output.progress("Restoring") as task:
                lamella.restore_backup(backup, path, task=task, **secret)
        except lamella.AlreadyExists as error:
            error.add_note(path)  # a file of a diary that is gone
            raise
    if arguments.json:
        output.print_json("restore", file=backup, diary=path)
        return 0
    output.say(
        f"Made {escape(path)} of the backup; it opens with what the backup opens with.",
        f"Next: lamella show {escape(path)}",
    )
    return 0


COMMAND = Command(
    "restore", "FILE DIARY", "make a diary of a backup", _EXAMPLES, _add_options, _run
)
