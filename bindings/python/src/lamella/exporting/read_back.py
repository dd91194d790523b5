"""The way back: an export becomes entries again, with the same ids and the same records."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from lamella import _core
from lamella.errors import InvalidArgument
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
    elif os.path.isfile(source) and is_dump(source):
        name, entries, total = "JSON Lines", file_entries(source), 0
    else:
        raise InvalidArgument("this is not an export of Lamella")
    reading = _Reading(entries, task)
    with shown(progress, total) as show:
        _put(diary, reading, dry_run, task, show)
    return reading.report(f"a {name} export of Lamella", dry_run)


class _Reading:
    """The entries of an export on their way into a diary, and what became of them."""

    def __init__(self, entries: Iterator[Exported], task: _core.Task | None) -> None:
        self._entries = entries
        self._task = task
        self._on_the_way: deque[list[int]] = deque()
        self.tally = Tally()

    def following(self) -> _core.NewRecords | None:
        """The next records, None at the end."""
        check_cancelled(self._task)
        part = list(islice(self._entries, _BATCH))
        if not part:
            return None
        records = [(entry.record, entry.id) for entry in map(self._count, part) if entry.record]
        self._on_the_way.append([entry.place.line for entry in part if entry.record])
        return _core.NewRecords(records)

    def done(self, statuses: bytes) -> None:
        """Counts what became of the records given first of those that were not counted yet."""
        lines = self._on_the_way.popleft()
        while not lines:  # a part of which nothing was left is not put
            lines = self._on_the_way.popleft()
        self.tally.took(lines, statuses)

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
        when = _core.decode(entry.record).when
        if when is not None and when.local_day is not None:
            self.tally.days.add(when.local_day)
        return entry


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

    diary._core.put_stream(reading.following, done, True, dry_run, task)
