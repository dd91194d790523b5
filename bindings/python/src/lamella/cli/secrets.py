"""The secret of a diary: typed at the terminal, or from a file, a descriptor or a command.

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
from typing import Any

from lamella.cli.failures import Failure, UsageError
from lamella.cli.parser import Parser
from lamella.escape import escape
from lamella.passphrase import prepare_passphrase

_LIMIT = 1 << 16  # bytes of a passphrase
_TRIES = 3
_KEY_BYTES = 32


def add_options(parser: Parser) -> None:
    """The options that say where the secret comes from; at most one of them is given."""
    group = parser.add_argument_group(
        "the secret", "without one of these, the terminal asks for the passphrase"
    )
    source = group.add_mutually_exclusive_group()
    source.add_argument(
        "--passphrase-file", metavar="FILE", help="the passphrase is the content of this file"
    )
    source.add_argument(
        "--passphrase-fd",
        metavar="N",
        type=_descriptor,
        help="the passphrase is read from this file descriptor, 0 for stdin",
    )
    source.add_argument(
        "--passphrase-command",
        metavar="COMMAND",
        help="the passphrase is what this command prints, e.g. 'pass show diary'",
    )
    source.add_argument(
        "--device-key-file", metavar="FILE", help="a key instead: 32 bytes, or 64 hex digits"
    )


def read(arguments: argparse.Namespace, *, new: bool = False) -> dict[str, Any]:
    """The secret as a keyword of ``lamella.open``; a ``new`` one is typed twice."""
    if arguments.device_key_file is not None:
        return {"device_key": _device_key(arguments.device_key_file)}
    if arguments.passphrase_file is not None:
        content = _file(arguments.passphrase_file)
    elif arguments.passphrase_fd is not None:
        content = _all_of(arguments.passphrase_fd)
    elif arguments.passphrase_command is not None:
        content = _printed_by(arguments.passphrase_command)
    else:
        return {"passphrase": prepare_passphrase(_typed_new() if new else _typed())}
    return {"passphrase": _passphrase(content)}


def _passphrase(content: bytes) -> bytes:
    """The same text typed and read from a file is one passphrase; other bytes are taken as is."""
    content = content.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return prepare_passphrase(content.decode())
    except UnicodeDecodeError:
        return content


def _typed() -> str:
    return _ask("Passphrase: ")


def _typed_new() -> str:
    for _ in range(_TRIES):
        first = _ask("New passphrase: ")
        prepare_passphrase(first)  # refuses before it is typed again
        if _ask("The same again: ") == first:
            return first
        print("These are not the same. Once more.", file=sys.stderr)
    raise Failure("no passphrase was typed twice the same: nothing was made")


def _ask(prompt: str) -> str:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        raise UsageError(
            "there is no terminal to ask for the passphrase: give --passphrase-file, "
            "--passphrase-fd, --passphrase-command or --device-key-file"
        ) from None
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise Failure("no passphrase was typed") from None


def _descriptor(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a file descriptor")
    return int(text)


def _file(path: str) -> bytes:
    with open(path, "rb") as file:
        found = os.fstat(file.fileno())
        if stat.S_ISREG(found.st_mode) and found.st_mode & stat.S_IROTH:
            print(
                f"lamella: warning: everyone on this machine can read {escape(path)}; "
                "chmod 600 closes it",
                file=sys.stderr,
            )
        return _all_of(file.fileno())


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


def _printed_by(command: str) -> bytes:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--passphrase-command: {error}") from None
    if not words:
        raise UsageError("--passphrase-command: the command is empty")
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, check=False)
    except OSError as error:
        raise Failure(f"cannot run the passphrase command: {error.strerror}") from None
    if done.returncode != 0:
        raise Failure(f"the passphrase command failed with exit code {done.returncode}")
    return done.stdout


def _device_key(path: str) -> bytes:
    content = _file(path)
    if len(content) == _KEY_BYTES:
        return content
    try:
        key = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise Failure(f"{path}: a device key is {_KEY_BYTES} bytes, or {2 * _KEY_BYTES} hex digits")
    return key
