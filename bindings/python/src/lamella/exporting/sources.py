"""The entries of an exported folder or file, one after the other, each with its place."""

from __future__ import annotations

import binascii
import csv
import json
import os
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NoReturn

from lamella.errors import Error, InvalidArgument, TooNew
from lamella.exporting.columns import COLUMNS, SEVERAL_ROWS, Row, value_of_cell
from lamella.exporting.export import HEADER as FOLDER_HEADER
from lamella.exporting.export import MANIFEST, sha256_of
from lamella.exporting.frames import schema_of
from lamella.exporting.json_lines import HEADER as FILE_HEADER
from lamella.exporting.json_lines import readable
from lamella.exporting.rows import record_of

_FORMATS = ("csv", "parquet")
_SLICE = 20_000
# A record has at most 60 KiB; with its readable fields and other versions a line is far below.
_LONGEST_LINE = 1 << 24
_MOST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a line of a text file, or a row of a Parquet file."""

    file: str
    line: int
    noun: str = "line"

    def __str__(self) -> str:
        return f"{self.file}, {self.noun} {self.line:,}" if self.file else f"line {self.line:,}"

    def refuse(self, reason: str) -> NoReturn:
        """Fails with ``InvalidArgument`` for what stands here."""
        raise InvalidArgument(f"{self}: {reason}")


@dataclass(frozen=True, slots=True)
class Exported:
    """An entry of an export. ``record`` is None where the file does not hold all of it;
    ``conflicts`` says that the file also holds other versions."""

    place: Place
    id: bytes
    record: bytes | None
    conflicts: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder says of itself: its format, the rows of each kind, the SHA-256 of its file
    where it has one, and the contents of attachments."""

    format: str
    rows: dict[str, int]
    sha256: dict[str, str | None]
    contents: int


def read_manifest(folder: str) -> Manifest | None:
    """None when the folder is no export. Fails with ``TooNew`` or ``InvalidArgument``."""
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as file:
            content = json.loads(file.read(_MOST_MANIFEST))
    except OSError:
        return None
    except (ValueError, RecursionError):
        raise InvalidArgument(f"{MANIFEST} is damaged") from None
    if not isinstance(content, dict) or content.get("lamella") != FOLDER_HEADER["lamella"]:
        return None
    _check_version(content, FOLDER_HEADER)
    try:
        kinds = content["kinds"]
        manifest = Manifest(
            content["format"],
            {kind: int(kinds[kind]["rows"]) for kind in kinds},
            {kind: kinds[kind].get("sha256") for kind in kinds},
            int(content.get("contents", 0)),
        )
        columns = {kind: [c["name"] for c in kinds[kind]["columns"]] for kind in kinds}
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise InvalidArgument(f"{MANIFEST} is damaged") from None
    if manifest.format not in _FORMATS:
        raise InvalidArgument(f"{MANIFEST} names no format of this version")
    if any(kind not in COLUMNS or columns[kind] != _names(kind) for kind in kinds):
        raise InvalidArgument(f"{MANIFEST} names other columns than this version writes")
    return manifest


def folder_entries(folder: str, manifest: Manifest) -> Iterator[Exported]:
    """The entries of a folder, a kind after the other."""
    read = _csv_rows if manifest.format == "csv" else _parquet_rows
    for kind, expected in manifest.rows.items():
        name = f"{kind}.{manifest.format}"
        _check_sha256(os.path.join(folder, name), name, manifest.sha256[kind])
        rows = _counted(name, read(os.path.join(folder, name), name, kind), expected)
        # The rows of an entry stand together.
        for id, found in groupby(rows, key=lambda placed: placed[1]["id"]):
            placed = list(found)
            together = [placed] if kind in SEVERAL_ROWS else [[one] for one in placed]
            for one in together:
                yield _entry(kind, id, one)


def _entry(kind: str, id: bytes | None, placed: list[tuple[Place, Row]]) -> Exported:
    place, row = placed[0]
    if id is None or len(id) != 16:
        place.refuse("the id is missing, or is not 16 bytes")
    if row["complete"] is None:
        place.refuse("column complete: is missing")
    own = dict.fromkeys(SEVERAL_ROWS.get(kind, ()))
    for other, more in placed[1:]:
        if {**more, **own} != {**row, **own}:
            other.refuse(
                f"differs from the row above of the same entry in more than {' and '.join(own)}"
            )
    conflicts = bool(row["conflicts"])
    if not row["complete"]:
        return Exported(place, id, None, conflicts)
    try:
        return Exported(place, id, record_of(kind, [row for _, row in placed]), conflicts)
    except Error as error:
        place.refuse(str(error))
    except TypeError:  # its text would show the value
        place.refuse("holds a number that its column cannot have")


def _counted(
    name: str, rows: Iterator[tuple[Place, Row]], expected: int
) -> Iterator[tuple[Place, Row]]:
    count = 0
    for placed in rows:
        count += 1
        yield placed
    if count != expected:
        raise InvalidArgument(f"{name} has {count:,} rows, and {MANIFEST} says {expected:,}")


def _csv_rows(path: str, name: str, kind: str) -> Iterator[tuple[Place, Row]]:
    columns = COLUMNS[kind]
    line = 0
    try:
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if next(reader, None) != _names(kind):
                raise InvalidArgument(f"{name}: the header is not as it was written")
            for cells in reader:
                line = reader.line_num
                place = Place(name, line)
                if len(cells) != len(columns):
                    place.refuse(f"has {len(cells)} cells, the header has {len(columns)}")
                row = {}
                for column, cell in zip(columns, cells, strict=True):
                    try:
                        row[column.name] = value_of_cell(column, cell)
                    except InvalidArgument as error:
                        place.refuse(f"column {column.name}: {error}")
                yield place, row
    except UnicodeDecodeError:
        raise InvalidArgument(f"{name} is not UTF-8 text, after line {line:,}") from None
    except csv.Error as error:
        raise InvalidArgument(f"{name} is broken CSV, after line {line:,}: {error}") from None
    except OSError as error:
        _unreadable(name, error)


def _parquet_rows(path: str, name: str, kind: str) -> Iterator[tuple[Place, Row]]:
    import polars as pl

    days = [c.name for c in COLUMNS[kind] if c.type == "day"]
    instants = [c.name for c in COLUMNS[kind] if c.type == "instant"]
    try:
        lazy = pl.scan_parquet(path, glob=False)
        if lazy.collect_schema().names() != _names(kind):
            raise InvalidArgument(f"{name}: the columns are not as they were written")
        # Without the cast, text could pass for a flag.
        plain = lazy.cast(schema_of(kind)).with_columns(
            pl.col(days).cast(pl.Int32), pl.col(instants).cast(pl.Int64)
        )
        rows = lazy.select(pl.len()).collect().item()
        for offset in range(0, rows, _SLICE):
            frame = plain.slice(offset, _SLICE).collect()
            for i, row in enumerate(frame.iter_rows(named=True)):
                yield Place(name, offset + i + 1, "row"), row
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise InvalidArgument(f"{name} is damaged, or not as it was written") from None
    except OSError as error:
        _unreadable(name, error)


def _check_sha256(path: str, name: str, expected: str | None) -> None:
    try:
        changed = expected is not None and sha256_of(path) != expected
    except OSError as error:
        _unreadable(name, error)
    if changed:
        raise InvalidArgument(
            f"{name} is not as it was written; to read it all the same, take its sha256 out of"
            f" {MANIFEST}"
        )


def is_dump(path: str) -> bool:
    """Whether a file begins as a JSON Lines export does. Fails with ``TooNew``."""
    try:
        with open(path, "rb") as file:
            first = json.loads(file.readline(_MOST_MANIFEST))
    except (OSError, ValueError, RecursionError):
        return False
    if not isinstance(first, dict) or first.get("lamella") != FILE_HEADER["lamella"]:
        return False
    _check_version(first, FILE_HEADER)
    return True


def file_entries(path: str) -> Iterator[Exported]:
    """The entries of a JSON Lines export."""
    count = 0
    ended = False
    try:
        with open(path, "rb") as file:
            file.readline(_MOST_MANIFEST)
            for line in iter(lambda: file.readline(_LONGEST_LINE), b""):
                place = Place("", count + 2)
                if ended:
                    place.refuse("stands after the end")
                values = _json(place, line)
                if values.get("end") is True:
                    ended = True
                    if values.get("entries") != count:
                        place.refuse(f"counts other than the {count:,} entries above")
                    continue
                yield _dumped(place, values)
                count += 1
    except OSError as error:
        _unreadable("the file", error)
    if not ended:
        raise InvalidArgument(f"the file ends after line {count + 1:,}, before its last line")


def _dumped(place: Place, values: dict[str, Any]) -> Exported:
    try:
        id = bytes.fromhex(values.pop("id"))
        record = b64decode(values.pop("record"), validate=True)
        values.pop("entry")
        values.pop("newer", None)
        conflicts = bool(values.pop("conflicts", None))
        shown = json.loads(json.dumps(readable(record)))
    except (KeyError, TypeError, ValueError, binascii.Error, Error):
        place.refuse("is damaged")
    if len(id) != 16:
        place.refuse("the id is not 32 hexadecimal digits")
    if shown != values:
        place.refuse("the fields say something else than the record, which counts")
    return Exported(place, id, record, conflicts)


def _json(place: Place, line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        place.refuse("is not a JSON object")
    return values


def _names(kind: str) -> list[str]:
    return [column.name for column in COLUMNS[kind]]


def _check_version(content: dict[str, Any], known: dict[str, Any]) -> None:
    version = content.get("version")
    if not isinstance(version, int):
        raise InvalidArgument("the export does not say its version")
    if version > known["version"]:
        raise TooNew(f"the export has version {version}, at most {known['version']} is known")


def _unreadable(name: str, error: OSError) -> NoReturn:
    # An error of polars has no number.
    reason = os.strerror(error.errno) if error.errno else "the system gave no reason"
    raise InvalidArgument(f"{name} cannot be read: {reason}") from None
