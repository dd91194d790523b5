"""The diary that a command works on."""

from __future__ import annotations

import argparse
import os

import lamella
from lamella.cli import secrets
from lamella.cli.failures import Failure, about


def create(arguments: argparse.Namespace) -> lamella.Diary:
    """Makes the diary. Says before it asks for a passphrase that the file is there already."""
    path = arguments.diary
    with about(path):
        if os.path.lexists(path):
            raise Failure("there is a file of this name already, and it stays as it is")
        folder = os.path.dirname(path)
        if folder and not os.path.isdir(folder):
            raise Failure("the folder of the diary does not exist")
        secret = secrets.read(arguments, new=True)
        return lamella.create(path, **secret)


def open_diary(arguments: argparse.Namespace, *, read_only: bool = False) -> lamella.Diary:
    """Opens the diary."""
    secret = read_secret(arguments)
    with about(arguments.diary):
        return lamella.open(arguments.diary, read_only=read_only, **secret)


def read_secret(arguments: argparse.Namespace) -> secrets.Secret:
    """The secret of the diary. Says before it asks for a passphrase that there is none."""
    path = arguments.diary
    with about(path):
        if not os.path.exists(path) and not os.path.exists(f"{path}-keys"):
            raise Failure("there is no diary here; `lamella init` makes one")
        if os.path.isdir(path):
            raise Failure("this is a folder, not a diary")
        return secrets.read(arguments)
