"""Tables: NumPy, Arrow, pandas, polars, without copies, and as long as somebody looks at them."""

import gc
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import lamella


@pytest.fixture
def filled(diary):
    diary.log_symptom("itch", 6, at="2026-11-24T08:00+01:00", site="face", note="é 🙂")
    diary.log_symptom("itch", 0, at="2026-11-25")
    diary.log_symptom("itch", None, at="2026-11-26")
    diary.log_measurement("tewl", 18.2, "g/(m2.h)", at="2026-11-25T20:15:00.123Z", device="TM")
    diary.log_dose("tacrolimus", grams=0.5, at="2026-11-25")
    diary.log_day_check(["sweat", "wool"], at="2026-11-25")
    diary.define_factor("sweat", category="activity")
    return diary


def test_samples_as_numpy(filled):
    table = filled.samples()
    assert table.column_names == [
        "series",
        "at",
        "local_day",
        "offset_min",
        "value",
        "unit",
        "site",
    ]
    order = table["series"].tolist()
    assert sorted(order) == ["dose.tacrolimus", "measurement.tewl", "symptom.itch", "symptom.itch"]
    tewl = order.index("measurement.tewl")
    assert table["value"][tewl] == 18.2
    assert table["at"][tewl] == np.datetime64("2026-11-25T20:15:00.123")
    assert table["unit"][tewl] == "g/(m2.h)"
    dose = order.index("dose.tacrolimus")
    assert np.isnat(table["at"][dose])
    assert np.isnan(table["offset_min"][dose])
    assert table["local_day"][dose] == np.datetime64("2026-11-25")
    assert filled.samples("itch", site="face")["value"].tolist() == [6]
    assert filled.samples("itch", start="2026-11-25", end="2026-11-25")["value"].tolist() == [0]


def test_samples_name_their_entries(filled):
    table = filled.samples("tewl", record_ids=True)
    (id,) = table["record"].tolist()
    assert filled.get(bytes(id)).fields["device"] == "TM"


def test_columns_are_read_only_views_that_outlive_table_and_diary(filled):
    table = filled.samples()
    values, at = table["value"], table["at"]
    again = table["value"]
    assert np.shares_memory(values, again)
    expected = values.copy()
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 7
    filled.close()
    del table, again
    gc.collect()
    junk = [np.full(len(expected), 99.0) for _ in range(100)]
    assert np.array_equal(values, expected)
    assert at.dtype == "datetime64[ms]"
    assert junk


def test_pyarrow_and_polars_share_the_numbers(filled):
    table = filled.samples()
    address = table["value"].__array_interface__["data"][0]
    arrow = table.to_arrow()
    assert arrow["value"].chunk(0).buffers()[1].address == address
    frame = table.to_polars()
    assert frame["value"].to_numpy().__array_interface__["data"][0] == address


def test_arrow_types_and_metadata(filled):
    schema = filled.samples().to_arrow().schema
    assert schema.field("at").type == pa.timestamp("ms", tz="UTC")
    assert schema.field("local_day").type == pa.date32()
    assert schema.field("value").type == pa.float64()
    assert schema.field("series").type == pa.dictionary(pa.int32(), pa.string())
    daily = pa.schema(filled.daily())
    assert daily.field("measurement.tewl").metadata == {b"unit": b"g/(m2.h)"}
    assert filled.records("dose").to_arrow().schema.field("id").type == pa.binary(16)


def test_a_table_can_be_scanned_any_number_of_times(filled):
    table = filled.samples()
    filled.close()
    first = pa.table(table)
    for _ in range(3):
        assert pa.table(table).equals(first)
        assert pl.DataFrame(table).height == 4
        assert pd.DataFrame.from_arrow(table).shape == (4, 7)
    assert pa.RecordBatchReader.from_stream(table).read_all().equals(first)


def test_a_capsule_that_nobody_reads_is_released(filled):
    table = filled.samples()
    for _ in range(100):
        assert "arrow_array_stream" in repr(table.__arrow_c_stream__())
        assert "arrow_schema" in repr(table.__arrow_c_schema__())


def test_samples_as_pandas_and_polars(filled):
    frame = filled.samples().to_pandas()
    assert frame["value"].sum() == pytest.approx(24.7)
    assert str(frame["at"].dtype) == "datetime64[ms, UTC]"
    assert frame["series"].dtype == "category"
    lazy = filled.samples().to_polars()
    assert lazy.filter(pl.col("series") == "measurement.tewl")["at"].to_list() == [
        datetime(2026, 11, 25, 20, 15, 0, 123000, tzinfo=UTC)
    ]
    assert lazy.filter(pl.col("series") == "dose.tacrolimus")["at"].to_list() == [None]
    assert lazy["local_day"].to_list().count(date(2026, 11, 25)) == 3


@pytest.mark.parametrize(
    ("kind", "rows", "column", "values"),
    [
        ("symptom", 3, "score", [6.0, 0.0, None]),
        ("measurement", 1, "device", ["TM"]),
        ("dose", 1, "grams", [0.5]),
        ("day_check", 2, "factor", ["sweat", "wool"]),
        ("factor", 1, "category", ["activity"]),
        ("exposure", 0, "factor", []),
    ],
)
def test_records_of_each_kind(filled, kind, rows, column, values):
    table = filled.records(kind)
    assert len(table) == rows
    assert len(table["id"]) == len(table["at"]) == rows
    for frame in (table.to_polars(), pl.from_pandas(table.to_pandas())):
        assert (
            frame[column].fill_nan(None).to_list() == values
            if values and isinstance(values[0], float)
            else frame[column].to_list() == values
        )
    assert len(pa.table(table)) == rows


def test_texts_with_accents_and_emoji_survive(filled):
    assert filled.records("symptom")["note"][0] == "é 🙂"
    assert filled.records("symptom").to_polars()["note"][0] == "é 🙂"


def test_the_day_grid(filled):
    filled.log_symptom("itch", 3, at="2026-11-24T20:00+01:00")
    grid = filled.daily(start="2026-11-23", end="2026-11-26")
    assert (grid.first_day, grid.last_day) == (date(2026, 11, 23), date(2026, 11, 26))
    assert np.array_equal(grid["symptom.itch"], [np.nan, 4.5, 0, np.nan], equal_nan=True)
    assert (grid.reduce("itch"), grid.reduce("dose.tacrolimus")) == ("mean", "sum")
    assert filled.daily("itch", reduce="max")["itch"][0] == 6
    assert filled.daily("itch", reduce="last")["itch"][0] == 3
    assert filled.daily("itch", site="face").series == ["symptom.itch"]
    frame = grid.to_pandas()
    assert frame["symptom.itch"].isna().tolist() == [True, False, False, True]
    assert grid.to_polars()["symptom.itch"].is_nan().to_list() == [True, False, False, True]
    with pytest.raises(lamella.NotFound):
        grid["cough"]


def test_an_empty_diary_gives_empty_tables(diary):
    for table in (diary.samples(), diary.daily(), diary.records("symptom")):
        assert len(table) == 0
        for name in table.column_names:
            assert len(table[name]) == 0
        assert len(table.to_arrow()) == table.to_polars().height == len(table.to_pandas()) == 0


def test_html_escapes_and_shortens(filled):
    filled.log_symptom("<script>", 1, at="2026-11-25")
    html = filled.samples(record_ids=True)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "5 of 5 rows" in html
    assert "2026-11-25T20:15:00.123Z" in html
