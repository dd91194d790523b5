"""How Lamella fails: one exception class for each code of the core.

>>> try:
...     diary.get(bytes(16))
... except lamella.NotFound as error:
...     print(error.code.name, error)
NOT_FOUND no entry has this id
"""

from typing import ClassVar

from lamella._core import Code


class Error(Exception):
    """The base of all errors of the core.

    ``code`` is its number and name; ``detail`` the errno or SQLite code behind the failure, or 0.
    Messages are one line and never hold diary text, keys or paths.

    >>> issubclass(lamella.WrongSecret, lamella.Error)
    True
    """

    code: ClassVar[Code]

    def __init__(self, message: str = "", detail: int = 0) -> None:
        super().__init__(message)
        self.detail = detail


class Internal(Error):
    """A bug in the core."""

    code = Code.INTERNAL


class InvalidArgument(Error, ValueError):
    """The call, or a value in it, is not allowed."""

    code = Code.INVALID_ARGUMENT


class MalformedMessage(Error, ValueError):
    """Bytes that are not the message they should be."""

    code = Code.MALFORMED_MESSAGE


class NotFound(Error, LookupError):
    """No such entry, series or column, or the entry was deleted."""

    code = Code.NOT_FOUND


class AlreadyExists(Error):
    """The id or the file is in use."""

    code = Code.ALREADY_EXISTS


class Cancelled(Error):
    """The caller cancelled the task."""

    code = Code.CANCELLED


class OutOfMemory(Error, MemoryError):
    """Memory ran out."""

    code = Code.OUT_OF_MEMORY


class Io(Error):
    """The operating system failed a read or a write."""

    code = Code.IO


class DiskFull(Error):
    """The disk is full."""

    code = Code.DISK_FULL


class Busy(Error):
    """Another process or handle has the diary open."""

    code = Code.BUSY


class ReadOnly(Error):
    """A write to a diary that was opened to read."""

    code = Code.READ_ONLY


class Closed(Error):
    """Use of a diary after it was closed."""

    code = Code.CLOSED


class ForkedProcess(Error):
    """Use in a child of the process that opened the diary."""

    code = Code.FORKED_PROCESS


class WrongSecret(Error):
    """No slot opens with this secret."""

    code = Code.WRONG_SECRET


class SlotDamaged(Error):
    """The secret is right, but the slot's bytes are damaged."""

    code = Code.SLOT_DAMAGED


class NeedsKeys(Error):
    """A database without its key file."""

    code = Code.NEEDS_KEYS


class KeyUnavailableNow(Error):
    """The device's key store is locked; raised by the function that asks it."""

    code = Code.KEY_UNAVAILABLE_NOW


class NoSuchKey(Error):
    """The diary has no slot for a secret of this kind, or the key store not its key."""

    code = Code.NO_SUCH_KEY


class LastPortableSlot(Error):
    """Removing this slot would tie the diary to one device."""

    code = Code.LAST_PORTABLE_SLOT


class DatabaseMissing(Error):
    """The database is gone or empty, or there is no diary at all."""

    code = Code.DATABASE_MISSING


class Damaged(Error):
    """Bytes on disk fail their authentication."""

    code = Code.DAMAGED


class Mismatch(Error):
    """Key file and database belong to different diaries."""

    code = Code.MISMATCH


class PlainText(Error):
    """The file is an unencrypted database."""

    code = Code.PLAIN_TEXT


class NotEncrypted(Error):
    """This build's SQLite cannot prove that it encrypts."""

    code = Code.NOT_ENCRYPTED


class Rollback(Error):
    """The database is an older copy than its key file knows.

    Somebody may have put an old backup in its place. Look for the newer file first;
    ``accept_rollback`` opens this one, and what was written after it is gone.

    >>> diary.close()
    >>> old = (folder / "example.db").read_bytes()
    >>> with lamella.open(folder / "example.db", device_key=bytes(range(32))) as diary:
    ...     _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> _ = (folder / "example.db").write_bytes(old)
    >>> try:
    ...     lamella.open(folder / "example.db", device_key=bytes(range(32)))
    ... except lamella.Rollback as error:
    ...     print(error.code.name)
    ROLLBACK
    """

    code = Code.ROLLBACK


class TooNew(Error):
    """Written by a newer version; left untouched."""

    code = Code.TOO_NEW


class UnreleasedFormat(Error):
    """Written by a development version."""

    code = Code.UNRELEASED_FORMAT


def _all_classes(base: type[Error] = Error) -> dict[int, type[Error]]:
    return {int(cls.code): cls for cls in base.__subclasses__()}


def error_of(code: int, message: str, detail: int) -> Error:
    """The exception for an error of the core; a code without a class is a plain ``Error``.

    >>> error_of(20, "no slot opens with this secret", 0)
    WrongSecret('no slot opens with this secret')
    """
    return _all_classes().get(code, Error)(message, detail)
