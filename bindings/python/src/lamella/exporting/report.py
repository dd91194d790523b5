"""What an export wrote: for people as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    ``files`` are the names of the files and folders, ``entries`` how many entries of each kind they
    hold, and ``contents`` how many contents of attachments.
    CSV and Parquet show an entry in columns; JSON Lines alone also holds ``newer`` entries, of
    kinds that a newer version made, ``incomplete`` ones, which have more than their columns, and
    the other versions of ``conflicts``, entries that two devices wrote differently.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> print(lamella.exporting.export(diary, folder / "everything"))
    1 entry (1 symptom) in 2 files: symptom.csv, lamella.json.
    """

    format: str
    files: tuple[str, ...]
    entries: dict[str, int]
    newer: int = 0
    incomplete: int = 0
    conflicts: int = 0
    contents: int = 0

    def __str__(self) -> str:
        kinds = ", ".join(f"{n:,} {kind}" for kind, n in self.entries.items())
        lines = [
            f"{_counted(sum(self.entries.values()))}{f' ({kinds})' if kinds else ''} in"
            f" {len(self.files)} file{'s' if len(self.files) > 1 else ''}: {', '.join(self.files)}."
        ]
        if self.format != "jsonl":
            for count, what in (
                (self.newer, "of a kind that a newer version made"),
                (self.incomplete, "with more than the columns hold"),
                (self.conflicts, "with other versions of another device"),
            ):
                if count:
                    lines.append(f"Whole only in a JSON Lines export: {_counted(count)} {what}.")
        missing = self.entries.get("attachment", 0) - self.contents
        if missing and self.format == "jsonl":
            lines.append("The contents of attachments are in a CSV or Parquet export.")
        elif missing:
            lines.append(f"Without their content, which is not in the diary: {missing:,}.")
        return "\n".join(lines)


def _counted(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries:,} entries"
