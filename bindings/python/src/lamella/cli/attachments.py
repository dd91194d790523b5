"""``lamella attachments``: photographs and other files, into a diary and out of it.

JSON: ``attachments``, all of them or those that were added, each with ``id`` (32 hex digits),
``day``, ``media_type``, ``bytes``, ``site``, ``note``; after ``save`` the one that was saved.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

import lamella
from lamella.cli import diaries, failures, output, secrets
from lamella.cli.failures import Failure, UsageError
from lamella.cli.parser import Command, Parser, add_json, day
from lamella.escape import escape

_EXAMPLES = """\
  lamella attachments diary.db list
  lamella attachments diary.db add elbow.jpg --site elbow.left
  lamella attachments diary.db add letter.pdf --day 2026-11-20 --note 'from the clinic'
  lamella attachments diary.db save 3f2a elbow.jpg    the one whose id begins so

What is saved is not encrypted. A file that was added stays where it is, as it is."""

_CELL_WIDTH = 36


def _add_options(parser: Parser) -> None:
    parser.add_argument("diary", metavar="DIARY", help="the file of the diary")
    parser.add_argument("action", metavar="ACTION", choices=_ACTIONS, help=", ".join(_ACTIONS))
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="what to add; or the id to save, and the new file"
    )
    of_added = parser.add_argument_group("of what is added")
    of_added.add_argument(
        "--day", metavar="DATE", type=day, help="the day that it shows, by default now"
    )
    of_added.add_argument("--site", default="", help="body site, e.g. elbow.left")
    of_added.add_argument("--note", default="", help="a text")
    of_added.add_argument(
        "--media-type", metavar="TYPE", help="by default what the end of the name says"
    )
    diaries.add_rollback_option(parser)
    secrets.add_options(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    _check(arguments)
    read_only = arguments.action != "add"
    with diaries.open_diary(arguments, read_only=read_only) as diary:
        entries = _ACTIONS[arguments.action](diary, arguments)
    if arguments.json:
        output.print_json("attachments", attachments=[_fields(entry) for entry in entries])
    elif arguments.action == "list":
        output.say(*_table(entries))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Refuses the words that the action has no use for."""
    action, words = arguments.action, len(arguments.files)
    if action == "add" and not words:
        raise UsageError("name the file to add")
    if action == "save" and words < 2:
        raise UsageError("name the id, which `list` shows, and the new file")
    if (action == "list" and words) or (action == "save" and words > 2):
        raise UsageError("one word too many")
    if action != "add" and (
        arguments.day or arguments.site or arguments.note or arguments.media_type
    ):
        raise UsageError("--day, --site, --note and --media-type are for add")


def _list(diary: lamella.Diary, arguments: argparse.Namespace) -> list[lamella.Entry]:
    return list(diary.query(kind="attachment"))


def _add(diary: lamella.Diary, arguments: argparse.Namespace) -> list[lamella.Entry]:
    added = []
    for file in arguments.files:
        with failures.about(file), output.progress("Encrypting") as task:
            id = diary.attach(
                file,
                media_type=arguments.media_type,
                at=arguments.day,
                site=arguments.site,
                note=arguments.note,
                task=task,
            )
        added.append(diary.get(id))
        _tell(arguments, f"Added {escape(file)} as {id.hex()}.")
    return added


def _save(diary: lamella.Diary, arguments: argparse.Namespace) -> list[lamella.Entry]:
    start, target = arguments.files
    entry = _named(diary, start)
    with (
        failures.making(target, "saved"),
        failures.about(target),
        output.progress("Decrypting") as task,
    ):
        diary.save_attachment(entry.id, target, task=task)
    _tell(arguments, f"Saved {escape(target)}, which is not encrypted.")
    return [entry]


_ACTIONS: dict[str, Callable[[lamella.Diary, argparse.Namespace], list[lamella.Entry]]] = {
    "list": _list,
    "add": _add,
    "save": _save,
}


def _tell(arguments: argparse.Namespace, line: str) -> None:
    if not arguments.json:
        output.say(line)


def _named(diary: lamella.Diary, start: str) -> lamella.Entry:
    """The attachment whose id begins with these digits."""
    found = [
        entry
        for entry in diary.query(kind="attachment")
        if start and entry.id.hex().startswith(start.lower())
    ]
    if not found:
        raise Failure(f"no attachment begins with {start!r}; `list` shows them")
    if len(found) > 1:
        raise Failure(f"{len(found)} attachments begin with {start!r}: type more of its id")
    return found[0]


def _fields(entry: lamella.Entry) -> dict[str, object]:
    fields = entry.fields
    return {
        "id": entry.id.hex(),
        "day": fields["local_day"].isoformat(),
        "media_type": fields["media_type"],
        "bytes": fields["size"],
        "site": fields["site"],
        "note": fields["note"],
    }


def _table(entries: Iterable[lamella.Entry]) -> list[str]:
    rows = [["id", "day", "media type", "size", "site", "note"]]
    for fields in map(_fields, entries):
        texts = (output.clip(escape(str(fields[name])), _CELL_WIDTH) for name in ("site", "note"))
        shown = [str(fields[name]) for name in ("id", "day", "media_type")]
        rows.append([*shown, output.size(int(str(fields["bytes"]))), *texts])
    return output.aligned(rows, right=[3]) if len(rows) > 1 else ["There are no attachments."]


COMMAND = Command(
    "attachments",
    "DIARY ACTION [FILE...]",
    "list, add and save photographs and other files",
    _EXAMPLES,
    _add_options,
    _run,
)
