"""JSON Lines: a line an entry, with its fields for people and its whole record for programs."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.exporting.columns import iso_day, iso_instant
from lamella.exporting.progress import check_cancelled
from lamella.new_files import refuse

if TYPE_CHECKING:
    from lamella.diary import Diary
    from lamella.entry import Entry

#: What the first line says.
HEADER = {"lamella": "records", "version": 1}
_PAGE = 1_000


def write_json_lines(
    path: str, diary: Diary, show: Callable[[int], None], task: _core.Task | None
) -> dict[str, int]:
    """Writes all entries and returns how many there are of each kind.

    ``record`` is the serialized ``lamella.v1.Record``, which is the truth; the other fields show
    what it says. Text is ASCII with JSON's escapes. The last line counts the entries, so that a
    file that was cut short is noticed.
    """
    entries: dict[str, int] = {}
    try:
        with open(path, "w", encoding="ascii", newline="\n") as file:
            file.write(_line({**HEADER, "library": _core.version()}))
            done = 0
            for page in diary.pages(page_size=_PAGE):
                check_cancelled(task)
                file.writelines(_line(_object(entry)) for entry in page)
                for entry in page:
                    entries[entry.kind] = entries.get(entry.kind, 0) + 1
                done += len(page)
                show(done)
            file.write(_line({"end": True, "entries": done}))
    except OSError as error:
        refuse(error)
    return entries


def readable(record: bytes) -> dict[str, Any]:
    """The fields of a record as JSON values; what this version does not know is left out.

    >>> body = lamella.Measurement(kind="steps", value=8000, unit="1")
    >>> readable(lamella.encode(lamella.Record(when=lamella.when("2026-11-25"), body=body)))
    {'local_day': '2026-11-25', 'kind': 'steps', 'value': 8000.0, 'unit': '1'}
    """
    decoded = _core.decode(record)
    when, origin = decoded.when, decoded.origin
    fields: dict[str, Any] = {}
    if when is not None:
        fields |= {
            "local_day": None if when.local_day is None else iso_day(when.local_day),
            "at": _instant(when.utc_ms),
            "offset_min": when.offset_min,
            "zone": when.zone,
            "end": _instant(when.end_utc_ms),
        }
    if decoded.body is not None:
        fields |= decoded.body.fields()
    if origin is not None:
        fields |= {
            "source": origin.source,
            "origin": origin.kind,
            "entered": _instant(origin.entered_ms),
        }
    fields["note"] = decoded.note
    return {
        name: _plain(value)
        for name, value in fields.items()
        if value not in (None, "") and name != "unknown_fields"
    }


def _object(entry: Entry) -> dict[str, Any]:
    line = {"id": entry.id.hex(), "entry": entry.kind, **readable(entry.record)}
    if entry.newer:
        line["newer"] = True
    if entry.conflicts:
        line["conflicts"] = [
            {"register": c.register, "others": [_base64(other) for other in c.others]}
            for c in entry.conflicts
        ]
    return {**line, "record": _base64(entry.record)}


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=True, allow_nan=False) + "\n"


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _instant(utc_ms: int | None) -> str | None:
    return None if utc_ms is None else iso_instant(utc_ms)


def _plain(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, _core.Scale):
        return [_plain(value.min), _plain(value.max)]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if hasattr(value, "fields"):
        parts = value.fields().items()
        return {name: _plain(part) for name, part in parts if name != "unknown_fields"}
    # JSON has no other numbers; a record that came from elsewhere may.
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
