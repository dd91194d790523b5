"""New files that are written whole or not at all: beside the target, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from lamella.errors import AlreadyExists, DiskFull, InvalidArgument, Io

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def new_folder(target: str) -> Iterator[str]:
    """A folder of its own to write into; it becomes ``target`` when the block ends, and is removed
    when the block fails. Only its owner may read it."""
    with _beside(target) as temporary, _plain_errors():
        os.mkdir(temporary, 0o700)
        yield temporary
        for folder, _, names in os.walk(temporary):
            for name in names:
                _secure(os.path.join(folder, name))
            _sync(folder)
        _finish(temporary, target)


@contextmanager
def new_file(target: str) -> Iterator[str]:
    """The same for one file."""
    with _beside(target) as temporary, _plain_errors():
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield temporary
        _secure(temporary)
        _finish(temporary, target)


@contextmanager
def _beside(target: str) -> Iterator[str]:
    folder = os.path.dirname(os.path.abspath(target))
    _check_new(target)
    if not os.path.isdir(folder):
        raise InvalidArgument("the folder of the new file does not exist")
    temporary = os.path.join(folder, f".lamella-{secrets.token_hex(8)}.partial")
    try:
        yield temporary
    except BaseException:
        _remove(temporary)
        raise


def _check_new(target: str) -> None:
    if os.path.lexists(target):
        raise AlreadyExists("something of this name is there already: choose a new name")


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        refuse(error)


def refuse(error: Exception) -> NoReturn:
    """Raises ``DiskFull`` or ``Io`` for a failure to write; polars names the number in its text."""
    number = getattr(error, "errno", None)
    if number is None:
        numbers = [n for n in errno.errorcode if f"(os error {n})" in str(error)]
        number = numbers[0] if numbers else 0
    if number in _NO_SPACE:
        raise DiskFull("there is no space left for the new file", number) from None
    reason = os.strerror(number) if number else "the system gave no reason"
    raise Io(f"the new file cannot be written: {reason}", number) from None


def _secure(path: str) -> None:
    os.chmod(path, 0o600)
    _sync(path)


def _finish(temporary: str, target: str) -> None:
    _check_new(target)  # a rename would replace what was made there meanwhile
    os.rename(temporary, target)
    try:
        _sync(os.path.dirname(os.path.abspath(target)))
    except OSError:
        _remove(target)
        raise


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: str) -> None:
    if os.path.isdir(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            os.remove(path)
