"""Who can open a diary: the methods that list its key slots and change them.

A slot is one way in, and each holds the diary's own key, locked by a secret. A change is on disk
when the method returns, in both copies of the key file, and writes nothing of the diary itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.credentials import MEMORY_KIB, PASSES, credential
from lamella.errors import InvalidArgument, NotFound

if TYPE_CHECKING:
    from lamella.diary import Diary


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One way into a diary, without its secret.

    ``id`` are its 16 bytes. ``kind`` is passphrase, device_key, recovery_code,
    passphrase_and_device_key, or unknown when a newer version made it. ``portable`` says that it
    opens on any device, as a passphrase and a recovery code do; ``opened`` that it is the one that
    opened this diary. ``memory_kib`` and ``passes`` are the cost of a passphrase, else 0.

    >>> diary.keys()[0].kind
    'device_key'
    """

    id: bytes
    kind: str
    portable: bool
    opened: bool
    memory_kib: int
    passes: int


def keys(diary: Diary) -> list[KeySlot]:
    """The ways into the diary.

    >>> [(slot.kind, slot.portable, slot.opened) for slot in diary.keys()]
    [('device_key', False, True)]
    """
    return _slots(diary._core.keys())


def add_key(
    diary: Diary,
    *,
    passphrase: str | bytes | None = None,
    device_key: bytes | None = None,
    blob: bytes = b"",
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> bytes:
    """Adds one more way into the diary, of at most 32, and returns the id of its slot.

    The keywords are those of ``lamella.create``. A key store that gives no key away wraps 32 random
    bytes of the caller's: these are ``device_key``, and ``blob`` is what it made of them, at most
    1,024 bytes, which the diary keeps. To open, hand ``lamella.open`` a function that has the key
    store unwrap it.

    >>> _ = diary.add_key(passphrase="correct horse")
    >>> _ = diary.add_key(passphrase="1234", device_key=bytes(32))
    >>> [slot.kind for slot in diary.keys()]
    ['device_key', 'passphrase', 'passphrase_and_device_key']
    """
    made = credential(passphrase, device_key, blob=blob, memory_kib=memory_kib, passes=passes)
    return diary._core.add_key(made)


def add_recovery_code(diary: Diary) -> str:
    """Adds a new recovery code and returns it: to be shown once and written on paper.

    Two of its characters tell a mistyped code from a wrong one.

    >>> code = diary.add_recovery_code()
    >>> len(code), code.count("-")
    (42, 8)
    """
    return diary._core.add_recovery_code().decode("ascii")


def remove_key(diary: Diary, slot: KeySlot | bytes) -> None:
    """Removes a way into the diary, named by its slot or the slot's id.

    Fails with ``NotFound``, and with ``LastPortableSlot`` when neither a passphrase nor a recovery
    code would remain of those that there are. Who copied the key file before can still use the old
    secret: ``rotate`` ends that for what is written from then on.

    >>> slot = diary.add_key(passphrase="a friend's")
    >>> _ = diary.add_recovery_code()
    >>> diary.remove_key(slot)
    >>> [slot.kind for slot in diary.keys()]
    ['device_key', 'recovery_code']
    """
    diary._core.remove_key(_id(slot))


def replace_key(
    diary: Diary,
    slot: KeySlot | bytes,
    *,
    passphrase: str | bytes | None = None,
    device_key: bytes | None = None,
    blob: bytes = b"",
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> bytes:
    """Removes a slot and adds another in one step, and returns the new one's id.

    The keywords are those of ``add_key``, the failures those of ``remove_key``.

    >>> pin = diary.add_key(passphrase="1234", device_key=bytes(32))
    >>> pin = diary.replace_key(pin, passphrase="5678", device_key=bytes(32))
    >>> diary.keys()[1].id == pin
    True
    """
    made = credential(passphrase, device_key, blob=blob, memory_kib=memory_kib, passes=passes)
    return diary._core.replace_key(_id(slot), made)


def change_passphrase(
    diary: Diary,
    new: str | bytes,
    *,
    slot: KeySlot | bytes | None = None,
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> bytes:
    """Puts a new passphrase in place of an old one, and returns the id of its slot.

    ``slot`` names the old one; by default it is the passphrase that opened the diary, or else the
    only one that there is. Fails with ``InvalidArgument`` where none or several could be meant, and
    for a slot that is no passphrase. What holds for the old secret in ``remove_key`` holds here.

    >>> _ = diary.add_key(passphrase="correct horse")
    >>> _ = diary.change_passphrase("battery staple")
    >>> diary.close()
    >>> lamella.open(folder / "example.db", passphrase="battery staple")
    <lamella.Diary example.db, open>
    """
    old = _passphrase_slot(keys(diary), None if slot is None else _id(slot))
    return replace_key(diary, old, passphrase=new, memory_kib=memory_kib, passes=passes)


def rotate(diary: Diary, keep: Iterable[Mapping[str, Any]]) -> list[KeySlot]:
    """Encrypts the whole diary anew, with a new key of its own; returns the slots that it dropped.

    ``keep`` holds the secret of every slot that stays, each a dict of keywords of ``lamella.open``:
    ``passphrase``, ``device_key`` (as bytes) or ``recovery_code``, and of ``add_key``: ``blob``,
    ``memory_kib``, ``passes``. It takes about as long as writing the whole file twice. Fails with
    ``WrongSecret`` for a secret that opens no slot, and with ``LastPortableSlot``. Whenever it
    stops, the old keys or the new ones open the diary.

    >>> code = diary.add_recovery_code()
    >>> _ = diary.add_key(passphrase="known to too many")
    >>> dropped = diary.rotate(keep=[{"recovery_code": code}, {"device_key": bytes(range(32))}])
    >>> [slot.kind for slot in dropped]
    ['passphrase']
    """
    return _slots(diary._core.rotate([credential(**secret) for secret in keep]))


def _slots(slots: Iterable[_core.KeySlot]) -> list[KeySlot]:
    return [
        KeySlot(
            id=slot.id,
            kind=slot.kind.replace(" ", "_"),
            portable=slot.portable,
            opened=slot.opened,
            memory_kib=slot.memory_kib,
            passes=slot.passes,
        )
        for slot in slots
    ]


def _id(slot: KeySlot | bytes) -> bytes:
    return slot.id if isinstance(slot, KeySlot) else slot


def _passphrase_slot(slots: list[KeySlot], id: bytes | None) -> KeySlot:
    """The slot whose passphrase is to be changed."""
    passphrases = [slot for slot in slots if slot.kind == "passphrase"]
    if id is not None:
        if all(slot.id != id for slot in slots):
            raise NotFound("no key slot has this id")
        named = [slot for slot in passphrases if slot.id == id]
        if not named:
            raise InvalidArgument("this slot is no passphrase: replace_key changes others")
        return named[0]
    opened = [slot for slot in passphrases if slot.opened]
    if opened:
        return opened[0]
    if not passphrases:
        raise InvalidArgument("the diary has no passphrase: add_key(passphrase=...) adds one")
    if len(passphrases) > 1:
        raise InvalidArgument(
            f"the diary has {len(passphrases)} passphrases, and none of them opened it: name the "
            "slot with slot="
        )
    return passphrases[0]
