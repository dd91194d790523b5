"""The way out: everything in a diary into new files, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.errors import Busy, InvalidArgument
from lamella.exporting.columns import COLUMNS
from lamella.exporting.contents import FOLDER, write_contents
from lamella.exporting.frames import WRITERS, Counts, frames
from lamella.exporting.json_lines import write_json_lines
from lamella.exporting.progress import Progress, check_cancelled, shown
from lamella.exporting.report import ExportReport
from lamella.new_files import new_file, new_folder

if TYPE_CHECKING:
    import polars as pl

    from lamella.diary import Diary
    from lamella.summary import Summary

#: The file that says what the others are.
MANIFEST = "lamella.json"
#: What the manifest begins with.
HEADER = {"lamella": "export", "version": 1}


def export(
    diary: Diary,
    path: str | os.PathLike[str],
    format: str = "csv",
    *,
    progress: Progress = False,
    task: _core.Task | None = None,
) -> ExportReport:
    """Writes everything in the diary to new files, which are not encrypted.

    ``format`` csv or parquet: ``path`` is a new folder, with a file for each kind that has entries
    the contents of attachments in a folder of their own, and ``lamella.json``, which says what the
    columns mean. jsonl: ``path`` is a new file, with each entry in full but for the contents of
    attachments, for archiving. ``diary.import_file`` reads all of them back. The same diary
    gives the same bytes. ``progress`` shows a bar on a terminal, or is called with the entries
    done and all entries.

    Fails with ``AlreadyExists`` when something of this name is there, with ``DiskFull`` or ``Io``
    when the files cannot be written, and with ``Busy`` when the diary was changed meanwhile; then
    nothing is left behind. CSV and Parquet need polars: ``pip install lamella[import]``.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25", note="after sport")
    >>> report = export(diary, folder / "everything")
    >>> report.entries
    {'symptom': 1}
    >>> (folder / "everything" / "symptom.csv").read_text().split(",")[-1]
    'after sport\\n'
    """
    target = os.fspath(path)
    if format not in (*WRITERS, "jsonl"):
        raise InvalidArgument("the format of an export is csv, parquet or jsonl")
    if format in WRITERS and find_spec("polars") is None:
        raise ImportError("export to CSV and Parquet needs polars: pip install lamella[import]")
    before = diary.change_count
    summary = diary.summary()
    with shown(progress, summary.entries) as show:
        if format == "jsonl":
            with new_file(target) as temporary:
                entries = write_json_lines(temporary, diary, show, task)
                check_cancelled(task)
                _check_unchanged(diary, before)
            return ExportReport("jsonl", (os.path.basename(target),), entries)
        with new_folder(target) as temporary:
            report = _write_kinds(diary, temporary, format, summary, show, task)
            check_cancelled(task)
            _check_unchanged(diary, before)
        return report


def _write_kinds(
    diary: Diary,
    folder: str,
    format: str,
    summary: Summary,
    show: Callable[[int], None],
    task: _core.Task | None,
) -> ExportReport:
    counts: dict[str, Counts] = {}
    for kind in COLUMNS:
        if kind not in summary.entries_by_type:
            continue
        before = sum(count.entries for count in counts.values())
        count = Counts()
        made = _counted(frames(diary, kind, task), count, before, show)
        path = os.path.join(folder, f"{kind}.{format}")
        WRITERS[format](path, kind, made)
        if count.rows:
            counts[kind] = count
        else:
            os.remove(path)
    contents = write_contents(folder, diary, task) if "attachment" in counts else 0
    done = sum(count.entries for count in counts.values())
    report = ExportReport(
        format,
        (*(f"{kind}.{format}" for kind in counts), *([FOLDER] if contents else []), MANIFEST),
        {kind: count.entries for kind, count in counts.items()},
        newer=summary.entries - done,
        incomplete=sum(count.incomplete for count in counts.values()),
        conflicts=sum(count.conflicts for count in counts.values()),
        contents=contents,
    )
    with open(os.path.join(folder, MANIFEST), "w", encoding="ascii", newline="\n") as file:
        json.dump(_manifest(report, counts, folder), file, indent=1)
        file.write("\n")
    return report


def _counted(
    made: Iterator[pl.DataFrame], count: Counts, before: int, show: Callable[[int], None]
) -> Iterator[pl.DataFrame]:
    for frame in made:
        count.add(frame)
        yield frame
        show(before + count.entries)


def _manifest(report: ExportReport, counts: dict[str, Counts], folder: str) -> dict[str, Any]:
    return {
        **HEADER,
        "library": _core.version(),
        "format": report.format,
        "only_in_json_lines": {
            "newer": report.newer,
            "incomplete": report.incomplete,
            "conflicts": report.conflicts,
        },
        "contents": report.contents,
        "kinds": {
            kind: {
                "file": (name := f"{kind}.{report.format}"),
                **_checksum(os.path.join(folder, name), report.format),
                "rows": count.rows,
                "entries": count.entries,
                "columns": [column.described() for column in COLUMNS[kind]],
            }
            for kind, count in counts.items()
        },
    }


def _checksum(path: str, format: str) -> dict[str, str]:
    # Parquet has none of its own. A CSV file may be edited, and is checked line by line.
    return {"sha256": sha256_of(path)} if format == "parquet" else {}


def sha256_of(path: str) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_unchanged(diary: Diary, before: int) -> None:
    # The diary is read piece by piece: a change meanwhile could be in one and miss in another.
    if diary.change_count != before:
        raise Busy("the diary was changed while it was exported: export it again")
