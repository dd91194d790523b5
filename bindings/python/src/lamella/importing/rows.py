"""The rows of a file, in chunks of cells without the space around them.

A block of lines without quotes, each with as many cells as the header, is split by polars; any
other block is read by Python's csv module. Both give the same cells.
"""

from __future__ import annotations

import csv
import io
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from lamella.errors import InvalidArgument
from lamella.importing.text_file import MAX_LINE, TextFile

_CHUNK_ROWS = 50_000
_MAX_JSON_BYTES = 256 << 20
_FIELD_LIMIT = threading.Lock()


@dataclass(slots=True)
class Chunk:
    """Some rows: the line of each, their cells (columns "0", "1", ... of text), and the lines with
    the number of cells of those rows that do not fit the header."""

    lines: npt.NDArray[np.int64]
    cells: pl.DataFrame
    ragged: list[tuple[int, int]] = field(default_factory=list)

    def column(self, index: int) -> pl.Series:
        return self.cells.to_series(index)

    def where(self, keep: npt.NDArray[np.bool_]) -> Chunk:
        """The rows to keep."""
        return Chunk(self.lines[keep], self.cells.filter(pl.Series(keep)))

    def __len__(self) -> int:
        return len(self.lines)


class Rows(Protocol):
    """A table in a file: its header, and its chunks as often as they are asked for."""

    header: list[str]
    noun: str

    def chunks(self) -> Iterator[Chunk]: ...


class CsvRows:
    """The rows of a CSV file. ``noun`` says what ``Chunk.lines`` counts."""

    noun = "line"

    def __init__(self, file: TextFile, delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter
        self.header, self._header_lines = self._read_header()

    def chunks(self) -> Iterator[Chunk]:
        blocks = self._file.blocks()
        first = io.StringIO(next(blocks), newline="")
        for _ in range(self._header_lines):
            first.readline()
        line = self._header_lines + 1
        block: str | None = first.read()
        while block is not None:
            cells = self._split(block)
            if cells is not None:
                yield Chunk(np.arange(line, line + cells.height), cells)
                line += cells.height
            else:
                lines = _Lines(block, blocks)
                while lines.left:
                    chunk, line = self._parse(lines, line)
                    yield chunk
            block = next(blocks, None)

    def _read_header(self) -> tuple[list[str], int]:
        text = next(self._file.blocks(), "")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True)
        line = 1
        try:
            with _large_cells():
                for row in reader:
                    if any(cell.strip() for cell in row):
                        return [cell.strip() for cell in row], reader.line_num
                    line = reader.line_num + 1
        except csv.Error as error:
            _refuse(f"the file is broken CSV: line {line}: {error}")
        _refuse("the file is empty")

    def _split(self, block: str) -> pl.DataFrame | None:
        """The cells of a block of plain lines, or None for the csv module to read it."""
        width = len(self.header)
        if width < 2 or '"' in block or not self._delimiter.isascii() or block[:1] == "\ufeff":
            return None
        if "\r" in block:
            if not block.count("\r") == block.count("\n") == block.count("\r\n"):
                return None
            block = block.replace("\r\n", "\n")
        data = block.encode()
        if not data:
            return None
        if not data.endswith(b"\n"):
            data += b"\n"
        octets = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero((octets == ord(self._delimiter)) | (octets == ord("\n")))
        if len(ends) % width or np.any(octets[ends[width - 1 :: width]] != ord("\n")):
            return None
        if np.count_nonzero(octets[ends] == ord("\n")) != len(ends) // width:
            return None
        if np.any(np.diff(ends[width - 1 :: width], prepend=-1) == width):
            return None  # a row without a value
        names = [str(i) for i in range(width)]
        cells = pl.read_csv(
            data,
            has_header=False,
            separator=self._delimiter,
            quote_char=None,
            infer_schema=False,
            new_columns=names,
        ).fill_null("")
        beside = np.concatenate((octets[ends[:-1] + 1], octets[ends - 1], octets[:1]))
        # Bytes that are, or may begin or end, a space; the end of an empty cell is none.
        spaced = ((beside <= 0x20) & (beside != ord("\n")) & (beside != ord(self._delimiter))) | (
            beside >= 0x80
        )
        return cells.select(pl.all().str.strip_chars()) if spaced.any() else cells

    def _parse(self, lines: _Lines, line: int) -> tuple[Chunk, int]:
        """The next rows of these lines, at most a chunk of them, and the line behind them."""
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        rows: list[list[str]] = []
        numbers: list[int] = []
        ragged: list[tuple[int, int]] = []
        at = line
        try:
            with _large_cells():
                while lines.left and len(rows) + len(ragged) < _CHUNK_ROWS:
                    row = next(reader)
                    if len(row) == len(self.header):
                        rows.append(row)
                        numbers.append(at)
                    elif any(cell.strip() for cell in row):
                        ragged.append((at, len(row)))
                    at = line + reader.line_num
        except csv.Error as error:
            _refuse(f"the file is broken CSV: line {at}: {error}")
        return _chunk(rows, numbers, ragged, len(self.header)), at


class JsonRows:
    """The rows of a JSON file: a list of objects under the name ``rows``."""

    noun = "row"

    def __init__(self, file: TextFile, rows: str) -> None:
        if file.size > _MAX_JSON_BYTES:
            _refuse(f"the JSON file is larger than {_MAX_JSON_BYTES >> 20} MiB")
        try:
            content = json.loads(
                "".join(file.blocks()), parse_int=str, parse_float=str, parse_constant=str
            )
        except json.JSONDecodeError as error:
            _refuse(f"the file is broken JSON: line {error.lineno}: {error.msg}")
        except RecursionError:
            _refuse("the file is broken JSON: nested too deeply")
        found = content.get(rows) if isinstance(content, dict) else None
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            _refuse(f"the JSON file has no list of objects named {rows!r}")
        self._rows: list[dict[str, Any]] = found
        self.header = list(dict.fromkeys(key for row in found for key in row))

    def chunks(self) -> Iterator[Chunk]:
        for start in range(0, len(self._rows), _CHUNK_ROWS):
            rows = self._rows[start : start + _CHUNK_ROWS]
            numbers = list(range(start + 1, start + len(rows) + 1))
            cells = [
                [_json_text(row.get(key), number) for key in self.header]
                for number, row in zip(numbers, rows, strict=True)
            ]
            yield _chunk(cells, numbers, [], len(self.header))


class _Lines:
    """The lines of a block and, while a quote is open at its end, of the blocks behind it."""

    def __init__(self, block: str, blocks: Iterator[str]) -> None:
        self._lines = io.StringIO(block, newline="")
        self._blocks = blocks
        self.left = len(block)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.left:
            block = next(self._blocks)
            self._lines = io.StringIO(block, newline="")
            self.left = len(block)
        line = self._lines.readline()
        self.left -= len(line)
        return line


def check_header(header: list[str]) -> None:
    """Fails with ``InvalidArgument`` where a name is there twice."""
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    if twice:
        places = [str(i + 1) for i, name in enumerate(header) if name == twice[0]]
        _refuse(f"the header names a column twice: columns {' and '.join(places)}")


def _chunk(
    rows: list[list[str]], numbers: list[int], ragged: list[tuple[int, int]], width: int
) -> Chunk:
    names = [str(i) for i in range(width)]
    columns = zip(*rows, strict=True) if rows else ((),) * width
    cells = pl.DataFrame(
        [
            pl.Series(name, column, dtype=pl.String).str.strip_chars()
            for name, column in zip(names, columns, strict=True)
        ]
    )
    chunk = Chunk(np.array(numbers, np.int64), cells, ragged)
    filled = cells.select(pl.any_horizontal(pl.all() != "")).to_series().to_numpy()
    return chunk if filled.all() else Chunk(chunk.lines[filled], cells.filter(filled), ragged)


def _json_text(value: Any, row: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value)
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        _refuse(f"the file is broken JSON: row {row} holds half of a character")
    return text


@contextmanager
def _large_cells() -> Iterator[None]:
    """Lets the csv module read large cells. Its limit is one for the process: it is put back, and
    two imports take turns."""
    with _FIELD_LIMIT:
        before = csv.field_size_limit(MAX_LINE)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def hint_of_delimiter(header: list[str], delimiter: str) -> str:
    """A question to ask when a header has no column that it should have."""
    other = next((c for c in ";\t,|" if c != delimiter and c in "".join(header)), None)
    return (
        f"; are the columns separated by {other!r}? then say delimiter={other!r}" if other else ""
    )


def shown(names: list[str]) -> str:
    """Some names of columns for a message."""
    few = ", ".join(names[:8])
    return few if len(names) <= 8 else f"{few} and {len(names) - 8} more"


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
