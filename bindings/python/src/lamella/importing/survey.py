"""The first pass over a file: what has to be known of all of it before a row is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import polars as pl

from lamella.errors import InvalidArgument
from lamella.importing.mapping import DEFAULT_OTHERS, DayParts, Decided, Mapping
from lamella.importing.rows import Chunk, Rows, check_header, hint_of_delimiter, shown
from lamella.importing.series import Series
from lamella.importing.times import DateFacts

_MANY = 100_000
_SHOWN = 40


@dataclass(slots=True)
class Plan:
    """How to read the rows: the order of the dates by column, the column and name of the person,
    the series of the columns of a wide file, and what the report has to say of it."""

    mapping: Mapping
    header: list[str]
    noun: str
    rows: int = 0
    orders: dict[str, str | None] = field(default_factory=dict)
    person: tuple[int, str] | None = None
    columns: list[tuple[int, Series]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def index(self, name: str) -> int:
        return self.header.index(name)


@dataclass(slots=True)
class _Facts:
    """What the first pass finds."""

    filled: npt.NDArray[np.bool_]
    rows: int = 0
    dates: dict[str, DateFacts] = field(default_factory=dict)
    whole: dict[int, bool] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)


def survey(
    rows: Rows,
    mapping: Mapping,
    person: str | None,
    watch: Callable[[], None] = lambda: None,
) -> Plan:
    """Reads the whole file once and plans how to read it. ``watch`` is called for each chunk.

    Fails with ``InvalidArgument`` for what the mapping names and the file has not, and for what has
    to be asked.
    """
    plan = Plan(mapping, rows.header, rows.noun)
    check_header(rows.header)
    _check_columns(plan)
    if person is not None and mapping.person is None:
        _refuse("the mapping names no column of persons to choose from")
    decided = _decided_columns(plan)
    facts = _Facts(np.zeros(len(rows.header), np.bool_))
    for name in _date_columns(mapping):
        facts.dates[name] = DateFacts()
    facts.whole = dict.fromkeys(decided, True)
    for chunk in rows.chunks():
        watch()
        facts.rows += len(chunk) + len(chunk.ragged)
        _add(facts, plan, chunk, person)
    plan.rows = facts.rows
    _check_filled(plan, facts)
    _choose_person(plan, facts, person)
    _choose_orders(plan, facts)
    if mapping.long is None:
        _plan_columns(plan, facts)
    else:
        _leave_out_others(plan)
    return plan


def _check_columns(plan: Plan) -> None:
    mapping = plan.mapping
    named = mapping.time.names() + ([mapping.person] if mapping.person else [])
    named += mapping.long.names() if mapping.long else list(mapping.columns)
    missing = [name for name in named if name not in plan.header]
    if missing:
        hint = hint_of_delimiter(plan.header, mapping.delimiter)
        _refuse(f"the file has no column {missing[0]!r}, which the mapping names{hint}")


def _date_columns(mapping: Mapping) -> list[str]:
    time = mapping.time
    day = None if isinstance(time.day, DayParts) else time.day
    return list(dict.fromkeys(n for n in (time.moment, day, time.entered) if n is not None))


def _other_columns(plan: Plan) -> list[int]:
    """The columns of a wide file that the mapping does not name."""
    mapping = plan.mapping
    named = {*mapping.time.names(), *mapping.columns, mapping.person, ""}
    return [i for i, name in enumerate(plan.header) if name not in named]


def _decided_columns(plan: Plan) -> list[int]:
    is_decided = plan.mapping.long is None and isinstance(plan.mapping.others, Decided)
    return _other_columns(plan) if is_decided else []


def _add(facts: _Facts, plan: Plan, chunk: Chunk, person: str | None) -> None:
    if plan.mapping.person is not None:
        cells = chunk.column(plan.index(plan.mapping.person))
        if len(facts.persons) <= _MANY:
            facts.persons.update(cells.unique().to_list())
        if person is not None:
            chunk = chunk.where((cells == person).to_numpy())
    if not len(chunk):
        return
    facts.filled |= np.array(chunk.cells.select((pl.all() != "").any()).row(0))
    for name, dates in facts.dates.items():
        cells = chunk.column(plan.index(name))
        filled = (cells != "").to_numpy()
        dates.add(cells.filter(pl.Series(filled)), chunk.lines[filled])
    for i, so_far in facts.whole.items():
        if so_far:
            facts.whole[i] = _all_on_scale(chunk.column(i), plan.mapping.others)


def _all_on_scale(cells: pl.Series, others: object) -> bool:
    assert isinstance(others, Decided)
    assert others.numbers.scale is not None
    filled = cells.filter(cells != "")
    if not filled.str.contains(r"^[0-9]{1,9}$").all():
        return False
    low, high = others.numbers.scale
    return bool(filled.cast(pl.Int64).is_between(low, high).all())


def _check_filled(plan: Plan, facts: _Facts) -> None:
    for i, name in enumerate(plan.header):
        if not name and facts.filled[i]:
            _refuse(f"the header has no name for column {i + 1}, which has values")
    empty = [n for i, n in enumerate(plan.header) if n and not facts.filled[i]]
    if empty and facts.rows:
        plan.left_out.append(f"columns without a value: {shown(empty)}")


def _choose_person(plan: Plan, facts: _Facts, person: str | None) -> None:
    name = plan.mapping.person
    if name is None:
        return
    count = f"{len(facts.persons):,}" if len(facts.persons) <= _MANY else f"over {_MANY:,}"
    if person is None:
        if len(facts.persons) > 1:
            _refuse(
                f"the file holds the rows of {count} persons, a diary those of one: choose one"
                f" with person= from column {name!r}"
            )
        return
    if len(facts.persons) <= _MANY and person not in facts.persons:
        _refuse(f"column {name!r} has no such person")
    plan.person = (plan.index(name), person)


def _choose_orders(plan: Plan, facts: _Facts) -> None:
    for name, dates in facts.dates.items():
        if plan.mapping.time.order is not None:
            plan.orders[name] = plan.mapping.time.order
            continue
        plan.orders[name], assumption = dates.order(name)
        if assumption:
            plan.assumed.append(assumption)


def _plan_columns(plan: Plan, facts: _Facts) -> None:
    mapping = plan.mapping
    others = _other_columns(plan)
    for i, name in enumerate(plan.header):
        if name in mapping.columns:
            series = mapping.columns[name]
        elif i not in others or not (facts.filled[i] or mapping.others is DEFAULT_OTHERS):
            continue
        elif isinstance(mapping.others, Decided):
            series = mapping.others.numbers if facts.whole[i] else mapping.others.text
        else:
            series = mapping.others
        if series is not None:
            plan.columns.append((i, _named(series, name)))
    _check_twice(plan)
    _tell_of_columns(plan, others, facts)


def _named(series: Series, name: str) -> Series:
    """A series of a column: its * is the column's name, unless names stand in the cells."""
    if series.split or "*" not in series.code:
        return series
    named = replace(series, code=series.code.replace("*", name))
    try:
        named.check()
    except InvalidArgument as error:
        _refuse(f"column {name[:_SHOWN]!r} {error}")
    return named


def _check_twice(plan: Plan) -> None:
    seen = Counter((s.kind, s.code, s.site) for _, s in plan.columns)
    if any(count > 1 for count in seen.values()):
        _refuse("two columns give one series at one site")


def _tell_of_columns(plan: Plan, others: list[int], facts: _Facts) -> None:
    mapping = plan.mapping
    names = [plan.header[i] for i in others]
    if isinstance(mapping.others, Decided):
        filled = [i for i in others if facts.filled[i]]
        numbers = [plan.header[i] for i in filled if facts.whole[i]]
        texts = [plan.header[i] for i in filled if not facts.whole[i]]
        if numbers:
            low, high = mapping.others.numbers.scale or (0, 10)
            kind = f"{mapping.others.numbers.kind}s on a scale of {low:g} to {high:g}"
            plan.assumed.append(f"{kind}, as all of their cells are such numbers: {shown(numbers)}")
        if texts:
            kind = f"{mapping.others.text.kind}s"
            plan.assumed.append(f"{kind}, as a cell of theirs is text: {shown(texts)}")
    elif mapping.others is DEFAULT_OTHERS and names:
        plan.assumed.append(f"without a mapping, measurements of unit 1: {shown(names)}")
    left_out = [name for name, series in mapping.columns.items() if series is None]
    left_out += names if mapping.others is None else []
    if left_out:
        plan.left_out.append(f"columns, by the mapping: {shown(left_out)}")


def _leave_out_others(plan: Plan) -> None:
    mapping = plan.mapping
    assert mapping.long is not None
    used = {*mapping.time.names(), *mapping.long.names(), mapping.person, ""}
    others = [name for name in plan.header if name not in used]
    if others:
        plan.left_out.append(f"columns that the mapping does not name: {shown(others)}")


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
