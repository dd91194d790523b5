"""Where the bytes of a secret come from: a file, a descriptor, a command, or the terminal.

Never a value on the command line and never an environment variable: other programs can read both.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from lamella.cli.failures import Failure, UsageError
from lamella.escape import escape

_LIMIT = 1 << 16  # bytes of a secret
_TRIES = 3
_KEY_BYTES = 32


def add_options(
    group: argparse._ActionsContainer, name: str, what: str, *, several: bool = False
) -> None:
    """The options ``--NAME-file``, ``--NAME-fd`` and ``--NAME-command``."""
    action = "append" if several else "store"
    group.add_argument(
        f"--{name}-file",
        metavar="FILE",
        action=action,
        help=f"{what} is the content of this file",
    )
    group.add_argument(
        f"--{name}-fd",
        metavar="N",
        action=action,
        type=_descriptor,
        help=f"{what} is read from this file descriptor, 0 for stdin",
    )
    group.add_argument(
        f"--{name}-command",
        metavar="COMMAND",
        action=action,
        help=f"{what} is what this command prints, e.g. 'pass show diary'",
    )


def is_named(arguments: argparse.Namespace, name: str) -> bool:
    """Whether one of the options of this name was given."""
    return any(_values(arguments, f"{name}-{source}") for source in ("file", "fd", "command"))


def read_all(arguments: argparse.Namespace, name: str) -> list[bytes]:
    """What all options of this name give, without the end of a last line."""
    contents = [read_file(path) for path in _values(arguments, f"{name}-file")]
    contents += [_all_of(descriptor) for descriptor in _values(arguments, f"{name}-fd")]
    contents += [_printed_by(words, name) for words in _values(arguments, f"{name}-command")]
    return [content.removesuffix(b"\n").removesuffix(b"\r") for content in contents]


def refuse_a_descriptor_twice(arguments: argparse.Namespace) -> None:
    """The second secret that it should give would be empty."""
    names = [name for name in vars(arguments) if name.endswith("_fd")]
    descriptors = [value for name in names for value in _values(arguments, name)]
    if len(set(descriptors)) < len(descriptors):
        raise UsageError("a file descriptor gives one secret, not two")


def read_file(path: str) -> bytes:
    """The content of a file; warns where others can read it too."""
    with open(path, "rb") as file:
        found = os.fstat(file.fileno())
        if stat.S_ISREG(found.st_mode) and found.st_mode & stat.S_IROTH:
            print(
                f"lamella: warning: everyone on this machine can read {escape(path)}; "
                "chmod 600 closes it",
                file=sys.stderr,
            )
        return _all_of(file.fileno())


def read_device_key(path: str) -> bytes:
    """The key in a file, as bytes or as hexadecimal digits."""
    content = read_file(path)
    if len(content) == _KEY_BYTES:
        return content
    try:
        key = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise Failure(f"{path}: a device key is {_KEY_BYTES} bytes, or {2 * _KEY_BYTES} hex digits")
    return key


def ask(prompt: str, instead: str) -> str:
    """What is typed at the terminal, which shows nothing of it; ``instead`` are the options to name
    where there is none.
    """
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        raise UsageError(
            f"there is no terminal to ask for the passphrase: give {instead}"
        ) from None
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise Failure("no passphrase was typed") from None


def ask_twice(prompt: str, instead: str, check: Callable[[str], object]) -> str:
    """The same typed twice; ``check`` refuses it before it is typed again."""
    for _ in range(_TRIES):
        first = ask(prompt, instead)
        check(first)
        if ask("The same again: ", instead) == first:
            return first
        print("These are not the same. Once more.", file=sys.stderr)
    raise Failure("no passphrase was typed twice the same: nothing was made")


def _values(arguments: argparse.Namespace, name: str) -> list[Any]:
    value = getattr(arguments, name.replace("-", "_"), None)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _descriptor(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a file descriptor")
    return int(text)


def _all_of(descriptor: int) -> bytes:
    content = b""
    try:
        while piece := os.read(descriptor, _LIMIT):
            content += piece
            if len(content) > _LIMIT:
                raise Failure(f"a secret has at most {_LIMIT:,} bytes")
    except OSError as error:
        raise Failure(f"cannot read the secret: {error.strerror}") from None
    return content


def _printed_by(command: str, name: str) -> bytes:
    secret = name.replace("-", " ")
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--{name}-command: {error}") from None
    if not words:
        raise UsageError(f"--{name}-command: the command is empty")
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, check=False)
    except OSError as error:
        raise Failure(f"cannot run the {secret} command: {error.strerror}") from None
    if done.returncode != 0:
        raise Failure(f"the {secret} command failed with exit code {done.returncode}")
    return done.stdout
