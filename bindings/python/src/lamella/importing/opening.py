"""Which mapping reads a file: the one that is named, the one its header fits, or none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from lamella.errors import InvalidArgument
from lamella.importing.mapping import Mapping, TimeColumns
from lamella.importing.ready import ready, ready_names, recognised
from lamella.importing.rows import Chunk, CsvRows, JsonRows, Rows, check_header, hint_of_delimiter
from lamella.importing.text_file import TextFile

_DATE = "date"
_LOOKS_DATED = r"^[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}(?:[^0-9]|$)"


@dataclass(slots=True)
class Opened:
    """The rows of a file, the mapping that reads them, and how the report calls it."""

    rows: Rows
    mapping: Mapping
    read_as: str


def open_rows(
    file: TextFile,
    mapping: Mapping | str | os.PathLike[str] | None,
    options: dict[str, str | None],
) -> Opened:
    """Opens the rows. ``options`` (source, zone, date_order, decimal, encoding, delimiter) hold
    before what the mapping says."""
    if mapping is None:
        return _recognise(file, options)
    read_as = ""
    if not isinstance(mapping, Mapping):
        name = os.fspath(mapping)
        read_as = name if name in ready_names() else ""
        mapping = ready(name) if read_as else Mapping.from_toml(_existing(name))
    mapping = _with_options(mapping, options)
    if options.get("encoding") is None and mapping.encoding is not None:
        file.decode_as(mapping.encoding)
    return Opened(_rows(file, mapping), mapping, _told(read_as, mapping))


def _recognise(file: TextFile, options: dict[str, str | None]) -> Opened:
    """A file without a mapping: a ready one that its header fits, else the generic wide reading."""
    if next(file.blocks(), "").lstrip()[:1] in ("{", "["):
        return _recognise_json(file, options)
    delimiter = options.get("delimiter") or ","
    rows = CsvRows(file, delimiter)
    name = recognised(rows.header, "csv")
    if name is not None:
        mapping = _with_options(ready(name), options)
        return Opened(rows, mapping, _told(name, mapping))
    check_header(rows.header)
    generic = Mapping(name="csv", time=TimeColumns(moment=_date_column(rows, delimiter)))
    return Opened(rows, _with_options(generic, options), "")


def _recognise_json(file: TextFile, options: dict[str, str | None]) -> Opened:
    for name in ready_names():
        mapping = ready(name)
        if mapping.format != "json":
            continue
        try:
            rows = JsonRows(file, mapping.rows)
        except InvalidArgument as error:
            if "no list" not in str(error):
                raise
            continue
        if recognised(rows.header, "json") == name:
            mapping = _with_options(mapping, options)
            return Opened(rows, mapping, _told(name, mapping))
    _refuse("no ready mapping reads this JSON file: name a mapping")


def _rows(file: TextFile, mapping: Mapping) -> Rows:
    if mapping.format == "json":
        return JsonRows(file, mapping.rows)
    return CsvRows(file, mapping.delimiter)


def _with_options(mapping: Mapping, options: dict[str, str | None]) -> Mapping:
    names = {"source": "name", "date_order": "order"}
    wanted = ("source", "licence", "zone", "date_order", "decimal", "delimiter")
    return mapping.with_options(**{names.get(key, key): options.get(key) for key in wanted})


def _date_column(rows: Rows, delimiter: str) -> str:
    matches = [name for name in rows.header if name.casefold() == _DATE]
    if len(matches) == 1:
        return matches[0]
    if matches:
        _refuse(f"more than one column is named {_DATE!r}")
    hint = hint_of_delimiter(rows.header, delimiter)
    first = next(iter(rows.chunks()), None)
    dated = [] if first is None else [n for i, n in enumerate(rows.header) if _is_dated(first, i)]
    if not hint and len(dated) == 1:
        hint = (
            f"; column {dated[0]!r} has dates: name it in a mapping, [time] moment = {dated[0]!r}"
        )
    _refuse(f"the header has no column named {_DATE!r}{hint}")


def _is_dated(chunk: Chunk, index: int) -> bool:
    cells = chunk.column(index)
    cells = cells.filter(cells != "")
    return len(cells) > 0 and bool(cells.str.contains(_LOOKS_DATED).all())


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        _refuse(
            "the mapping is neither a file nor the name of a ready mapping, which are"
            f" {', '.join(ready_names())}"
        )
    return path


def _told(name: str, mapping: Mapping) -> str:
    return f"{name} ({mapping.about})" if name else ""


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
