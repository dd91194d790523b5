"""The secrets of a diary: the one that opens it, a new one, and those that a rotation keeps."""

from __future__ import annotations

import argparse
from typing import Any

from lamella.cli import sources
from lamella.cli.failures import MistypedCode, UsageError
from lamella.cli.parser import Parser
from lamella.credentials import credential
from lamella.errors import InvalidArgument
from lamella.passphrase import prepare_passphrase

_INSTEAD = (
    "--passphrase-file, --passphrase-fd, --passphrase-command, --recovery-code-file or "
    "--device-key-file"
)
_INSTEAD_OF_NEW = "--new-passphrase-file, --new-passphrase-fd or --new-passphrase-command"

Secret = dict[str, Any]  # keywords of lamella.open


def add_options(parser: Parser, *, makes: bool = False) -> None:
    """The options that say where the secret comes from; one that ``makes`` is no recovery code."""
    group = parser.add_argument_group(
        "the secret", "without one of these, the terminal asks for the passphrase"
    )
    source = group.add_mutually_exclusive_group()
    sources.add_options(source, "passphrase", "the passphrase")
    if not makes:
        sources.add_options(source, "recovery-code", "the recovery code")
    group.add_argument(
        "--device-key-file",
        metavar="FILE",
        help="a key, 32 bytes or 64 hex digits; beside a passphrase, both together",
    )


def add_new_options(
    parser: Parser,
    title: str = "the new passphrase",
    otherwise: str = "the terminal asks for it, twice",
) -> None:
    """The options that say where a new passphrase comes from."""
    group = parser.add_argument_group(title, f"without one of these, {otherwise}")
    source = group.add_mutually_exclusive_group()
    sources.add_options(source, "new-passphrase", "the new passphrase")


def add_kept_options(parser: Parser) -> None:
    """The options that name what a rotation keeps beside the secret that opens the diary."""
    group = parser.add_argument_group(
        "what rotate keeps",
        "beside the secret that opens the diary; each may be given repeatedly. A passphrase and a\n"
        "device key that open together stay when they open the diary for this",
    )
    sources.add_options(group, "keep-passphrase", "a passphrase", several=True)
    sources.add_options(group, "keep-recovery-code", "a recovery code", several=True)
    group.add_argument("--keep-device-key-file", metavar="FILE", action="append", help="a key")
    group.add_argument(
        "--drop-others", action="store_true", help="the other slots open the diary no more"
    )


def read(arguments: argparse.Namespace, *, new: bool = False) -> Secret:
    """The secret as keywords of ``lamella.open``; a ``new`` one is typed twice."""
    if sources.is_named(arguments, "recovery-code"):
        if new:
            raise UsageError("a recovery code opens a diary that is there, and makes none")
        if arguments.device_key_file is not None:
            raise UsageError("a recovery code opens alone: leave out --device-key-file")
        return _recovery_code(sources.read_all(arguments, "recovery-code")[0])
    secret: Secret = {}
    if arguments.device_key_file is not None:
        secret["device_key"] = sources.read_device_key(arguments.device_key_file)
    for content in sources.read_all(arguments, "passphrase"):
        secret["passphrase"] = _passphrase(content)
    if secret:
        return secret
    if new:
        return {"passphrase": _typed_twice(_INSTEAD)}
    return {"passphrase": prepare_passphrase(sources.ask("Passphrase: ", _INSTEAD))}


def names_new(arguments: argparse.Namespace) -> bool:
    """Whether an option says where a new passphrase comes from."""
    return sources.is_named(arguments, "new-passphrase")


def read_new(arguments: argparse.Namespace) -> bytes:
    """The new passphrase, from its options or typed twice."""
    for content in sources.read_all(arguments, "new-passphrase"):
        return _passphrase(content)
    return _typed_twice(_INSTEAD_OF_NEW)


def names_kept(arguments: argparse.Namespace) -> bool:
    """Whether an option names something that a rotation keeps or drops."""
    return (
        arguments.drop_others
        or arguments.keep_device_key_file is not None
        or any(sources.is_named(arguments, f"keep-{kind}") for kind in _KINDS)
    )


def read_kept(arguments: argparse.Namespace) -> list[Secret]:
    """The secrets that a rotation keeps beside the one that opened the diary."""
    passphrases = sources.read_all(arguments, "keep-passphrase")
    codes = sources.read_all(arguments, "keep-recovery-code")
    keys = [sources.read_device_key(path) for path in arguments.keep_device_key_file or ()]
    return [
        *({"passphrase": _passphrase(content)} for content in passphrases),
        *map(_recovery_code, codes),
        *({"device_key": key} for key in keys),
    ]


_KINDS = ("passphrase", "recovery-code")


def _typed_twice(instead: str) -> bytes:
    return prepare_passphrase(sources.ask_twice("New passphrase: ", instead, prepare_passphrase))


def _passphrase(content: bytes) -> bytes:
    """The same text typed and read from a file is one passphrase; other bytes are taken as is."""
    try:
        return prepare_passphrase(content.decode())
    except UnicodeDecodeError:
        return content


def _recovery_code(content: bytes) -> Secret:
    secret: Secret = {"recovery_code": content.decode(errors="replace").strip()}
    try:
        credential(**secret)
    except InvalidArgument as error:
        raise MistypedCode(str(error)) from None
    return secret
