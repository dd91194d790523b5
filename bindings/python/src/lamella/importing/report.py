"""What became of a file: for people as text, for programs as a dictionary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lamella import _core
from lamella.escape import escape

#: How many rejected and how many differing places a report lists; all of them are counted.
LISTED = 1_000
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or a cell that was not imported. ``column`` is None for a whole row.

    ``line`` counts the lines of a text file from 1, and the rows of a JSON file.

    >>> print(lamella.Rejected(line=3, column="itch", reason="is not a number"))
    line 3, column itch: is not a number
    """

    line: int
    column: str | None
    reason: str
    noun: str = "line"

    def __str__(self) -> str:
        column = "" if self.column is None else f", column {escape(self.column)}"
        return f"{self.noun} {self.line}{column}: {escape(self.reason)}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file.

    ``values`` of its ``rows`` were read, on ``days`` local days: ``accepted`` were added,
    ``duplicates`` were in the diary already, ``differs`` are in it with another content, which
    stays, and ``deleted`` were deleted there and stay so. ``rejected`` lists the first 1,000 places
    that could not be read, ``rejections`` counts all of them by reason; ``differing`` lists the
    first 1,000 lines that differ. ``assumed`` says what the import took for granted, ``left_out``
    what the mapping leaves out. Of the attachments of an export, ``contents`` were brought with
    their content, and ``without_content`` have none in the export. After a dry run the diary is
    unchanged.

    >>> path = folder / "diary.csv"
    >>> _ = path.write_text("date,steps\\n2026-11-24,many\\n2026-11-25,8000\\n")
    >>> report = diary.import_file(path)
    >>> report.accepted, report.rejected
    (1, (Rejected(line=2, column='steps', reason='is not a number', noun='line'),))
    """

    source: str
    read_as: str
    rows: int
    values: int
    days: int
    accepted: int
    duplicates: int
    differs: int
    deleted: int
    rejected: tuple[Rejected, ...]
    rejections: dict[str, int]
    differing: tuple[int, ...]
    assumed: tuple[str, ...]
    left_out: tuple[str, ...]
    dry_run: bool
    noun: str = "line"
    contents: int = 0
    without_content: int = 0

    @property
    def rejected_count(self) -> int:
        """How many places were rejected, listed or not.

        >>> path = folder / "diary.csv"
        >>> _ = path.write_text("date,steps\\n2026-11-24,many\\n2026-11-25,8000\\n")
        >>> diary.import_file(path).rejected_count
        1
        """
        return sum(self.rejections.values())

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, for JSON.

        >>> path = folder / "diary.csv"
        >>> _ = path.write_text("date,steps\\n2026-11-25,8000\\n")
        >>> diary.import_file(path).to_dict()["accepted"]
        1
        """
        return {
            "source": self.source,
            "read_as": self.read_as,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "values": self.values,
            "days": self.days,
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "differs": self.differs,
            "deleted": self.deleted,
            "rejected": self.rejected_count,
            "rejections": dict(self.rejections),
            "rejected_places": [
                {self.noun: place.line, "column": place.column, "reason": place.reason}
                for place in self.rejected
            ],
            "differing": list(self.differing),
            "assumed": list(self.assumed),
            "left_out": list(self.left_out),
            "contents": self.contents,
            "without_content": self.without_content,
        }

    def __str__(self) -> str:
        lines = [f"Read as {escape(self.read_as)}."] if self.read_as else []
        lines.append(
            f"{_counted(self.values, 'value')} on {_counted(self.days, 'day')}: {self._outcome()}."
        )
        lines += self._rejected_lines()
        if self.differing:
            places = ", ".join(map(str, self.differing[:_SHOWN]))
            more = ", ..." if self.differs > _SHOWN else ""
            lines.append(f"Differing: {self.noun} {places}{more}.")
        lines += [f"Assumed: {escape(what)}." for what in self.assumed]
        lines += [f"Left out: {escape(what)}." for what in self.left_out]
        for count, what in ((self.contents, "with"), (self.without_content, "without")):
            if count:
                lines.append(f"{_counted(count, 'attachment')} {what} content.")
        if self.dry_run:
            lines.append("This was a dry run: the diary is unchanged.")
        return "\n".join(lines)

    def _outcome(self) -> str:
        parts = [f"{self.accepted:,} {'would be added' if self.dry_run else 'added'}"]
        for count, what in (
            (self.duplicates, "known already"),
            (self.differs, "differ from the diary, which stays as it is"),
            (self.deleted, "deleted before, and stay so"),
            (self.rejected_count, "rejected"),
        ):
            if count:
                parts.append(f"{count:,} {what}")
        return ", ".join(parts)

    def _rejected_lines(self) -> list[str]:
        lines = [f"Rejected: {place}." for place in self.rejected[:_SHOWN]]
        if self.rejected_count > _SHOWN:
            lines.append(f"Rejected: {self.rejected_count - _SHOWN:,} more. In all:")
            lines += [f"  {n:,} x {escape(reason)}" for reason, n in self.rejections.items()]
        return lines


@dataclass(slots=True)
class Tally:
    """The counts of a report while the file is read."""

    noun: str = "line"
    rows: int = 0
    values: int = 0
    days: set[int] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    rejections: Counter[str] = field(default_factory=Counter)
    differing: list[int] = field(default_factory=list)
    kept_definitions: int = 0
    kept_source: bool = False
    assumed: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    contents: int = 0
    without_content: int = 0

    def took(self, lines: Sequence[int], statuses: bytes) -> None:
        """Counts what became of the records of these lines."""
        self.statuses.update(statuses)
        for line, status in zip(lines, statuses, strict=True):
            if status == _core.PutStatus.DIFFERS and len(self.differing) < LISTED:
                self.differing.append(line)

    def report(
        self,
        source: str,
        read_as: str,
        assumed: Sequence[str],
        left_out: Sequence[str],
        dry_run: bool,
    ) -> ImportReport:
        """The report of what was counted."""
        return ImportReport(
            source=source,
            read_as=read_as,
            rows=self.rows,
            values=self.values,
            days=len(self.days),
            accepted=self.statuses[_core.PutStatus.ADDED],
            duplicates=self.statuses[_core.PutStatus.EXISTS],
            differs=self.statuses[_core.PutStatus.DIFFERS],
            deleted=self.statuses[_core.PutStatus.DELETED],
            rejected=tuple(sorted(self.rejected, key=lambda place: place.line)),
            rejections=dict(self.rejections.most_common()),
            differing=tuple(self.differing),
            assumed=tuple(assumed),
            left_out=tuple(left_out),
            dry_run=dry_run,
            noun=self.noun,
            contents=self.contents,
            without_content=self.without_content,
        )

    def reject(self, lines: Sequence[int], column: str | None, reasons: Sequence[str]) -> None:
        """Counts these places, and lists them while there is room."""
        self.rejections.update(reasons)
        room = LISTED - len(self.rejected)
        for line, reason in zip(lines[:room], reasons[:room], strict=True):
            self.rejected.append(Rejected(line, column, reason, self.noun))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
