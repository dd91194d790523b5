"""The way back: an export becomes entries again, with the same ids and the same records."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from lamella import _core
from lamella.errors import Error, InvalidArgument, MalformedMessage
from lamella.exporting.contents import ExportedContents
from lamella.exporting.progress import Progress, check_cancelled, shown
from lamella.exporting.sources import (
    Exported,
    file_entries,
    folder_entries,
    is_dump,
    read_manifest,
)
from lamella.importing.report import ImportReport, Tally

if TYPE_CHECKING:
    from lamella.diary import Diary

_BATCH = 5_000
_INCOMPLETE = "has more than the columns hold; a JSON Lines export has all of it"
_CONFLICTS = "of entries that two devices wrote differently, the version shown"


def is_export(path: str | os.PathLike[str]) -> bool:
    """Whether this is a folder or a file that ``export`` made.

    >>> _ = lamella.exporting.export(diary, folder / "everything")
    >>> is_export(folder / "everything")
    True
    """
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    if stat.S_ISDIR(mode):
        return read_manifest(os.fspath(path)) is not None
    # Nothing is read from a pipe, which would lose it.
    return stat.S_ISREG(mode) and is_dump(os.fspath(path))


def import_exported(
    diary: Diary,
    path: str | os.PathLike[str],
    *,
    dry_run: bool = False,
    progress: Progress = False,
    task: _core.Task | None = None,
) -> ImportReport:
    """Puts the entries of an export into a diary, all or none, and reports what became of them.

    Then the contents of attachments are brought, one after the other, those that are not here yet.
    An entry whose id is in the diary already stays as it is there; the report says whether it
    differs. A dry run changes nothing. Fails with ``InvalidArgument`` naming the file and the line
    of what is damaged or was edited into something that no entry can be.

    >>> id = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> _ = lamella.exporting.export(diary, folder / "everything")
    >>> with lamella.create(folder / "new.db", device_key=bytes(32)) as new:
    ...     print(import_exported(new, folder / "everything"))
    ...     new.get(id).record == diary.get(id).record
    Read as a CSV export of Lamella.
    1 value on 1 day: 1 added.
    True
    """
    source = os.fspath(path)
    manifest = read_manifest(source) if os.path.isdir(source) else None
    if manifest is not None:
        name = "CSV" if manifest.format == "csv" else "Parquet"
        entries, total = folder_entries(source, manifest), sum(manifest.rows.values())
        contents = ExportedContents(source, manifest.contents)
    elif os.path.isfile(source) and is_dump(source):
        name, entries, total = "JSON Lines", file_entries(source), 0
        contents = ExportedContents(None, 0)
    else:
        raise InvalidArgument("this is not an export of Lamella")
    reading = _Reading(entries, contents, task)
    with shown(progress, total) as show:
        _put(diary, reading, dry_run, task, show)
        reading.bring_contents(diary, dry_run)
    return reading.report(f"a {name} export of Lamella", dry_run)


class _Reading:
    """The entries of an export on their way into a diary, and what became of them."""

    def __init__(
        self, entries: Iterator[Exported], contents: ExportedContents, task: _core.Task | None
    ) -> None:
        self._entries = entries
        self._contents = contents
        self._with_content: list[bytes] = []  # ids
        self._task = task
        self._on_the_way: deque[list[Exported]] = deque()
        self.tally = Tally()

    def following(self) -> _core.NewRecords | None:
        """The next records, None at the end."""
        check_cancelled(self._task)
        part = list(islice(self._entries, _BATCH))
        if not part:
            return None
        whole = [entry for entry in map(self._count, part) if entry.record]
        self._on_the_way.append(whole)
        return _records(whole)

    def done(self, statuses: bytes) -> None:
        """Counts what became of the records given first of those that were not counted yet."""
        entries = self._on_the_way.popleft()
        while not entries:  # a part of which nothing was left is not put
            entries = self._on_the_way.popleft()
        self.tally.took([entry.place.line for entry in entries], statuses)

    def pending(self) -> list[Exported]:
        """The entries that were given and not counted yet."""
        return [entry for entries in self._on_the_way for entry in entries]

    def report(self, read_as: str, dry_run: bool) -> ImportReport:
        """The report, once all entries are through."""
        assumed = [f"{what} ({n:,})" for what, n in self.tally.assumed.items()]
        return self.tally.report("", read_as, assumed, (), dry_run)

    def _count(self, entry: Exported) -> Exported:
        self.tally.rows += 1
        if entry.record is None:
            reason = f"{entry.place.file}: {_INCOMPLETE}"
            self.tally.reject([entry.place.line], None, [reason])
            return entry
        self.tally.values += 1
        if entry.conflicts:
            self.tally.assumed[_CONFLICTS] += 1
        record = _core.decode(entry.record)
        if record.when is not None and record.when.local_day is not None:
            self.tally.days.add(record.when.local_day)
        if isinstance(record.body, _core.Attachment):
            self._count_content(entry, record.body)
        return entry

    def _count_content(self, entry: Exported, body: _core.Attachment) -> None:
        try:
            if self._contents.check(entry.id, body):
                self._with_content.append(entry.id)
            else:
                self.tally.without_content += 1
        except InvalidArgument as error:
            entry.place.refuse(str(error))

    def bring_contents(self, diary: Diary, dry_run: bool) -> None:
        """Brings the contents of the entries that were read; a dry run only counts them."""
        for id in self._with_content:
            if dry_run or self._contents.bring(diary, id, self._task):
                self.tally.contents += 1


def _put(
    diary: Diary,
    reading: _Reading,
    dry_run: bool,
    task: _core.Task | None,
    show: Callable[[int], None],
) -> None:
    def done(statuses: bytes) -> None:
        reading.done(statuses)
        show(reading.tally.rows)
        check_cancelled(task)  # the last time before all is committed

    try:
        diary._core.put_stream(reading.following, done, True, dry_run, task)
    except (InvalidArgument, MalformedMessage):
        _refuse_by_place(diary, reading.pending())
        raise


def _refuse_by_place(diary: Diary, entries: list[Exported]) -> None:
    """Fails with the place of the entry that no diary takes, if one of these is: the core names its
    field alone, so that they are tried by halves."""
    if _refusal(diary, entries) is None:
        return
    while len(entries) > 1:
        first, second = entries[: len(entries) // 2], entries[len(entries) // 2 :]
        entries = second if _refusal(diary, first) is None else first
    entries[0].place.refuse(str(_refusal(diary, entries)))


def _refusal(diary: Diary, entries: list[Exported]) -> Error | None:
    """Why the diary does not take these entries, tried without a change."""
    parts = iter((_records(entries), None))
    try:
        diary._core.put_stream(lambda: next(parts), lambda _: None, True, True, None)
    except (InvalidArgument, MalformedMessage) as error:
        return error
    return None


def _records(entries: list[Exported]) -> _core.NewRecords:
    return _core.NewRecords([(entry.record, entry.id) for entry in entries if entry.record])
