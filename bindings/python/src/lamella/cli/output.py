"""What the command prints: aligned columns for people, JSON for programs."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

import lamella
from lamella.cli.failures import CLOSED_PIPE, FAILURE, Failure
from lamella.cli.schema import head

_SPACELESS = ("Mn", "Me", "Cf")


def never_fail_on_a_character() -> None:
    """A terminal that cannot show a character gets its number instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def finish(code: int) -> int:
    """Flushes stdout; a failure to is the exit code, and no traceback at the end of the process."""
    try:
        sys.stdout.flush()
        return code
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return code or CLOSED_PIPE
        if not code:  # else the failure was reported
            print(f"lamella: {_unwritten(error)}", file=sys.stderr)
        return code or FAILURE


def _unwritten(error: OSError) -> str:
    return f"cannot write the output: {error.strerror}"


def say(*lines: str) -> None:
    """Prints these lines to stdout."""
    try:
        print(*lines, sep="\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(_unwritten(error)) from None


def print_json(command: str, **members: Any) -> None:
    """One object with the member ``lamella`` and these; ASCII alone, so that nothing in it acts."""
    say(json.dumps({"lamella": head(command), **members}, indent=2, allow_nan=False))


def at_terminal() -> bool:
    """Whether somebody watches stderr: then progress is shown there."""
    return sys.stderr.isatty()


@contextmanager
def progress(doing: str) -> Iterator[lamella.Task]:
    """A task for a long call, which shows how far the call is while somebody watches."""
    if not at_terminal():
        yield lamella.Task()
        return
    begin = "\r\x1b[K"  # of the line, which is emptied

    def show(done: int, total: int) -> None:
        share = f"{100 * done // total} %" if total else f"{done:,}"
        print(f"{begin}{doing}: {share}", end="", file=sys.stderr, flush=True)

    try:
        yield lamella.Task(progress=show)
    finally:
        print(begin, end="", file=sys.stderr, flush=True)


def number(value: float) -> str:
    """A value as one reads it.

    >>> number(6.0), number(3.2999999999999998), number(1234567.0)
    ('6', '3.3', '1234567')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.6g}"


def size(number_of_bytes: int) -> str:
    """Bytes as one reads them.

    >>> size(45_056), size(236_634_112)
    ('45 kB', '236.6 MB')
    """
    if number_of_bytes < 1_000_000:
        return f"{number_of_bytes / 1e3:.0f} kB"
    return f"{number_of_bytes / 1e6:.1f} MB"


def plural(number_of: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "day"), plural(12_000, "entry", "entries")
    ('1 day', '12,000 entries')
    """
    return f"{number_of:,} {noun if number_of == 1 else nouns or noun + 's'}"


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width("itch"), width("\\u304b\\u3086\\u307f"), width("\\U0001f996")
    (4, 6, 2)
    """
    return sum(map(_columns, text))


def clip(text: str, columns: int) -> str:
    """The text in at most so many columns, its end replaced by dots where it is longer.

    >>> clip("after a long day", 10)
    'after a...'
    """
    if width(text) <= columns:
        return text
    left = columns - 3
    kept = []
    for character in text:
        left -= _columns(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "..."


def aligned(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """The lines of a table: columns two blanks apart, those of these numbers to the right.

    >>> aligned([["series", "values"], ["itch", "12"]], right=[1])
    ['series  values', 'itch        12']
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths, right)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> Iterator[str]:
    for i, (text, columns) in enumerate(zip(row, widths, strict=True)):
        blanks = " " * (columns - width(text))
        yield blanks + text if i in right else text + blanks


def _columns(character: str) -> int:
    if unicodedata.category(character) in _SPACELESS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
