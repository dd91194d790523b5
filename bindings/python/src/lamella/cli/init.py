"""``lamella init``: a new, empty diary.

JSON: ``files`` (the paths ``diary``, ``keys``, ``keys_copy``) and ``secret`` (``passphrase`` or
``device_key``).
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
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    diaries.create(arguments).close()
    path = arguments.diary
    by_key = arguments.device_key_file is not None
    if arguments.json:
        files = {name: path + suffix for suffix, name, _ in _FILES}
        output.print_json("init", files=files, secret="device_key" if by_key else "passphrase")
        return 0
    output.say("Made a new diary:")
    rows = [(f"  {escape(path + suffix)}", what) for suffix, _, what in _FILES]
    output.say(*output.aligned(rows))
    output.say("Move and back them up together: the diary does not open without its keys.")
    secret = "device key" if by_key else "passphrase"
    output.say(f"Without the {secret} nobody can read the diary again: it cannot be reset.")
    output.say(f"Next: lamella import {escape(path)} FILE.csv")
    return 0


COMMAND = Command("init", "DIARY", "make a new, empty diary", _EXAMPLES, _add_options, _run)
