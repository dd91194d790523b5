"""The diary: an encrypted file of what a person records, and the questions that one can ask it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from lamella import (
    _core,
    attachments,
    backups,
    checking,
    columns,
    courses,
    dose_plan,
    key_slots,
    lesions,
    measures,
    medication,
    recording,
)
from lamella import summary as _summary
from lamella.credentials import DeviceKey, credential
from lamella.entry import Body, Entry, Page, entry_of, scale_of
from lamella.errors import InvalidArgument
from lamella.exporting import ExportReport, export
from lamella.flares import diary_flares
from lamella.importing import ImportReport, Mapping, import_file
from lamella.when import Day, Time, day_number, optional_day_number, utc_ms_of, when

Path = str | os.PathLike[str]

_COMMON_FIELDS = {"when": 1, "note": 2, "origin": 3}
_TIME_FIELDS = ("at", "zone", "day", "end")


class Diary:
    """An encrypted diary. Made by ``lamella.create`` and ``lamella.open``; a context manager.

    It may be used from any thread: writes take turns, and reads run beside them, each on a state
    that was committed. What a method returned for is on disk, and a call that failed changed
    nothing. Every failure is a ``lamella.Error``.

    >>> diary
    <lamella.Diary example.db, open>
    """

    def __init__(self, core: _core.Diary, path: Path, state: str = "open") -> None:
        self._core = core
        self._name = os.path.basename(os.fspath(path))
        self._state = self._state_in_use = state

    def __repr__(self) -> str:
        return f"<lamella.Diary {self._name}, {self._state}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Waits for running calls, then closes; later calls fail with ``Closed``.

        >>> diary.close()
        >>> diary
        <lamella.Diary example.db, closed>
        """
        self._core.close()
        self._state = "closed"

    def suspend(self) -> None:
        """Closes all files, releases every lock and wipes the keys, for an app that is put away.

        Waits for running calls. Later ones fail with ``Closed`` until ``resume``. Twice is
        harmless.

        >>> diary.suspend()
        >>> diary
        <lamella.Diary example.db, suspended>
        """
        self._core.suspend()
        self._state = "suspended"

    def resume(
        self,
        *,
        passphrase: str | bytes | None = None,
        device_key: DeviceKey | None = None,
        recovery_code: str | None = None,
    ) -> None:
        """Opens a suspended diary again; the keywords and the failures are those of
        ``lamella.open``. Does nothing to a diary that is not suspended.

        >>> code = diary.add_recovery_code()
        >>> diary.suspend()
        >>> diary.resume(recovery_code=code)
        >>> diary
        <lamella.Diary example.db, open>
        """
        self._core.resume(credential(passphrase, device_key, recovery_code))
        self._state = self._state_in_use

    def interrupt(self) -> None:
        """Ends what other threads do with the diary now: their calls fail with ``Cancelled``, and a
        write that is cut off changes nothing. A call that is between two steps may go on: its
        ``lamella.Task`` stops it as well.

        >>> diary.interrupt()
        """
        self._core.interrupt()

    def release_memory(self) -> None:
        """Gives back what the caches of pages hold, where memory is short.

        >>> diary.release_memory()
        """
        self._core.release_memory()

    # What happened.

    log = recording.log
    log_symptom = recording.log_symptom
    log_exposure = recording.log_exposure
    log_measurement = recording.log_measurement
    log_dose = recording.log_dose
    log_day_check = recording.log_day_check
    log_answers = recording.log_answers
    define_factor = recording.define_factor
    define_source = recording.define_source
    define_profile = recording.define_profile

    # Entries.

    def put(self, record: bytes | _core.Record, id: bytes | None = None) -> bytes:
        """Adds a record, serialized (at most 60 KiB) or as a ``Record``, and returns its id.

        Fails with ``InvalidArgument`` naming the field that is out of range, ``MalformedMessage``,
        or ``AlreadyExists`` when the id is in use or was deleted.

        >>> record = lamella.Record(when=lamella.when("2026-11-25"),
        ...                         body=lamella.Symptom(item="itch", score=6))
        >>> diary.put(record, id=bytes(16)) == bytes(16)
        True
        """
        return self._core.put(_serialized(record), id)

    def put_many(
        self,
        records: Iterable[bytes | _core.Record | tuple[bytes | _core.Record, bytes | None]],
        *,
        skip_existing: bool = False,
        task: _core.Task | None = None,
    ) -> list[_core.PutResult]:
        """Adds all of these records, each alone or with its id, or none.

        The results, in the same order, have an ``id`` and a ``status``: ADDED, or with
        ``skip_existing`` EXISTS (the id holds this record already), DIFFERS (it holds another,
        which stays) or DELETED. A ``task`` is for watching and cancelling.

        >>> day = lamella.when("2026-11-25")
        >>> scores = [lamella.Symptom(item="itch", score=score) for score in (1, 2, 3)]
        >>> results = diary.put_many(lamella.Record(when=day, body=body) for body in scores)
        >>> [result.status.name for result in results]
        ['ADDED', 'ADDED', 'ADDED']
        """
        batch = []
        for item in records:
            record, id = item if isinstance(item, tuple) else (item, None)
            batch.append((_serialized(record), id))
        return self._core.put_many(batch, skip_existing, task or _core.Task())

    def get(self, id: bytes) -> Entry:
        """The entry of this id. Fails with ``NotFound``.

        >>> diary.get(diary.log_symptom("itch", 6, at="2026-11-25")).kind
        'symptom'
        """
        return entry_of(self._core.get(id))

    def edit(
        self, id: bytes, revision: bytes, *, clear: Iterable[str] = (), **fields: Any
    ) -> bytes:
        """Changes fields of an entry and returns its new revision.

        ``revision`` is that of the entry as the editor saw it. ``fields`` are those of the body
        (``score=5``), ``note``, and ``at``, ``zone``, ``day``, ``end`` for the time; the others
        stay. ``clear`` removes "note" or "origin". An edit of an old revision succeeds and may be
        a conflict, which the entry then lists. Fails with ``InvalidArgument`` for a revision of
        something else, and with ``TooNew`` for an entry that a newer version made.

        >>> entry = diary.get(diary.log_symptom("itch", 6, at="2026-11-25"))
        >>> _ = diary.edit(entry.id, entry.revision, score=5, note="looked again")
        >>> diary.get(entry.id).fields["score"]
        5.0
        """
        record = self.get(id).decode()
        cleared = [_register(name) for name in clear]
        changed: dict[str, Any] = {}
        if any(name in fields for name in _TIME_FIELDS):
            time = {name: fields.pop(name) for name in _TIME_FIELDS if name in fields}
            recall = getattr(record.body, "recall", "now")
            changed["when"] = _changed_time(record.when, time, recall)
        if "note" in fields:
            note = fields.pop("note")
            changed["note"] = note
            if note == "":
                cleared.append(_COMMON_FIELDS["note"])
        if fields:
            changed["body"] = _changed_body(record.body, fields)
        patch = _core.encode(_core.Record(**changed))
        return self._core.edit(id, revision, patch, cleared)

    def delete(self, id: bytes) -> None:
        """Deletes an entry and erases its content. Fails with ``NotFound``.

        >>> id = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> diary.delete(id)
        >>> diary.summary().entries
        0
        """
        self._core.delete(id)

    def restore(self, id: bytes, record: bytes | _core.Record) -> None:
        """Brings a deleted entry back with this content, of the same kind as it had: undo.

        >>> entry = diary.get(diary.log_symptom("itch", 6, at="2026-11-25"))
        >>> diary.delete(entry.id)
        >>> diary.restore(entry.id, entry.record)
        >>> diary.get(entry.id).fields["score"]
        6.0
        """
        self._core.restore(id, _serialized(record))

    def query(self, **conditions: Any) -> Iterator[Entry]:
        """The entries that meet all conditions, read page by page; the keywords are those of
        ``pages``.

        >>> for day in ("2026-11-24", "2026-11-25"):
        ...     _ = diary.log_symptom("itch", 6, at=day)
        >>> [str(entry.fields["local_day"]) for entry in diary.query(kind="symptom")]
        ['2026-11-24', '2026-11-25']
        """
        for page in self.pages(**conditions):
            yield from page

    def pages(
        self,
        *,
        start: Day | None = None,
        end: Day | None = None,
        since: Time | None = None,
        before: Time | None = None,
        kind: str | Iterable[str] = (),
        code: str | None = None,
        site: str | None = None,
        newest_first: bool = False,
        page_size: int = 100,
    ) -> Iterator[Page]:
        """The entries that meet all conditions, page by page (1 to 10,000 entries each).

        ``start`` and ``end`` are local days, both included. ``since`` (included) and ``before`` are
        moments, which leave out entries without one. ``kind`` is a type or several ("symptom"),
        ``code`` a symptom, factor, measurement kind or drug, ``site`` a body site, "" the whole
        body.

        >>> for score in (1, 2, 3):
        ...     _ = diary.log_symptom("itch", score, at="2026-11-25")
        >>> [len(page) for page in diary.pages(code="itch", page_size=2)]
        [2, 1]
        """
        kinds = (kind,) if isinstance(kind, str) else kind
        types = [_core.type_of_name(name) for name in kinds]
        token = b""
        while True:
            page = self._core.query(
                first_day=optional_day_number(start),
                last_day=optional_day_number(end),
                from_ms=None if since is None else utc_ms_of(since),
                before_ms=None if before is None else utc_ms_of(before),
                types=types,
                code=code,
                site=site,
                limit=page_size,
                newest_first=newest_first,
                token=token,
            )
            if page.entries:
                yield Page(tuple(map(entry_of, page.entries)), page.changed)
            token = page.next_token
            if not token:
                return

    def import_file(
        self, path: Path, mapping: str | Path | Mapping | None = None, **options: Any
    ) -> ImportReport:
        """Imports a file, all that is right in it in one transaction, or nothing.

        ``mapping`` says how to read it: the name of a ready mapping, the path of a mapping file
        (TOML), a ``lamella.importing.Mapping``, or None to recognise it by its header; the other
        keywords are those of ``lamella.importing.import_file``. What ``export`` wrote needs no
        mapping. Importing a file again changes nothing.

        >>> path = folder / "diary.csv"
        >>> _ = path.write_text("date,itch,steps\\n2026-11-24,6,8000\\n2026-11-25,4,\\n")
        >>> report = diary.import_file(path, dry_run=True)
        >>> report.accepted, diary.summary().entries
        (3, 0)
        """
        return import_file(self, path, mapping, **options)

    def export(self, path: Path, format: str = "csv", **options: Any) -> ExportReport:
        """Writes everything in the diary to ``path``, whole or not at all.

        ``format`` is csv or parquet, a new folder with one file a kind of entry, or jsonl, a new
        file with every record in full. The files are plain text that anybody can read. The other
        keywords are those of ``lamella.exporting.export``; ``import_file`` is the way back.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> report = diary.export(folder / "out")
        >>> sorted(path.name for path in (folder / "out").iterdir())
        ['lamella.json', 'symptom.csv']
        """
        return export(self, path, format, **options)

    # Photographs and other files.

    attach = attachments.attach
    read_attachment = attachments.read_attachment
    save_attachment = attachments.save_attachment
    fill_attachment = attachments.fill_attachment

    # Numbers.

    samples = columns.samples
    records = columns.records
    scores = columns.scores
    daily = columns.daily
    lagged_correlations = columns.lagged_correlations
    triggers = columns.triggers
    trigger_test = columns.trigger_test

    # What became of a treatment, a course of cell therapy, a lesion.

    steroid_use = medication.steroid_use
    measured_change = measures.measured_change
    flares = diary_flares
    adherence = dose_plan.plan_adherence
    course_problems = courses.course_problems
    course_reminders = courses.course_reminders
    course_onsets = courses.course_onsets
    product_criteria = courses.product_criteria
    lesion_series = lesions.lesion_series
    lesion_healing = lesions.lesion_healing

    # Who can open it.

    keys = key_slots.keys
    add_key = key_slots.add_key
    add_recovery_code = key_slots.add_recovery_code
    remove_key = key_slots.remove_key
    replace_key = key_slots.replace_key
    change_passphrase = key_slots.change_passphrase
    rotate = key_slots.rotate

    # The diary itself.

    summary = _summary.summary
    check = checking.check
    backup = backups.backup

    @property
    def change_count(self) -> int:
        """Grows with every committed change: read again when it moved.

        >>> before = diary.change_count
        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> diary.change_count > before
        True
        """
        return self._core.change_count()

    def rebuild(self, task: _core.Task | None = None) -> None:
        """Recreates all that is derived from the log of changes.

        >>> diary.rebuild()
        """
        self._core.rebuild(task or _core.Task())


def _serialized(record: bytes | _core.Record) -> bytes:
    return _core.encode(record) if isinstance(record, _core.Record) else record


def _register(name: str) -> int:
    try:
        return _COMMON_FIELDS[name]
    except KeyError:
        raise InvalidArgument("only when, note and origin can be cleared") from None


def _changed_time(
    shown: _core.When | None, time: dict[str, Any], recall: _core.Recall | int | str
) -> _core.When:
    if "at" in time:
        return when(recall=recall, **time)
    if shown is None or time.keys() != {"day"}:
        raise InvalidArgument("zone= and end= need at=")
    return shown.replace(local_day=day_number(time["day"]))


def _changed_body(body: Body | None, fields: dict[str, Any]) -> Body | None:
    if body is None:  # made by a newer version: the core refuses the edit by its own name
        return None
    if "scale" in fields:
        fields["scale"] = scale_of(fields["scale"])
    return body.replace(**fields)
