"""The words of the command line: what a command is, and how its words are read."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from lamella._core import version
from lamella.cli.failures import UsageError

EXIT_CODES = """exit codes:
  0  done                     4  wrong passphrase or key
  1  failed                   5  the diary is damaged
  2  wrong use of a command   6  made by another version of lamella
  3  some rows were rejected  130  interrupted"""

_SUMMARY = """An encrypted eczema diary: import what you have, look at it, take it all out again.

start here:
  lamella init diary.db                    make a diary
  lamella import diary.db export.csv       fill it from a file
  lamella show diary.db                    see what is in it
  lamella export diary.db everything       get it all out again
  lamella backup diary.db diary.backup     keep an encrypted copy
"""

_MORE = f"""`lamella COMMAND --help` shows the options and examples of a command.
It is a diary and a measuring tool, not a medical device.

{EXIT_CODES}"""

# What people try, though everyone on the machine could read it.
_OPEN_SECRETS = (
    *("--passphrase", "--password", "--pin", "--key", "--device-key", "--recovery-code", "-p"),
    *("--new-passphrase", "--keep-passphrase", "--keep-recovery-code", "--keep-device-key"),
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the words it takes, one line and examples for its help, its options,
    and what it does, which returns the exit code.
    """

    name: str
    words: str
    summary: str
    examples: str
    add_options: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """An argument parser that raises its errors, and takes no abbreviation."""

    def __init__(self, **options: Any) -> None:
        options["formatter_class"] = argparse.RawDescriptionHelpFormatter
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def parse(words: Sequence[str], commands: Sequence[Command]) -> argparse.Namespace:
    """The options that the words name; ``run`` is what to run with them."""
    parser = Parser(
        prog="lamella",
        usage="lamella COMMAND [options] ...",
        description=_SUMMARY,
        epilog=_MORE,
        add_help=False,
    )
    choice = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    parsers = {command.name: _add(choice, command) for command in commands}
    options = parser.add_argument_group("options")
    options.add_argument("-h", "--help", action="help", help="show this help and stop")
    options.add_argument(
        "-V",
        "--version",
        action="version",
        version=f"lamella {version()}",
        help="show the version and stop",
    )
    named = next((word for word in words if not word.startswith("-")), None)
    if named is not None and named not in parsers:
        _unknown_command(named, list(parsers))
    arguments, unknown = parser.parse_known_args(words)
    last = next((name for name in ("files", "slots") if name in arguments), None)
    if last is not None and not any(word.startswith("-") for word in unknown):
        vars(arguments)[last] += unknown  # argparse takes no more of them behind an option
    elif unknown:
        _unknown_word(unknown[0], parsers.get(arguments.command, parser))
    if arguments.command is None:
        raise UsageError(f"name a command: {', '.join(parsers)}")
    return arguments


def add_json(parser: Parser) -> None:
    """The option of every command that prints results."""
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object for programs instead of text for people",
    )


def day(text: str) -> date:
    """A day as one types it, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-25") from None


def count(text: str) -> int:
    """A number from 1 on, for argparse."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def _add(choice: argparse._SubParsersAction[Parser], command: Command) -> Parser:
    parser = choice.add_parser(
        command.name,
        help=command.summary,
        description=f"{command.summary[0].upper()}{command.summary[1:]}.",
        epilog=f"examples:\n{command.examples}",
        usage=f"lamella {command.name} [options] {command.words}",
    )
    command.add_options(parser)
    parser.set_defaults(run=command.run)
    return parser


def _unknown_command(word: str, names: list[str]) -> NoReturn:
    hint = _nearest(word, names) or f"; there are {', '.join(names)}"
    raise UsageError(f"no command {word!r}{hint}")


def _unknown_word(word: str, parser: argparse.ArgumentParser) -> NoReturn:
    if not word.startswith("-"):
        raise UsageError("one word too many")
    # Without what follows a "=", which might be a secret.
    name = word.partition("=")[0]
    if name in _OPEN_SECRETS:
        raise UsageError(
            "a secret never stands on the command line, where others can read it: leave it out "
            "and type it when asked, or use --passphrase-file, --passphrase-fd, "
            "--passphrase-command, --recovery-code-file or --device-key-file"
        )
    options = [text for action in parser._actions for text in action.option_strings]
    raise UsageError(f"no option {name!r}{_nearest(name, options)}")


def _nearest(word: str, known: list[str]) -> str:
    found = difflib.get_close_matches(word, known, 1)
    return f": do you mean {found[0]}?" if found else ""
