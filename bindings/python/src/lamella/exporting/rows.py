"""From the rows of an export to records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lamella import _core
from lamella.entry import Body
from lamella.errors import InvalidArgument
from lamella.exporting.columns import SEVERAL_ROWS, Row, body_columns

_BODIES: dict[str, type[Body]] = {
    "course": _core.Course,
    "harvest": _core.Harvest,
    "cell_product": _core.CellProduct,
    "release_test": _core.ReleaseTest,
    "administration": _core.Administration,
    "adverse_event": _core.AdverseEvent,
    "lesion": _core.Lesion,
    "lesion_assessment": _core.LesionAssessment,
    "profile": _core.Profile,
    "dose_plan": _core.DosePlan,
    "data_source": _core.DataSource,
    "exposure": _core.Exposure,
    "measurement": _core.Measurement,
    "dose": _core.Dose,
    "factor": _core.Factor,
}


# Ids of other entries, and whole numbers.
_IDS = {"course", "product", "lesion"}
_COUNTS = {
    *("administrations", "interval_days", "follow_up_after_days", "passage", "grade"),
    *("birth_year", "birth_month", "eczema_since_year", "skin_type"),
    *("phase_days", "phase_days_per_week", "phase_doses_per_day"),
}
# The lists of a body: what their parts are, and which fields the columns of SEVERAL_ROWS give.
_LISTS: dict[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "course": ("follow_ups", _core.FollowUp, ("after_days", "subject")),
    "cell_product": ("processing", _core.ProcessingStep, ("step", "local_day", "detail")),
    "dose_plan": (
        "phases",
        _core.DosePhase,
        ("days", "days_per_week", "doses_per_day", "strength"),
    ),
}


def record_of(kind: str, rows: Sequence[Row]) -> bytes:
    """The serialized record of one entry: of its row or rows.

    Fails with a ``lamella.Error`` that names the field when a value is none that it can have.
    """
    row = rows[0]
    record = _core.Record(
        when=_when(row), note=row["note"] or "", origin=_origin(row), body=_body(kind, rows)
    )
    return _core.encode(record)


def _when(row: Row) -> _core.When | None:
    if row["local_day"] is None:
        return None
    return _core.When(
        local_day=row["local_day"],
        utc_ms=row["at"],
        offset_min=row["offset_min"],
        zone=row["zone"] or "",
        end_utc_ms=row["end"],
    )


def _origin(row: Row) -> _core.Origin | None:
    if not row["origin"]:
        return None
    return _core.Origin(source=row["source"] or "", kind=row["origin"], entered_ms=row["entered"])


def _body(kind: str, rows: Sequence[Row]) -> Body:
    row = rows[0]
    if kind == "day_check":
        return _core.DayCheck(factors=[row["factor"] for row in rows if row["factor"]])
    if kind == "answers":
        return _core.Answers(
            instrument=row["instrument"] or "",
            version=_count(row, "version") or 0,
            answers=[_core.Answer(item=r["item"], value=r["value"]) for r in rows if r["item"]],
            age_years=row["age_years"],
            site=row["site"] or "",
            lesion=_octets(row, "lesion"),
        )
    if kind == "symptom":
        scale = _core.Scale(min=row["scale_min"], max=row["scale_max"])
        return _core.Symptom(
            item=row["item"],
            score=row["score"],
            scale=scale if row["scale_given"] else None,
            recall=row["recall"],
            site=row["site"],
        )
    if kind == "attachment":
        return _core.Attachment(
            content=_octets(row, "content"),
            size=_count(row, "size") or 0,
            hash=_octets(row, "hash"),
            media_type=row["media_type"],
            site=row["site"] or "",
            lesion=_octets(row, "lesion"),
        )
    fields: dict[str, Any] = {column.name: row[column.name] for column in body_columns(kind)}
    for name in _IDS & fields.keys():
        fields[name] = _octets(row, name)
    for name in _COUNTS & fields.keys():
        fields[name] = _count(row, name)
    if kind in _LISTS:
        name, part, names = _LISTS[kind]
        columns = SEVERAL_ROWS[kind]
        for column in columns:
            del fields[column]
        fields[name] = [
            part(**{field: _cell(r, column) for field, column in zip(names, columns, strict=True)})
            for r in rows
            if any(r[column] not in (None, "") for column in columns)
        ]
    return _BODIES[kind](**fields)


def _cell(row: Row, name: str) -> Any:
    return _count(row, name) if name in _COUNTS else row[name]


def _octets(row: Row, name: str) -> bytes:
    try:
        return bytes.fromhex(row[name] or "")
    except ValueError:
        raise InvalidArgument(f"{name} is not in hexadecimal digits") from None


def _count(row: Row, name: str) -> int | None:
    value = row[name]
    if value is not None and not float(value).is_integer():
        raise InvalidArgument(f"{name} is not a whole number")
    return None if value is None else int(value)
