"""The command ``lamella``: an encrypted eczema diary from a terminal or a script.

Every command that prints results takes ``--json`` and then prints one JSON object to stdout. Its
member ``lamella`` holds ``command``, ``schema`` (a number that changes when a member is renamed,
removed or means something else; new members do not change it) and ``version``. Days are ISO 8601
text, numbers are numbers, what is absent is null; the modules of the commands list the other
members. With ``--json`` a failure is one JSON object on
stderr, with the member ``error``: ``name``, ``code`` (that of ``lamella.Code``, or null), ``exit``
and ``message``.

A new command is a module beside this one, and a name in the list below.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from lamella.cli import (
    attachments,
    backup,
    check,
    export,
    failures,
    import_,
    init,
    keys,
    output,
    restore,
    salvage,
    score,
    show,
    simulate,
    triggers,
)
from lamella.cli.parser import EXIT_CODES, Command, parse

COMMANDS: tuple[Command, ...] = (
    init.COMMAND,
    import_.COMMAND,
    export.COMMAND,
    show.COMMAND,
    score.COMMAND,
    triggers.COMMAND,
    attachments.COMMAND,
    keys.COMMAND,
    check.COMMAND,
    backup.COMMAND,
    restore.COMMAND,
    salvage.COMMAND,
    simulate.COMMAND,
)

__all__ = ["COMMANDS", "EXIT_CODES", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with these words, by default those of the process; returns the exit code.

    >>> main(["show", str(folder / "nothing.db")])
    1
    """
    words = sys.argv[1:] if argv is None else list(argv)
    output.never_fail_on_a_character()
    try:
        arguments = parse(words, COMMANDS)
        code = arguments.run(arguments)
    except SystemExit as end:  # after --help or --version
        code = int(end.code or 0)
    except BrokenPipeError:
        code = failures.CLOSED_PIPE
    except KeyboardInterrupt as interrupt:
        code = failures.interrupted(interrupt)
    except failures.EXPECTED as error:
        named = next((word for word in words if word in {c.name for c in COMMANDS}), None)
        code = failures.report(error, named, "--json" in words)
    return output.finish(code)
