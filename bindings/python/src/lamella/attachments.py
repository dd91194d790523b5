"""Photographs and other files in a diary, encrypted with all the rest."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.new_files import new_file
from lamella.recording import record_of
from lamella.when import Time

if TYPE_CHECKING:
    from lamella.diary import Diary

#: What the content of an attachment is read from: a path, bytes, or a binary file that is open.
Content = str | os.PathLike[str] | bytes | BinaryIO


def attach(
    diary: Diary,
    content: Content,
    *,
    media_type: str | None = None,
    at: Time | None = None,
    site: str = "",
    lesion: bytes = b"",
    task: _core.Task | None = None,
    **common: Any,
) -> bytes:
    """Adds a photograph or another file of 1 byte to 64 MiB and returns the entry's id.

    ``content`` is a path, the bytes, or a binary file, read from where it stands; its name is not
    kept. ``media_type`` is an IANA media type, for a path by default what its ending says.
    ``lesion`` is the id of the lesion that it shows. The other keywords are those of
    ``log_symptom``. It is read and written piece by piece, and the
    entry is added when all is on disk; a failure leaves nothing.

    >>> _ = (folder / "elbow.jpg").write_bytes(b"what a camera wrote")
    >>> id = diary.attach(folder / "elbow.jpg", at="2026-11-25", site="elbow.left")
    >>> diary.get(id).fields["media_type"], diary.read_attachment(id)
    ('image/jpeg', b'what a camera wrote')
    """
    if media_type is None:
        media_type = _media_type_of(content)
    body = _core.Attachment(media_type=media_type, site=site, lesion=lesion)
    record = record_of(body, at, common)
    with _opened(content) as file:
        return diary._core.attach(
            _core.encode(record), file.read, common.get("id"), task or _core.Task()
        )


def read_attachment(diary: Diary, id: bytes, *, task: _core.Task | None = None) -> bytes:
    """The content of an attachment.

    Fails with ``NotFound`` for an entry that is no attachment or whose content is not here, and
    with ``Damaged`` when it is not what was attached.

    >>> diary.read_attachment(diary.attach(b"abc", media_type="text/plain", at="2026-11-25"))
    b'abc'
    """
    content = BytesIO()
    diary._core.read_attachment(id, content.write, task or _core.Task())
    return content.getvalue()


def save_attachment(
    diary: Diary, id: bytes, path: str | os.PathLike[str], *, task: _core.Task | None = None
) -> None:
    """Writes the content of an attachment to a new file, whole or not at all, which is not
    encrypted.

    Fails as ``read_attachment`` does, with ``AlreadyExists`` when something of this name is there,
    and with ``DiskFull`` or ``Io`` when the file cannot be written.

    >>> id = diary.attach(b"abc", media_type="text/plain", at="2026-11-25")
    >>> diary.save_attachment(id, folder / "abc.txt")
    >>> (folder / "abc.txt").read_bytes()
    b'abc'
    """
    with new_file(os.fspath(path)) as temporary, open(temporary, "wb") as file:
        diary._core.read_attachment(id, file.write, task or _core.Task())


def fill_attachment(
    diary: Diary, id: bytes, content: Content, *, task: _core.Task | None = None
) -> None:
    """Brings the content of an attachment that has none: that was restored, or put as a record.

    Fails with ``AlreadyExists`` when the content is here, and with ``InvalidArgument`` for another
    than the entry names.

    >>> id = diary.attach(b"abc", media_type="text/plain", at="2026-11-25")
    >>> entry = diary.get(id)
    >>> diary.delete(id)
    >>> diary.restore(id, entry.record)
    >>> diary.fill_attachment(id, b"abc")
    >>> diary.read_attachment(id)
    b'abc'
    """
    with _opened(content) as file:
        diary._core.fill_attachment(id, file.read, task or _core.Task())


def _media_type_of(content: Content) -> str:
    known = None
    if isinstance(content, (str, os.PathLike)):
        known, _ = mimetypes.guess_type(os.fspath(content))
    if known is None:
        raise InvalidArgument("media_type is missing, and no name tells it")
    return known


@contextmanager
def _opened(content: Content) -> Iterator[BinaryIO]:
    if isinstance(content, (str, os.PathLike)):
        try:
            with open(content, "rb") as file:
                yield file
        except OSError as error:
            raise InvalidArgument(f"the file cannot be read: {error.strerror}") from None
    elif isinstance(content, (bytes, bytearray, memoryview)):
        yield BytesIO(content)
    else:
        yield content
