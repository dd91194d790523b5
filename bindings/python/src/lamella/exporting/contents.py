"""The contents of attachments in an exported folder: a file each, named by the id of its entry."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from lamella import _core
from lamella.errors import AlreadyExists, InvalidArgument, NotFound
from lamella.new_files import refuse

if TYPE_CHECKING:
    from lamella.diary import Diary

#: The folder in the export.
FOLDER = "attachments"

# Fixed, so that an export is the same on every system; other files have no ending.
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "video/mp4": ".mp4",
}
_HASH_BYTES = 32


def write_contents(folder: str, diary: Diary, task: _core.Task | None) -> int:
    """Writes the content of each attachment that has one here, and returns how many there are."""
    inside = os.path.join(folder, FOLDER)
    written = 0
    try:
        os.mkdir(inside, 0o700)
        for entry in diary.query(kind="attachment"):
            name = entry.id.hex() + _ENDINGS.get(entry.fields["media_type"], "")
            path = os.path.join(inside, name)
            try:
                with open(path, "wb") as file:
                    diary._core.read_attachment(entry.id, file.write, task or _core.Task())
                written += 1
            except NotFound:
                os.remove(path)
        if not written:
            os.rmdir(inside)
    except OSError as error:
        refuse(error)
    return written


class ExportedContents:
    """The contents of an export, each of which an attachment names.

    ``folder`` is that of the export, None for one that is a file, and ``expected`` is how many
    contents its manifest says there are.
    """

    def __init__(self, folder: str | None, expected: int) -> None:
        inside = "" if folder is None else os.path.join(folder, FOLDER)
        names = sorted(os.listdir(inside)) if os.path.isdir(inside) else []
        self._paths = {name.partition(".")[0]: os.path.join(inside, name) for name in names}
        if len(self._paths) < expected:
            raise InvalidArgument(
                f"{FOLDER} has {len(self._paths):,} files, and lamella.json says {expected:,}"
            )

    def check(self, id: bytes, body: _core.Attachment) -> bool:
        """Whether the content of this entry is here. Fails with ``InvalidArgument`` when its file
        holds another one."""
        path = self._paths.get(id.hex())
        if path is None:
            return False
        name = f"{FOLDER}/{os.path.basename(path)}"
        try:
            size = os.path.getsize(path)
            same = size == body.size and _hash_of(path) == body.hash
        except OSError as error:
            raise InvalidArgument(f"{name} cannot be read: {error.strerror}") from None
        if not same:
            raise InvalidArgument(f"{name} is not the content that its entry names")
        return True

    def bring(self, diary: Diary, id: bytes, task: _core.Task | None) -> bool:
        """Brings a content that was checked into the diary, if it has its entry and not yet this.
        Returns whether it did."""
        try:
            diary.fill_attachment(id, self._paths[id.hex()], task=task)
        except (AlreadyExists, NotFound):
            return False
        return True


def _hash_of(path: str) -> bytes:
    def blake2b() -> hashlib.blake2b:
        return hashlib.blake2b(digest_size=_HASH_BYTES)

    with open(path, "rb") as file:
        return hashlib.file_digest(file, blake2b).digest()
