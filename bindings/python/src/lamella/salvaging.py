"""The way out of a damaged diary: what of it still verifies goes into a new one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from lamella import _core
from lamella.credentials import DeviceKey, credential

_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class SequenceGap:
    """Changes of one device that are not there any more: from ``first`` to ``last`` one of them at
    least, but not always all. ``replica`` are the 16 bytes of its id, zeros when it is lost too.

    >>> lamella.SequenceGap(bytes(16), first=3, last=5).last
    5
    """

    replica: bytes
    first: int
    last: int


@dataclass(frozen=True, slots=True, repr=False)
class SalvageReport:
    """What of a damaged diary went into a new one, and what is lost.

    Of ``pages``, ``damaged_pages`` fail their authentication; ``changes`` of the log verify, and
    ``entries`` are in the new diary. ``lost`` are the ids of entries that could not be recovered,
    of those that left a trace, ``older`` those that are without a later edit, ``without_content``
    attachments whose content could not be recovered, ``gaps`` the changes that are missing.
    ``what_was_lost`` says all of it, one line each, with ids and numbers alone.

    >>> diary.close()
    >>> damaged, key = folder / "example.db", bytes(range(32))
    >>> lamella.salvage(damaged, folder / "saved.db", device_key=key)
    <lamella.SalvageReport: 0 entries, nothing lost>
    """

    pages: int
    damaged_pages: int
    changes: int
    entries: int
    lost: tuple[bytes, ...]
    older: tuple[bytes, ...]
    without_content: tuple[bytes, ...]
    gaps: tuple[SequenceGap, ...]
    what_was_lost: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lost.

        >>> diary.close()
        >>> damaged, key = folder / "example.db", bytes(range(32))
        >>> lamella.salvage(damaged, folder / "saved.db", device_key=key).is_whole
        True
        """
        return not self.what_was_lost

    def summary(self) -> str:
        """What was recovered, and what was lost, as lines of text.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> diary.close()
        >>> damaged, key = folder / "example.db", bytes(range(32))
        >>> report = lamella.salvage(damaged, folder / "saved.db", device_key=key)
        >>> print(report.summary())  # doctest: +ELLIPSIS
        1 entry, nothing lost; ... pages, 0 of them damaged
        """
        lines = self.what_was_lost[:_SHOWN_ROWS]
        hidden = len(self.what_was_lost) - len(lines)
        more = [f"and {hidden:,} more, in what_was_lost"] if hidden else []
        return "\n".join([self._sentence(), *lines, *more])

    def _outcome(self) -> str:
        entries = "1 entry" if self.entries == 1 else f"{self.entries:,} entries"
        if self.is_whole:
            return f"{entries}, nothing lost"
        return (
            f"{entries}, {len(self.lost):,} lost, {len(self.older):,} without a later edit, "
            f"{len(self.without_content):,} without the content of their attachment"
        )

    def _sentence(self) -> str:
        return f"{self._outcome()}; {self.pages:,} pages, {self.damaged_pages:,} of them damaged"

    def __repr__(self) -> str:
        return f"<lamella.SalvageReport: {self._outcome()}>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.what_was_lost[:_SHOWN_ROWS])
        return f"<p>{self._sentence()}</p><ul>{lines}</ul>"


def salvage(
    damaged_path: str | os.PathLike[str],
    new_path: str | os.PathLike[str],
    *,
    passphrase: str | bytes | None = None,
    device_key: DeviceKey | None = None,
    recovery_code: str | None = None,
    new_secret: Mapping[str, Any] | None = None,
    task: _core.Task | None = None,
) -> SalvageReport:
    """Puts every entry of a damaged diary whose bytes verify into a new one, and reports the rest.

    The entries keep their ids and are as they were last shown; deleted ones stay deleted, and the
    history stays behind. The damaged diary is only read. The new one opens with ``new_secret``, a
    dict of keywords of ``lamella.create`` or a ``recovery_code``; by default, with the secret that
    opened the old one. The recovered records are in memory for a while, the contents of attachments
    are not.

    Fails as ``lamella.open`` and ``lamella.create`` do, and with ``Damaged`` or ``Mismatch`` when
    not one page verifies; then there is no new diary.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> diary.close()
    >>> report = lamella.salvage(
    ...     folder / "example.db",
    ...     folder / "saved.db",
    ...     device_key=bytes(range(32)),
    ...     new_secret={"passphrase": "correct horse"},
    ... )
    >>> with lamella.open(folder / "saved.db", passphrase="correct horse") as saved:
    ...     saved.summary().entries
    1
    """
    opener = credential(passphrase, device_key, recovery_code)
    maker = opener if new_secret is None else credential(**new_secret)
    core = _core.salvage(
        os.fsencode(damaged_path), opener, os.fsencode(new_path), maker, task or _core.Task()
    )
    return SalvageReport(
        pages=core.pages,
        damaged_pages=core.damaged_pages,
        changes=core.changes,
        entries=core.entries,
        lost=tuple(core.lost),
        older=tuple(core.older),
        without_content=tuple(core.without_content),
        gaps=tuple(SequenceGap(gap.replica, gap.first, gap.last) for gap in core.gaps),
        what_was_lost=tuple(core.what_was_lost),
    )
