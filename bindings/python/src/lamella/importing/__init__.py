"""Files of other apps, read into a diary with a report.

``diary.import_file`` is the way in; ``lamella.importing.mapping`` shows how a mapping says what the
columns of a file mean. What cannot be understood is rejected with its line and reason, what would
have to be guessed is asked, and a file that is imported twice changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from lamella import _core
from lamella.importing.mapping import DayParts, Decided, LongColumns, Mapping, TimeColumns
from lamella.importing.ready import ready, ready_names
from lamella.importing.report import ImportReport, Rejected
from lamella.importing.series import Series

if TYPE_CHECKING:
    from lamella.diary import Diary

__all__ = [
    "DayParts",
    "Decided",
    "ImportReport",
    "LongColumns",
    "Mapping",
    "Rejected",
    "Series",
    "TimeColumns",
    "import_file",
    "ready",
    "ready_names",
]

_NEEDED = ("polars", "numpy", "tqdm")


def import_file(
    diary: Diary,
    path: str | os.PathLike[str],
    mapping: Mapping | str | os.PathLike[str] | None = None,
    *,
    source: str | None = None,
    licence: str | None = None,
    zone: str | None = None,
    person: str | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    dry_run: bool = False,
    progress: bool | Callable[[int, int], None] = False,
    task: _core.Task | None = None,
) -> ImportReport:
    """Imports a file, all that is right in it or nothing, and reports what became of it.

    ``mapping`` says what its columns mean: a ``Mapping``, the path of one in TOML, or the name of a
    ready one. Without it the file is read by the ready mapping that its header fits, or as a column
    "date" and a measurement a column. The other arguments hold before what the mapping says:
    ``source`` is the name that the ids of the records follow from, ``licence`` the terms under
    which its owner gives the data, kept in the diary, ``zone`` that of datetimes without an offset,
    ``person`` whose rows to read, ``date_order`` one of iso, day-month-year, month-day-year,
    year-month-day and excel. What ``lamella.exporting`` wrote is read back as it was. ``dry_run``
    reports, and changes nothing. ``progress`` shows a bar on a terminal, or is called with the rows
    done and all rows.

    Fails with ``InvalidArgument`` for a file that cannot be read as a whole, or whose meaning has
    to be asked; then nothing was imported.

    >>> from lamella.importing import import_file
    >>> path = folder / "diary.csv"
    >>> _ = path.write_text("date,steps\\n2026-11-24,many\\n2026-11-25,8000\\n")
    >>> print(import_file(diary, path))
    1 value on 1 day: 1 added, 1 rejected.
    Rejected: line 2, column steps: is not a number.
    Assumed: without a mapping, measurements of unit 1: steps.
    """
    from lamella.exporting.read_back import import_exported, is_export

    if is_export(path):
        return import_exported(diary, path, dry_run=dry_run, progress=progress, task=task)
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ImportError(f"import needs {' and '.join(missing)}: pip install lamella[import]")
    from lamella.importing.transfer import transfer

    options = {
        "source": source,
        "licence": licence,
        "zone": zone,
        "person": person,
        "date_order": date_order,
        "decimal": decimal,
        "encoding": encoding,
        "delimiter": delimiter,
    }
    return transfer(diary, path, mapping, options, dry_run=dry_run, progress=progress, task=task)
