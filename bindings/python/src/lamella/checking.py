"""Whether all of a diary is as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from lamella import _core

if TYPE_CHECKING:
    from lamella.diary import Diary

_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    ``kind`` says where: page (of the database), log (of changes), content (of a change), derived
    (entries and samples that differ from the log: ``diary.rebuild`` mends them), key_file, rollback
    (the database is older than its key file) or attachment. ``what`` is one line, without anything
    of the diary in it.

    >>> print(lamella.Finding("page", "page 7 cannot be read"))
    page: page 7 cannot be read
    """

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind.replace('_', ' ')}: {self.what}"


@dataclass(frozen=True, slots=True, repr=False)
class CheckReport:
    """What a look at every row of a diary found.

    It read ``pages`` of the database, ``changes`` of the log, of which ``erased`` are without
    content as their entry was deleted, ``entries``, deleted ones included, and ``samples``.
    ``findings`` are the first 1,000 things that are not as they should be.

    >>> diary.check()
    <lamella.CheckReport: sound>
    """

    pages: int
    changes: int
    erased: int
    entries: int
    samples: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether there is no finding.

        >>> diary.check().is_sound
        True
        """
        return not self.findings

    def summary(self) -> str:
        """What was read, and each finding, as lines of text.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> print(diary.check().summary())  # doctest: +ELLIPSIS
        sound: ... pages, 1 change, 1 entry, 1 sample
        """
        findings = self.findings[:_SHOWN_ROWS]
        hidden = len(self.findings) - len(findings)
        more = [f"and {hidden:,} more, in findings"] if hidden else []
        return "\n".join([f"{self._verdict()}: {self._read()}", *map(str, findings), *more])

    def _verdict(self) -> str:
        return "sound" if self.is_sound else _counted(len(self.findings), "finding")

    def _read(self) -> str:
        return (
            f"{_counted(self.pages, 'page')}, {_counted(self.changes, 'change')}, "
            f"{_counted(self.entries, 'entry', 'entries')}, {_counted(self.samples, 'sample')}"
        )

    def __repr__(self) -> str:
        return f"<lamella.CheckReport: {self._verdict()}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(one.kind.replace('_', ' '))}</td><td>{escape(one.what)}</td></tr>"
            for one in self.findings[:_SHOWN_ROWS]
        )
        head = "<tr><th>kind</th><th>finding</th></tr>"
        table = f"<table>{head}{rows}</table>" if rows else ""
        return f"{table}<p>{self._verdict()}: {self._read()}</p>"


def check(diary: Diary, deep: bool = False, *, task: _core.Task | None = None) -> CheckReport:
    """Reads every row of the diary, and reports what is not as it should be.

    It finds a page that fails its authentication, a change that does not fit its hash chain,
    content that does not fit its change, entries and samples that are not those of the log, and a
    key file that is damaged or older. ``deep`` has SQLite and SQLCipher look at every page as well,
    also those that hold no row. Damage is a finding, not a failure. Writes wait meanwhile.

    >>> diary.check(deep=True).findings
    ()
    """
    core = diary._core.check(deep, task or _core.Task())
    return CheckReport(
        pages=core.pages,
        changes=core.changes,
        erased=core.erased,
        entries=core.entries,
        samples=core.samples,
        findings=tuple(Finding(one.kind.replace(" ", "_"), one.what) for one in core.findings),
    )


def _counted(count: int, noun: str, nouns: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"
