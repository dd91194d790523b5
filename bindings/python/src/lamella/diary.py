"""The diary: an encrypted file of what a person records, and the questions that one can ask it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self

from lamella import _core
from lamella.entry import Body, Entry, Page, entry_of
from lamella.errors import InvalidArgument
from lamella.exporting import ExportReport, export
from lamella.importing import ImportReport, Mapping, import_file
from lamella.insight import DEFAULT_LAGS, CorrelationReport, Lags, lag_sets, method_of
from lamella.passphrase import prepare_passphrase
from lamella.tables import DayGrid, Table
from lamella.when import Time, day_number, day_of_number, utc_ms_of, when

Path = str | os.PathLike[str]
Day = date | str | int

_COMMON_FIELDS = {"when": 1, "note": 2, "origin": 3}
_TIME_FIELDS = ("at", "zone", "day", "end")


def create(
    path: Path,
    *,
    passphrase: str | bytes | None = None,
    device_key: bytes | None = None,
    memory_kib: int = 64 * 1024,
    passes: int = 3,
) -> Diary:
    """Makes a new diary: ``path`` and, beside it, the key file ``<path>-keys``.

    It opens with the passphrase, or with 32 bytes from the device's key store; name one of the
    two. Argon2id spends ``memory_kib`` and ``passes`` on each try of a passphrase (at least 19 MiB
    and 2). Without the secret nobody reads the diary again. Fails with ``AlreadyExists`` while any
    of the diary's files is there.

    >>> with lamella.create(folder / "new.db", passphrase="correct horse") as diary:
    ...     diary.summary().entries
    0
    """
    credential = _credential(passphrase, device_key, memory_kib, passes)
    return Diary(_core.Diary.create(os.fsencode(path), credential), path)


def open(
    path: Path,
    *,
    passphrase: str | bytes | None = None,
    device_key: bytes | None = None,
    read_only: bool = False,
) -> Diary:
    """Opens a diary with the passphrase or the device key it was made with.

    ``read_only`` writes nothing and lets others read as well. Fails with ``WrongSecret``,
    ``NoSuchKey``, ``DatabaseMissing``, ``NeedsKeys``, ``PlainText``, ``Damaged``, ``TooNew`` or
    ``Busy``, each for its own reason; a missing or damaged file is never replaced.

    >>> lamella.create(folder / "old.db", device_key=bytes(32)).close()
    >>> with lamella.open(folder / "old.db", device_key=bytes(32), read_only=True) as diary:
    ...     diary
    <lamella.Diary old.db, read-only>
    """
    credential = _credential(passphrase, device_key)
    core = _core.Diary.open(os.fsencode(path), credential, read_only)
    return Diary(core, path, "read-only" if read_only else "open")


def _credential(
    passphrase: str | bytes | None, device_key: bytes | None, *cost: int
) -> _core.Credential:
    if (passphrase is None) == (device_key is None):
        raise InvalidArgument("name either passphrase= or device_key=")
    if passphrase is not None:
        return _core.Credential.passphrase(prepare_passphrase(passphrase), *cost)
    if not isinstance(device_key, bytes):
        raise TypeError("a device key is bytes")
    return _core.Credential.device_key(device_key)


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a diary holds.

    ``entries`` are those not deleted, ``samples`` the numbers in them, ``days`` the local days with
    an entry, from ``first_day`` to ``last_day`` (None of an empty diary). ``block_bytes`` is what
    the samples take, ``file_bytes`` the database without its write-ahead log.
    ``entries_by_type`` counts the entries of each type; "unknown" are those of a newer version.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> diary.summary().samples, diary.summary().entries_by_type
    (1, {'symptom': 1})
    """

    entries: int
    samples: int
    deleted: int
    days: int
    first_day: date | None
    last_day: date | None
    block_bytes: int
    file_bytes: int
    entries_by_type: dict[str, int]


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
        self._state = state

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

    # What happened.

    def log_symptom(
        self,
        item: str,
        score: float | None,
        *,
        at: Time | None = None,
        site: str = "",
        scale: tuple[float, float] | None = None,
        recall: _core.Recall | str = "unspecified",
        **common: Any,
    ) -> bytes:
        """Adds a symptom and returns the entry's id.

        ``score`` lies on ``scale``, by default 0 to 10; 0 is an answer, None is "asked and not
        answered". ``recall`` is the span that the question asks about: now, today, last_24_hours,
        last_night, last_7_days; by default it counts as now. ``at`` and the common keywords
        ``zone``, ``day`` and ``end`` are those of ``lamella.when``; ``note`` is free text; ``id``
        are 16 bytes, random by default.

        >>> id = diary.log_symptom("itch", 6, at="2026-11-25T23:50+01:00", site="elbow.left")
        >>> len(id)
        16
        """
        body = _core.Symptom(item=item, score=score, scale=_scale(scale), recall=recall, site=site)
        return self._log(body, at, common, recall)

    def log_exposure(
        self,
        factor: str,
        value: bool | float | None,
        *,
        at: Time | None = None,
        unit: str = "",
        site: str = "",
        **common: Any,
    ) -> bytes:
        """Adds contact with a possible trigger and returns the entry's id.

        ``value`` is True or False (an explicit no), or an amount in ``unit`` (UCUM; "" is "1"), or
        None for "asked and not answered". The other keywords are those of ``log_symptom``.

        >>> _ = diary.log_exposure("sweat", False, at="2026-11-25")
        >>> _ = diary.log_exposure("pollen.birch", 120, unit="/m3", at="2026-11-26")
        >>> diary.records("exposure")["amount"]
        array([ nan, 120.])
        """
        answered = {"present": value} if isinstance(value, bool) else {"amount": value}
        body = _core.Exposure(factor=factor, unit=unit, site=site, **answered)
        return self._log(body, at, common)

    def log_measurement(
        self,
        kind: str,
        value: float | None,
        unit: str,
        *,
        at: Time | None = None,
        site: str = "",
        device: str = "",
        room_temperature: float | None = None,
        room_humidity: float | None = None,
        **common: Any,
    ) -> bytes:
        """Adds a number of an instrument or a laboratory and returns the entry's id.

        ``unit`` is a UCUM unit, "1" for a bare number; None is "tried without a result".
        ``room_temperature`` is in degrees Celsius (-90 to 60), ``room_humidity`` in percent. The
        other keywords are those of ``log_symptom``.

        >>> id = diary.log_measurement("tewl", 18.2, "g/(m2.h)", site="elbow.left", at="2026-11-25")
        >>> diary.get(id).fields["unit"]
        'g/(m2.h)'
        """
        body = _core.Measurement(
            kind=kind,
            value=value,
            unit=unit,
            site=site,
            device=device,
            room_temperature=room_temperature,
            room_humidity=room_humidity,
        )
        return self._log(body, at, common)

    def log_dose(
        self,
        drug: str,
        *,
        at: Time | None = None,
        strength: float | None = None,
        strength_unit: str = "",
        vehicle: str = "",
        grams: float | None = None,
        fingertip_units: float | None = None,
        site: str = "",
        not_taken: bool = False,
        **common: Any,
    ) -> bytes:
        """Adds a dose of a medicine or an emollient and returns the entry's id.

        The amount is in ``grams`` or in ``fingertip_units``, or not recorded. ``not_taken`` says
        that the dose was due and left out. The other keywords are those of ``log_symptom``.

        >>> id = diary.log_dose("hydrocortisone", strength=1, strength_unit="%",
        ...                     fingertip_units=2, site="elbow.left", at="2026-11-25")
        >>> diary.get(id).fields["fingertip_units"]
        2.0
        """
        body = _core.Dose(
            drug=drug,
            strength=strength,
            strength_unit=strength_unit,
            vehicle=vehicle,
            grams=grams,
            fingertip_units=fingertip_units,
            site=site,
            not_taken=not_taken,
        )
        return self._log(body, at, common)

    def log_day_check(
        self, factors: Iterable[str] = (), *, at: Time | None = None, **common: Any
    ) -> bytes:
        """Adds "these factors were asked about on this day" and returns the entry's id.

        A listed factor without a record of its own on that day is "no". The other keywords are
        those of ``log_symptom``.

        >>> _ = diary.log_exposure("sweat", True, at="2026-11-25")
        >>> _ = diary.log_day_check(["sweat"], at="2026-11-26")
        >>> _ = diary.log_symptom("itch", 1, at="2026-11-26")
        >>> diary.daily()["sweat"]
        array([1., 0.])
        """
        if isinstance(factors, str):
            raise TypeError("factors is a list of codes")
        return self._log(_core.DayCheck(factors=list(factors)), at, common)

    def define_factor(
        self,
        code: str,
        *,
        name: str = "",
        category: _core.FactorCategory | str = "unspecified",
        kind: _core.FactorKind | str = "unspecified",
        unit: str = "",
        silence: _core.Silence | str = "unspecified",
        since_day: Day | None = None,
        note: str = "",
    ) -> bytes:
        """Says how to read the records of one factor, and returns the id, which the code gives.

        ``silence`` "explicit": a day without a record is unknown, as without a definition.
        "implied_on_checked_days": from ``since_day`` on (by default the first record of the factor)
        it is "no" on each day that a person checked. ``category`` is one of food, contact, climate,
        air, activity, mind, infection, other; ``kind`` is presence or amount.

        >>> id = diary.define_factor("sweat", category="activity", kind="presence",
        ...                          silence="implied_on_checked_days")
        >>> diary.get(id).fields["category"].name
        'ACTIVITY'
        """
        body = _core.Factor(
            code=code,
            name=name,
            category=category,
            kind=kind,
            unit=unit,
            silence=silence,
            since_day=None if since_day is None else day_number(since_day),
        )
        return self.put(_core.Record(body=body, note=note))

    def _log(
        self,
        body: Body,
        at: Time | None,
        common: dict[str, Any],
        recall: _core.Recall | str = "now",
    ) -> bytes:
        unknown = common.keys() - {"zone", "day", "end", "note", "id"}
        if unknown:
            raise TypeError(f"unexpected keyword {sorted(unknown)[0]!r}")
        time = {name: common[name] for name in ("zone", "day", "end") if name in common}
        record = _core.Record(
            when=when(at, recall=recall, **time), note=common.get("note", ""), body=body
        )
        return self.put(record, common.get("id"))

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
        which stays) or DELETED. A ``task`` is for watching and cancelling from another thread.

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
        return self._core.put_many(batch, skip_existing, task)

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
                first_day=_optional_day(start),
                last_day=_optional_day(end),
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

    # Numbers.

    def samples(
        self,
        series: str | Iterable[str] | None = None,
        *,
        start: Day | None = None,
        end: Day | None = None,
        site: str | None = None,
        record_ids: bool = False,
        task: _core.Task | None = None,
    ) -> Table:
        """The numbers of the diary as a long table: series, at, local_day, offset_min, value, unit
        and site, ordered by series, site, unit and time.

        ``series`` names those wanted ("symptom.itch", or "itch" where one kind alone has it).
        ``start`` and ``end`` are local days, both included. ``record_ids`` adds the column
        ``record`` with the id of each sample's entry, at the price of a look-up each. Fails with
        ``NotFound`` for a series that the diary does not have.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> diary.samples("itch")["value"]
        array([6.])
        """
        return Table(
            self._core.samples(
                _names(series), site, _optional_day(start), _optional_day(end), record_ids, task
            )
        )

    def records(
        self,
        kind: str,
        *,
        start: Day | None = None,
        end: Day | None = None,
        task: _core.Task | None = None,
    ) -> Table:
        """The entries of one kind as a table: id, local_day, at, offset_min, the fields, note.

        ``kind`` is symptom, exposure, measurement, dose, day_check or factor.

        >>> _ = diary.log_dose("tacrolimus", grams=0.5, at="2026-11-25")
        >>> diary.records("dose").to_pandas()["grams"].sum()
        np.float64(0.5)
        """
        return Table(self._core.records(kind, _optional_day(start), _optional_day(end), task))

    def daily(
        self,
        series: str | Iterable[str] | None = None,
        *,
        start: Day | None = None,
        end: Day | None = None,
        site: str | None = None,
        reduce: str | None = None,
        task: _core.Task | None = None,
    ) -> DayGrid:
        """The day grid: one row a local day, one column a series, NaN where nothing is known.

        Several values of a day become one by ``reduce`` (last, mean, max, sum); by default
        symptoms and measurements by mean, exposures by max, doses by sum. The grid has at most
        40,000 days.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25T08:00Z")
        >>> _ = diary.log_symptom("itch", 2, at="2026-11-25T20:00Z")
        >>> diary.daily()["itch"]
        array([4.])
        """
        return DayGrid(
            self._core.daily(
                _names(series),
                site,
                _optional_day(start),
                _optional_day(end),
                _reduce(reduce),
                task,
            )
        )

    def lagged_correlations(
        self,
        outcome: str,
        exposures: str | Iterable[str] | None = None,
        *,
        lags: Sequence[Lags] = DEFAULT_LAGS,
        method: str = "pearson",
        alpha: float = 0.05,
        shifts: int = 199,
        start: Day | None = None,
        end: Day | None = None,
        site: str | None = None,
        reduce: str | None = None,
        task: _core.Task | None = None,
    ) -> CorrelationReport:
        """How the exposures (by default all other series) go with the outcome some days later.

        A plain textbook figure on the day grid, with what the same search finds when chance alone
        is at work; see ``lamella.lagged_correlations``. ``lags`` are days after the exposure: a
        number, or several, over which the outcome is averaged. Fails with ``NotFound`` for a series
        that the diary does not have.

        >>> _ = lamella.simulate(seed=7, days=200).log_into(diary)
        >>> report = diary.lagged_correlations("itch", ["sweat", "wool"], lags=[1, (1, 2, 3)])
        >>> report.family
        4
        """
        return CorrelationReport(
            self._core.lagged_correlations(
                outcome,
                _names(exposures),
                site,
                _optional_day(start),
                _optional_day(end),
                _reduce(reduce),
                lag_sets(lags),
                method_of(method),
                alpha,
                shifts,
                task,
            )
        )

    # The diary itself.

    def summary(self) -> Summary:
        """How much the diary holds.

        >>> diary.summary().entries
        0
        """
        core = self._core.summary()
        by_type: Counter[str] = Counter()
        for number, count in core.entries_by_type.items():
            by_type[_core.type_name(number)] += count
        return Summary(
            entries=core.entries,
            samples=core.samples,
            deleted=core.deleted,
            days=core.days,
            first_day=None if core.first_day is None else day_of_number(core.first_day),
            last_day=None if core.last_day is None else day_of_number(core.last_day),
            block_bytes=core.block_bytes,
            file_bytes=core.file_bytes,
            entries_by_type=dict(by_type),
        )

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
        self._core.rebuild(task)


def _serialized(record: bytes | _core.Record) -> bytes:
    return _core.encode(record) if isinstance(record, _core.Record) else record


def _scale(scale: tuple[float, float] | _core.Scale | None) -> _core.Scale | None:
    if scale is None or isinstance(scale, _core.Scale):
        return scale
    low, high = scale
    return _core.Scale(min=low, max=high)


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
        fields["scale"] = _scale(fields["scale"])
    return body.replace(**fields)


def _optional_day(day: Day | None) -> int | None:
    return None if day is None else day_number(day)


def _names(series: str | Iterable[str] | None) -> list[str]:
    if series is None:
        return []
    return [series] if isinstance(series, str) else list(series)


def _reduce(name: str | None) -> _core.Reduce | None:
    if name is None:
        return None
    try:
        return _core.Reduce[name.upper()]
    except KeyError:
        raise InvalidArgument("reduce is last, mean, max or sum") from None
