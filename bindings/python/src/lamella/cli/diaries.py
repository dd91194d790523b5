"""The diary that a command works on."""

from __future__ import annotations

import argparse
import os

import lamella
from lamella.cli import secrets
from lamella.cli.failures import Failure, about
from lamella.cli.parser import Parser


def create(arguments: argparse.Namespace) -> lamella.Diary:
    """Makes the diary. Says before it asks for a passphrase that the file is there already."""
    path = arguments.diary
    require_free(path, "diary")
    with about(path):
        secret = secrets.read(arguments, new=True)
        return lamella.create(path, **secret)


def require_free(path: str, what: str) -> None:
    """Says before a secret is asked for that no file can be made at this path."""
    with about(path):
        if os.path.lexists(path):
            raise Failure("there is a file of this name already, and it stays as it is")
        folder = os.path.dirname(path)
        if folder and not os.path.isdir(folder):
            raise Failure(f"the folder of the {what} does not exist")


def add_rollback_option(parser: Parser) -> None:
    """The option of every command that may go on from an older copy."""
    parser.add_argument(
        "--accept-rollback",
        action="store_true",
        help="open an older copy of the diary: what was written after it is gone",
    )


def open_diary(arguments: argparse.Namespace, *, read_only: bool = False) -> lamella.Diary:
    """Opens the diary."""
    return open_with(arguments, read_secret(arguments), read_only=read_only)


def open_with(
    arguments: argparse.Namespace, secret: secrets.Secret, *, read_only: bool = False
) -> lamella.Diary:
    """Opens the diary with a secret that was read before."""
    accept = getattr(arguments, "accept_rollback", False)
    with about(arguments.diary):
        return lamella.open(arguments.diary, read_only=read_only, accept_rollback=accept, **secret)


def read_secret(arguments: argparse.Namespace) -> secrets.Secret:
    """The secret of the diary. Says before it asks for a passphrase that there is none."""
    path = arguments.diary
    with about(path):
        if not os.path.exists(path) and not os.path.exists(f"{path}-keys"):
            raise Failure("there is no diary here; `lamella init` makes one")
        if os.path.isdir(path):
            raise Failure("this is a folder, not a diary")
        return secrets.read(arguments)
