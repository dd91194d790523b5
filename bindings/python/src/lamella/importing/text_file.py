"""A regular file of text, read from its begin as often as needed, in blocks of whole lines."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator
from typing import NoReturn

from lamella.errors import InvalidArgument

BLOCK_BYTES = 2 << 20
#: No line and no cell of a diary is longer; it keeps an open quote from filling the memory.
MAX_LINE = 32 << 20
# Python's codecs for names of hosts and for tests are no encodings of files.
_NO_ENCODINGS = ("idna", "punycode", "undefined")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class TextFile:
    """An open file. ``encoding`` is needed only for what is neither UTF-8 nor marked UTF-16."""

    def __init__(self, path: str | os.PathLike[str], encoding: str | None = None) -> None:
        self._path = path
        self._file = os.fdopen(_open_regular(path), "rb", buffering=0)
        self._mark = _fingerprint(os.fstat(self._file.fileno()))
        try:
            self._head = self._file.read(4)
            if not self._head:
                _refuse("the file is empty")
            self.decode_as(encoding)
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        self._file.close()

    def decode_as(self, encoding: str | None) -> None:
        """Reads the text in this encoding from now on."""
        self._encoding, self._start = _recognised(self._head, encoding)

    @property
    def size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def blocks(self) -> Iterator[str]:
        """The text from its begin. Each block but the last ends with the end of a line."""
        self._file.seek(self._start)
        decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        rest = ""
        line = 1
        while data := self._file.read(BLOCK_BYTES):
            text = rest + self._decoded(decoder, data, rest, line)
            end = _end_of_lines(text)
            block, rest = text[:end], text[end:]
            if len(rest) > MAX_LINE:
                _refuse(f"line {line + lines_in(block)} is too long for a text file of a diary")
            if block:
                yield block
                line += lines_in(block)
        rest += self._decoded(decoder, b"", rest, line)
        if rest:
            yield rest

    def check_unchanged(self) -> None:
        """Fails with ``InvalidArgument`` when the file changed since it was opened."""
        try:
            beside = _fingerprint(os.stat(self._path))
        except OSError:
            beside = None
        if self._mark != beside or self._mark != _fingerprint(os.fstat(self._file.fileno())):
            _refuse("the file changed while it was read; nothing was imported")

    def _decoded(
        self, decoder: codecs.IncrementalDecoder, data: bytes, rest: str, line: int
    ) -> str:
        if self._encoding == "utf-8" and b"\0" in data:
            _refuse("the file is binary, not text")
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(self._encoding, "ignore")
            at = line + lines_in(rest + good)
            hint = '; if it is in another encoding, name it: encoding="cp1252" or another'
            _refuse(f"the file is not {self._encoding.upper()} text: line {at}{hint}")
        if "\0" in text:
            _refuse("the file is binary, not text")
        return text


def lines_in(text: str) -> int:
    """How many ends of lines the text has."""
    count = text.count("\n")
    if "\r" in text:
        count += text.count("\r") - text.count("\r\n")
    return count


def _end_of_lines(text: str) -> int:
    end = text.rfind("\n") + 1
    # The last return may be half of a line end.
    return end or text.rfind("\r", 0, -1) + 1


def _open_regular(path: str | os.PathLike[str]) -> int:
    # Looked at before it is opened: to open a pipe or a device can wait, or act.
    _check_regular(os.stat(path).st_mode)
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _check_regular(os.fstat(fd).st_mode)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _check_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        _refuse("this is a folder without the lamella.json of an export: name a file in it")
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        _refuse("this is a pipe, which cannot be read twice: save it to a file first")
    if not stat.S_ISREG(mode):
        _refuse("this is a device, not a file: save its content to a file first")


def _fingerprint(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _recognised(start: bytes, encoding: str | None) -> tuple[str, int]:
    """The encoding, and where the text begins."""
    marked = next(((len(mark), name) for mark, name in _MARKS if start.startswith(mark)), None)
    if encoding is None:
        return ("utf-8", 0) if marked is None else (marked[1], marked[0])
    try:
        b"".decode(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError):
        name = ""
    if not name or name in _NO_ENCODINGS:
        _refuse("no text encoding of this name is known here")
    if marked is None and name in ("utf-16", "utf-32"):
        _refuse(f"the file begins without the mark of {name.upper()}: say {name}-le or {name}-be")
    if marked is None:
        return ("utf-8" if name == "utf-8-sig" else name), 0
    if name.removesuffix("-sig") not in (marked[1], marked[1][:6]):
        _refuse(f"the file begins with the mark of {marked[1].upper()}, which is another encoding")
    return marked[1], marked[0]


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
