"""How the command fails: a line on stderr and an exit code for each class of failure."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from lamella import errors
from lamella.cli.schema import head
from lamella.escape import escape

FAILURE, USAGE, ROWS_REJECTED, WRONG_KEY, DAMAGED, OTHER_VERSION = range(1, 7)
INTERRUPTED = 130
CLOSED_PIPE = 141  # what a shell reports of a program that SIGPIPE ended


class UsageError(Exception):
    """The words of the command line are not what the command takes."""


class Failure(Exception):
    """The command cannot do what it was asked."""


class MistypedCode(Failure):
    """A recovery code that opens no diary at all, as its check characters say."""


_EXIT_OF: dict[type[Exception], int] = {
    UsageError: USAGE,
    MistypedCode: WRONG_KEY,
    errors.WrongSecret: WRONG_KEY,
    errors.NoSuchKey: WRONG_KEY,
    errors.NeedsKeys: WRONG_KEY,
    errors.Damaged: DAMAGED,
    errors.Mismatch: DAMAGED,
    errors.SlotDamaged: DAMAGED,
    errors.Rollback: DAMAGED,
    errors.PlainText: DAMAGED,
    errors.NotEncrypted: DAMAGED,
    errors.TooNew: OTHER_VERSION,
    errors.UnreleasedFormat: OTHER_VERSION,
}
# Where the words of the core are about keys and slots, not about what the user did.
_IN_OTHER_WORDS: dict[type[BaseException], str] = {
    errors.WrongSecret: "wrong passphrase, recovery code or key",
    errors.NoSuchKey: "it opens with another kind of secret: a passphrase, a recovery code, a "
    "device key, or a passphrase and a device key",
}


#: What ends a command with a message; anything else is a bug, and shows its traceback.
EXPECTED = (UsageError, Failure, errors.Error, OSError, ImportError)


@contextmanager
def about(path: str) -> Iterator[None]:
    """Failures inside are reported with this path, which the user typed."""
    try:
        yield
    except (Failure, errors.Error, OSError) as error:
        if not getattr(error, "__notes__", None):
            error.add_note(path)
        raise


@contextmanager
def making(path: str, done: str) -> Iterator[None]:
    """Ctrl-C inside says whether the file was made, "all was exported" or nothing."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        interrupt.add_note(f"{'all' if os.path.lexists(path) else 'nothing'} was {done}")
        raise


def exit_code(error: BaseException) -> int:
    """The exit code for a failure.

    >>> exit_code(lamella.WrongSecret()), exit_code(lamella.Busy())
    (4, 1)
    """
    return next((code for cls, code in _EXIT_OF.items() if isinstance(error, cls)), FAILURE)


def report(error: BaseException, command: str | None, as_json: bool) -> int:
    """Says on stderr what failed in the command, and returns the exit code."""
    code = exit_code(error)
    if as_json:
        print(json.dumps({"lamella": head(command), "error": described(error)}), file=sys.stderr)
        return code
    print(f"lamella: {escape(message(error))}", file=sys.stderr)
    if isinstance(error, UsageError):
        print(f"Try `lamella {command + ' ' if command else ''}--help`.", file=sys.stderr)
    return code


def described(error: BaseException) -> dict[str, object]:
    """The failure for a program.

    >>> described(lamella.Busy("in use"))
    {'name': 'Busy', 'code': 10, 'exit': 1, 'message': 'in use'}
    """
    return {
        "name": type(error).__name__,
        "code": int(error.code) if hasattr(error, "code") else None,
        "exit": exit_code(error),
        "message": message(error),
    }


def message(error: BaseException) -> str:
    """What failed, in one line, with the path that it is about.

    >>> message(FileNotFoundError(2, "No such file or directory", "diary.csv"))
    'diary.csv: No such file or directory'
    """
    text = _IN_OTHER_WORDS.get(type(error), str(error))
    where = list(getattr(error, "__notes__", []))
    if isinstance(error, OSError) and error.strerror:
        text = error.strerror
        if error.filename is not None:
            where = [os.fsdecode(error.filename)]
    return ": ".join([*where, text or type(error).__name__])


def interrupted(interrupt: KeyboardInterrupt) -> int:
    """Says that Ctrl-C ended the command, and what became of its work."""
    notes = "".join(f"; {note}" for note in getattr(interrupt, "__notes__", []))
    print(f"\nlamella: interrupted{escape(notes)}", file=sys.stderr)
    return INTERRUPTED
