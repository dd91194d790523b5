"""The second pass: rows become records in a thread of their own, while the core writes them."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lamella import _core
from lamella.entry import Body
from lamella.errors import Cancelled
from lamella.importing.convert import Batch, Converter
from lamella.importing.opening import Opened, open_rows
from lamella.importing.report import ImportReport, Tally
from lamella.importing.rows import shown
from lamella.importing.survey import Plan, survey
from lamella.importing.text_file import TextFile
from lamella.importing.times import NONE, Ints

if TYPE_CHECKING:
    from lamella.diary import Diary
    from lamella.importing.mapping import Mapping

#: Called with the rows done and all rows.
Progress = Callable[[int, int], None]
_AHEAD = 2
_WAIT_SECONDS = 0.2


def transfer(
    diary: Diary,
    path: str | os.PathLike[str],
    mapping: Mapping | str | os.PathLike[str] | None,
    options: dict[str, str | None],
    *,
    dry_run: bool,
    progress: bool | Progress,
    task: _core.Task | None,
) -> ImportReport:
    """Reads the file into the diary in one transaction. See ``lamella.importing.import_file``."""
    file = TextFile(path, options.get("encoding"))
    try:
        opened = open_rows(file, mapping, options)
        plan = survey(opened.rows, opened.mapping, options.get("person"), _watch(task))
        tally = Tally(noun=opened.rows.noun)
        with _shown(progress, plan.rows) as show:
            definitions = _put(diary, file, opened, plan, tally, show, dry_run, task)
    finally:
        file.close()
    return _report(plan, tally, opened.read_as, definitions, dry_run)


def _put(
    diary: Diary,
    file: TextFile,
    opened: Opened,
    plan: Plan,
    tally: Tally,
    show: Progress,
    dry_run: bool,
    task: _core.Task | None,
) -> list[str]:
    """Puts the records, and returns the codes of the factors that were defined with them."""
    converter = Converter(plan, tally)
    on_the_way: deque[tuple[Ints | None, int]] = deque()

    def parts() -> Iterator[_Part]:
        encoders: dict[_core.OriginKind, _core.RowEncoder] = {}
        for chunk in opened.rows.chunks():
            for batch in converter.convert(chunk):
                if batch.kind not in encoders:
                    encoders[batch.kind] = _core.RowEncoder(plan.mapping.name, batch.kind)
                yield _encoded(encoders[batch.kind], batch), batch.lines, tally.rows
        if definitions := _definitions(plan.mapping, converter.first_days):
            yield _core.NewRecords(definitions), None, tally.rows
        file.check_unchanged()

    def done(statuses: bytes) -> None:
        lines, rows = on_the_way.popleft()
        show(rows, plan.rows)
        if lines is None:
            if plan.mapping.licence:
                tally.kept_source = statuses[0] == _core.PutStatus.DIFFERS
                statuses = statuses[1:]
            tally.kept_definitions = statuses.count(_core.PutStatus.DIFFERS)
        else:
            tally.took(lines.tolist(), statuses)

    with _read_ahead(parts()) as ahead:

        def following() -> _core.NewRecords | None:
            part = next(ahead, None)
            if part is None:
                return None
            records, lines, rows = part
            on_the_way.append((lines, rows))
            return records

        diary._core.put_stream(following, done, True, dry_run, task)
    return sorted(converter.first_days)


_Part = tuple["_core.NewRecords", "Ints | None", int]


def _encoded(encoder: _core.RowEncoder, batch: Batch) -> _core.NewRecords:
    has_moments = bool((batch.utc_ms != NONE).any())
    has_entered = bool((batch.entered_ms != NONE).any())
    return encoder.encode(
        bodies=batch.bodies,
        body=batch.body,
        local_day=batch.local_day,
        utc_ms=batch.utc_ms if has_moments else None,
        offset_min=batch.offset_min if has_moments else None,
        zones=batch.zones if has_moments else (),
        zone=batch.zone if has_moments and batch.zones else None,
        entered_ms=batch.entered_ms if has_entered else None,
        values=batch.values,
        notes=batch.notes,
        note=batch.note if batch.notes else None,
    )


def _definitions(mapping: Mapping, first_days: dict[str, int]) -> list[tuple[bytes, bytes]]:
    """Whose the data are, where that is said; then the factors whose silence on a checked day means
    "no"."""
    definitions: list[tuple[str, str, Body]] = []
    if mapping.licence:
        source = _core.DataSource(
            code=mapping.name, name=mapping.about, licence=mapping.licence, url=mapping.url
        )
        definitions.append(("data_source", mapping.name, source))
    for code in sorted(first_days):
        factor = _core.Factor(
            code=code,
            kind=_core.FactorKind.PRESENCE,
            silence=_core.Silence.IMPLIED_ON_CHECKED_DAYS,
            since_day=first_days[code],
        )
        definitions.append(("factor", code, factor))
    return [
        (_core.encode(_core.Record(body=body)), _core.definition_id(kind, code))
        for kind, code, body in definitions
    ]


@contextmanager
def _read_ahead(parts: Iterator[_Part]) -> Iterator[Iterator[_Part]]:
    """The parts, made a few ahead by a thread that ends with the block. What fails in the thread
    is raised where the part is asked for."""
    made: queue.Queue[_Part | BaseException | None] = queue.Queue(_AHEAD)
    stop = threading.Event()

    def put(part: _Part | BaseException | None) -> None:
        while not stop.is_set():
            try:
                return made.put(part, timeout=_WAIT_SECONDS)
            except queue.Full:
                continue

    def make() -> None:
        try:
            for part in parts:
                put(part)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:
            put(error)

    def take() -> Iterator[_Part]:
        while (part := made.get()) is not None:
            if isinstance(part, BaseException):
                raise part
            yield part

    thread = threading.Thread(target=make, name="lamella import", daemon=True)
    thread.start()
    try:
        yield take()
    finally:
        stop.set()
        thread.join()


def _watch(task: _core.Task | None) -> Callable[[], None]:
    def watch() -> None:
        if task is not None and task.cancelled:
            raise Cancelled("the task was cancelled")

    return watch


@contextmanager
def _shown(progress: bool | Progress, total: int) -> Iterator[Progress]:
    """How to show the progress: the caller's way, or a bar on a terminal, or not at all."""
    if callable(progress):
        yield progress
    elif progress and sys.stderr.isatty():
        from tqdm import tqdm  # type: ignore[import-untyped]

        with tqdm(total=total, unit=" rows", file=sys.stderr) as bar:
            yield lambda done, _: bar.update(done - bar.n)
    else:
        yield lambda done, total: None


def _report(
    plan: Plan, tally: Tally, read_as: str, definitions: list[str], dry_run: bool
) -> ImportReport:
    assumed = [*plan.assumed, *_counted(tally.assumed, "row")]
    if definitions:
        which = "this factor" if len(definitions) == 1 else f"each of {len(definitions):,} factors"
        assumed.append(f"on a checked day without it, {which} was absent: {shown(definitions)}")
    if plan.mapping.licence:
        assumed.append(f"the data are under the licence {plan.mapping.licence}")
    if tally.kept_source:
        assumed.append("the diary describes this source in another way, which stays")
    if tally.kept_definitions:
        assumed.append(
            f"{tally.kept_definitions:,} of these factors are defined in the diary in another way,"
            " which stays"
        )
    left_out = (*plan.left_out, *_counted(tally.left_out))
    return tally.report(plan.mapping.name, read_as, assumed, left_out, dry_run)


def _counted(counts: dict[str, int], noun: str = "") -> list[str]:
    """Each with its count, of a noun where it does not name what it counts."""
    return [
        f"{what} ({count:,}{f' {noun}' if noun else ''}{'s' if noun and count > 1 else ''})"
        for what, count in counts.items()
    ]
