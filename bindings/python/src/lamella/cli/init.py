"""``lamella init``: a new, empty diary.

JSON: ``files`` (the paths ``diary``, ``keys``, ``keys_copy``) and ``secret`` (``passphrase``,
``device_key`` or ``passphrase_and_device_key``).
"""

from __future__ import annotations

import argparse

from lamella.cli import diaries, output, secrets
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella init diary.db
  lamella init diary.db --passphrase-command 'pass show diary'
  (umask 077; head -c 32 /dev/urandom > key); lamella init diary.db --device-key-file key"""

_FILES = (
    ("", "diary", "the diary, encrypted"),
    ("-keys", "keys", "its keys, locked by your secret"),
    ("-keys.bak", "keys_copy", "a second copy of the keys"),
)


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file to make")
    secrets.add_options(parser, makes=True)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    with diaries.create(arguments) as diary:
        secret = diary.keys()[0].kind
    path = arguments.diary
    if arguments.json:
        files = {name: path + suffix for suffix, name, _ in _FILES}
        output.print_json("init", files=files, secret=secret)
        return 0
    output.say("Made a new diary:")
    rows = [(f"  {escape(path + suffix)}", what) for suffix, _, what in _FILES]
    output.say(*output.aligned(rows))
    output.say("Move and back them up together: the diary does not open without its keys.")
    named = secret.replace("_", " ")
    output.say(f"Without the {named} nobody can read the diary again: it cannot be reset.")
    output.say(f"A code on paper opens it too: lamella keys {escape(path)} add-recovery-code")
    output.say(f"Next: lamella import {escape(path)} FILE.csv")
    return 0


COMMAND = Command("init", "DIARY", "make a new, empty diary", _EXAMPLES, _add_options, _run)
