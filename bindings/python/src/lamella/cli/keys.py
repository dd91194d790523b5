"""``lamella keys``: who can open a diary, and every change of that.

JSON: ``slots``, those that the diary has in the end, each with ``slot`` (its id, 32 hex digits),
``kind`` (``passphrase``, ``device_key``, ``recovery_code``, ``passphrase_and_device_key``,
``unknown``), ``portable``, ``opened``, ``memory_kib``, ``passes``. After ``add-recovery-code`` also
``recovery_code``, which is never shown again; after ``rotate`` also ``dropped``, the slots that are
gone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from typing import Any

import lamella
from lamella.cli import diaries, output, secrets, sources
from lamella.cli.failures import Failure, UsageError, about
from lamella.cli.parser import Command, Parser, add_json
from lamella.escape import escape

_EXAMPLES = """\
  lamella keys diary.db list                what opens it
  lamella keys diary.db add-recovery-code   a code to write on paper
  lamella keys diary.db add-passphrase      one more passphrase
  lamella keys diary.db change-passphrase   a new one in place of the old one
  lamella keys diary.db remove 3f2a         the slot that begins so opens it no more
  lamella keys diary.db rotate --keep-recovery-code-file code

Who copied the key file before a change can still use an old secret on it. `rotate` ends that for
what is written from then on: it encrypts the whole diary anew."""

_WITH_SLOT = ("remove", "change-passphrase")
_WITH_NEW = ("add-passphrase", "change-passphrase")

Members = dict[str, Any]  # of the JSON object, beside the slots


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument("action", metavar="ACTION", choices=_ACTIONS, help=", ".join(_ACTIONS))
    parser.add_argument(
        "slots",
        metavar="SLOT",
        nargs="*",
        help="what to remove, or the passphrase to change: the first digits of its slot",
    )
    diaries.add_rollback_option(parser)
    secrets.add_options(parser)
    secrets.add_new_options(parser)
    secrets.add_kept_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    _check(arguments)
    secret = diaries.read_secret(arguments)
    with about(arguments.diary):
        read_only = arguments.action == "list"
        with diaries.open_with(arguments, secret, read_only=read_only) as diary:
            members = _ACTIONS[arguments.action](diary, arguments, secret)
            slots = diary.keys()
    if arguments.json:
        output.print_json("keys", slots=_fields(slots), **members)
    elif arguments.action == "list":
        output.say(*_table(slots))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Refuses the words that the action has no use for."""
    action = arguments.action
    if action == "remove" and not arguments.slots:
        raise UsageError("name the slot to remove; `lamella keys DIARY list` shows them")
    if len(arguments.slots) > (1 if action in _WITH_SLOT else 0):
        raise UsageError("one word too many")
    if action not in _WITH_NEW and secrets.names_new(arguments):
        raise UsageError(f"a new passphrase is for {' and '.join(_WITH_NEW)}")
    if action != "rotate" and secrets.names_kept(arguments):
        raise UsageError("what to keep and to drop is for rotate")
    sources.refuse_a_descriptor_twice(arguments)


def _list(diary: lamella.Diary, arguments: argparse.Namespace, secret: secrets.Secret) -> Members:
    return {}


def _add_passphrase(
    diary: lamella.Diary, arguments: argparse.Namespace, secret: secrets.Secret
) -> Members:
    slot = diary.add_key(passphrase=secrets.read_new(arguments))
    _tell(arguments, f"Added a passphrase, slot {slot.hex()}: it opens the diary from now on.")
    return {}


def _add_recovery_code(
    diary: lamella.Diary, arguments: argparse.Namespace, secret: secrets.Secret
) -> Members:
    code = diary.add_recovery_code()
    if not arguments.json:
        output.say(code)
        print(
            "Write it on paper, away from this device: it opens the diary, and is not shown again.",
            file=sys.stderr,
        )
    return {"recovery_code": code}


def _remove(diary: lamella.Diary, arguments: argparse.Namespace, secret: secrets.Secret) -> Members:
    slot = _named(diary, arguments.slots[0])
    diary.remove_key(slot)
    _tell(arguments, f"Removed the {_words(slot)} {slot.id.hex()}.", _use_rotate(arguments))
    return {}


def _change_passphrase(
    diary: lamella.Diary, arguments: argparse.Namespace, secret: secrets.Secret
) -> Members:
    old = _named(diary, arguments.slots[0]) if arguments.slots else None
    slot = diary.change_passphrase(secrets.read_new(arguments), slot=old)
    _tell(arguments, f"Changed the passphrase; its slot is {slot.hex()}.", _use_rotate(arguments))
    return {}


def _rotate(diary: lamella.Diary, arguments: argparse.Namespace, secret: secrets.Secret) -> Members:
    kept = [secret, *secrets.read_kept(arguments)]
    slots = len(diary.keys())
    if len(kept) < slots and not arguments.drop_others:
        raise Failure(
            f"of {slots} slots, {slots - len(kept)} would be dropped: give their secrets with "
            "--keep-passphrase-file and the like, or --drop-others"
        )
    dropped = diary.rotate(keep=kept)
    _tell(
        arguments,
        "Encrypted the diary anew, with a new key.",
        *(f"Dropped the {_words(slot)} {slot.id.hex()}." for slot in dropped),
    )
    return {"dropped": _fields(dropped)}


_ACTIONS: dict[str, Callable[[lamella.Diary, argparse.Namespace, secrets.Secret], Members]] = {
    "list": _list,
    "add-passphrase": _add_passphrase,
    "add-recovery-code": _add_recovery_code,
    "remove": _remove,
    "change-passphrase": _change_passphrase,
    "rotate": _rotate,
}


def _tell(arguments: argparse.Namespace, *lines: str) -> None:
    if not arguments.json:
        output.say(*lines)


def _use_rotate(arguments: argparse.Namespace) -> str:
    return (
        "Who copied the key file before can still use the old secret on it; `lamella keys "
        f"{escape(arguments.diary)} rotate` ends that for what is written from then on."
    )


def _named(diary: lamella.Diary, start: str) -> lamella.KeySlot:
    """The slot whose id begins with these digits."""
    slots = diary.keys()
    found = [slot for slot in slots if slot.id.hex().startswith(start.lower())]
    if not start or not found:
        raise Failure(f"no slot begins with {start!r}; `list` shows them")
    if len(found) > 1:
        raise Failure(f"{len(found)} slots begin with {start!r}: type more of the one you mean")
    return found[0]


def _words(slot: lamella.KeySlot) -> str:
    return slot.kind.replace("_", " ")


def _fields(slots: Iterable[lamella.KeySlot]) -> list[dict[str, object]]:
    return [
        {
            "slot": slot.id.hex(),
            "kind": slot.kind,
            "portable": slot.portable,
            "opened": slot.opened,
            "memory_kib": slot.memory_kib,
            "passes": slot.passes,
        }
        for slot in slots
    ]


def _table(slots: Iterable[lamella.KeySlot]) -> list[str]:
    rows = [["slot", "kind", "opens on", "a try costs", ""]]
    for slot in slots:
        place = "any device" if slot.portable else "this device"
        cost = f"{slot.memory_kib / 1024:.0f} MiB, {slot.passes} passes" if slot.passes else ""
        now = "opened it now" if slot.opened else ""
        rows.append([slot.id.hex(), _words(slot), place, cost, now])
    return output.aligned(rows)


COMMAND = Command(
    "keys",
    "DIARY ACTION [SLOT]",
    "show and change what opens a diary",
    _EXAMPLES,
    _add_options,
    _run,
)
