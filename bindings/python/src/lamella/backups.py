"""Backups: all of a diary in one encrypted file with its own keys, and the way back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.credentials import MEMORY_KIB, PASSES, DeviceKey, credential

if TYPE_CHECKING:
    from lamella.diary import Diary


def backup(
    diary: Diary,
    path: str | os.PathLike[str],
    *,
    passphrase: str | bytes | None = None,
    device_key: bytes | None = None,
    recovery_code: str | None = None,
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
    also: Iterable[Mapping[str, Any]] = (),
    task: _core.Task | None = None,
) -> None:
    """Writes all of the diary to a new file, encrypted, which opens with this secret.

    The keywords are those of ``lamella.create``, and ``recovery_code``, which may be one of the
    diary's. ``also`` holds more secrets that open the backup, each a dict of these keywords; one of
    all must be a passphrase or a recovery code. The diary is checked before it is copied, and the
    copy after. Fails with ``AlreadyExists``, ``LastPortableSlot``, and with ``Damaged`` for a diary
    that is not sound.

    >>> code = diary.add_recovery_code()
    >>> diary.backup(folder / "diary.backup", passphrase="paper", also=[{"recovery_code": code}])
    >>> lamella.restore_backup(folder / "diary.backup", folder / "new.db", recovery_code=code)
    """
    first = credential(passphrase, device_key, recovery_code, memory_kib=memory_kib, passes=passes)
    openers = [first, *(credential(**secret) for secret in also)]
    diary._core.backup(os.fsencode(path), openers, task or _core.Task())


def restore_backup(
    backup: str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    passphrase: str | bytes | None = None,
    device_key: DeviceKey | None = None,
    recovery_code: str | None = None,
    task: _core.Task | None = None,
) -> None:
    """Makes a diary at ``path`` of a backup, which opens with what the backup opens with.

    The backup is verified before a byte is written. The new diary and the old one may both go on:
    they write under different replica ids. Fails with ``AlreadyExists`` while any file of a diary
    is at ``path``, with ``NotFound`` without a backup, with ``Damaged`` for one that was cut or
    changed, and with ``WrongSecret`` or ``NoSuchKey``.

    >>> diary.backup(folder / "diary.backup", passphrase="correct horse")
    >>> lamella.restore_backup(
    ...     folder / "diary.backup", folder / "new.db", passphrase="correct horse"
    ... )
    >>> lamella.open(folder / "new.db", passphrase="correct horse")
    <lamella.Diary new.db, open>
    """
    opener = credential(passphrase, device_key, recovery_code)
    _core.Diary.restore_backup(os.fsencode(backup), opener, os.fsencode(path), task or _core.Task())
