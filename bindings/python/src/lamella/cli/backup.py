"""``lamella backup``: all of a diary in one encrypted file.

JSON: ``file`` and ``bytes``, how large it is.
"""

from __future__ import annotations

import argparse
import os

from lamella.cli import diaries, failures, output, secrets, sources
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella backup diary.db diary.backup
  lamella backup diary.db diary.backup --new-passphrase-command 'pass show backup'

The diary is checked first, and the copy after: a damaged diary is not backed up. `lamella restore`
is the way back."""


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument("file", metavar="FILE", help="the new file of the backup")
    secrets.add_options(parser)
    secrets.add_new_options(
        parser,
        "the passphrase of the backup",
        "the secret that opens the diary opens the backup; where a\n"
        "device key is part of it, the terminal asks for a passphrase, twice",
    )
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    path, target = arguments.diary, arguments.file
    sources.refuse_a_descriptor_twice(arguments)
    diaries.require_free(target, "backup")
    opener = diaries.read_secret(arguments)
    with (
        diaries.open_with(arguments, opener, read_only=True) as diary,
        failures.making(target, "backed up"),
        failures.about(path),
    ):
        tied = "device_key" in opener or secrets.names_new(arguments)
        secret = {"passphrase": secrets.read_new(arguments)} if tied else opener
        with output.progress("Backing up") as task:
            diary.backup(target, task=task, **secret)
    size = os.path.getsize(target)
    if arguments.json:
        output.print_json("backup", file=target, bytes=size)
        return 0
    output.say(
        f"Wrote {escape(target)}, {output.size(size)}, encrypted.",
        f"It is one file and has its own keys: lamella restore {escape(target)} NEW.db",
    )
    return 0


COMMAND = Command(
    "backup",
    "DIARY FILE",
    "write all of a diary to one encrypted file",
    _EXAMPLES,
    _add_options,
    _run,
)
