"""Making a diary, opening it, and destroying it."""

from __future__ import annotations

import os

from lamella import _core
from lamella.credentials import MEMORY_KIB, PASSES, DeviceKey, credential
from lamella.diary import Diary, Path


def create(
    path: Path,
    *,
    passphrase: str | bytes | None = None,
    device_key: bytes | None = None,
    blob: bytes = b"",
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> Diary:
    """Makes a new diary: ``path`` and, beside it, the key file ``<path>-keys``.

    It opens with the passphrase, or with 32 bytes from the device's key store, or, where both are
    named, with both together; ``diary.add_key`` and ``diary.add_recovery_code`` add other ways in.
    Argon2id spends ``memory_kib`` and ``passes`` on each try of a passphrase (at least 19 MiB
    and 2). ``blob`` is for a key store that gives no key away: see ``diary.add_key``. Without a
    secret nobody reads the diary again. Fails with ``AlreadyExists`` while any of the diary's files
    is there.

    >>> with lamella.create(folder / "new.db", passphrase="correct horse") as diary:
    ...     diary.summary().entries
    0
    """
    opener = credential(passphrase, device_key, blob=blob, memory_kib=memory_kib, passes=passes)
    return Diary(_core.Diary.create(os.fsencode(path), opener), path)


def open(
    path: Path,
    *,
    passphrase: str | bytes | None = None,
    device_key: DeviceKey | None = None,
    recovery_code: str | None = None,
    read_only: bool = False,
    accept_rollback: bool = False,
) -> Diary:
    """Opens a diary with a secret that it was made with or was given later.

    A passphrase and a device key together open a slot that needs both. ``device_key`` may be a
    function: it is called with each ``blob`` that the diary holds for a key store, returns the 32
    bytes of the key, and raises ``lamella.KeyUnavailableNow`` while the key store is locked, or
    ``lamella.NoSuchKey``. A recovery code is read with or without hyphens, in either case.

    ``read_only`` writes nothing and lets others read as well. ``accept_rollback`` opens a database
    that is older than its key file says, and goes on from there: what was written after it is gone.

    Fails with ``WrongSecret``, ``NoSuchKey``, ``KeyUnavailableNow``, ``DatabaseMissing``,
    ``NeedsKeys``, ``PlainText``, ``Damaged``, ``Rollback``, ``TooNew`` or ``Busy``, each for its
    own reason; a missing or damaged file is never replaced.

    >>> lamella.create(folder / "old.db", device_key=bytes(32)).close()
    >>> with lamella.open(folder / "old.db", device_key=bytes(32), read_only=True) as diary:
    ...     diary
    <lamella.Diary old.db, read-only>
    """
    opener = credential(passphrase, device_key, recovery_code)
    core = _core.Diary.open(os.fsencode(path), opener, read_only, accept_rollback)
    return Diary(core, path, "read-only" if read_only else "open")


def shred(path: Path) -> None:
    """Deletes a diary with its keys, which needs no secret and cannot be undone.

    Fails with ``Busy`` while it is open, and leaves a file alone that is no diary. A flash drive
    may keep old blocks: only a diary of which every slot needs a device key is surely gone, with
    the key store's entry.

    >>> lamella.create(folder / "past.db", passphrase="correct horse").close()
    >>> lamella.shred(folder / "past.db")
    >>> (folder / "past.db").exists()
    False
    """
    _core.Diary.shred(os.fsencode(path))
