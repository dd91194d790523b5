"""From the encrypted file to NumPy: Lamella against sqlcipher3 and pandas, in one run.

Usage: bench.py FOLDER, after lamella_bench made FOLDER/ten_years.db.
"""

import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import sqlcipher3

import lamella

# pandas reads from any DB-API connection, and says each time that it would rather not.
warnings.filterwarnings("ignore", message="pandas only supports SQLAlchemy")

DEVICE_KEY = bytes([7] * 32)
RAW_KEY = "x'" + "07" * 32 + "0b" * 16 + "'"
REPEATS = 9


def connect(path: Path) -> sqlcipher3.Connection:
    connection = sqlcipher3.connect(str(path))
    connection.execute(f'PRAGMA key = "{RAW_KEY}"')
    return connection


def write_with_sqlcipher3(path: Path, frame: pd.DataFrame) -> None:
    """The samples as a data scientist would keep them: a row table with texts."""
    connection = connect(path)
    connection.execute(
        "CREATE TABLE sample(series TEXT, at INTEGER, local_day INTEGER, value REAL, unit TEXT,"
        " site TEXT)"
    )
    connection.executemany(
        "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?)", frame.itertuples(index=False, name=None)
    )
    connection.commit()
    connection.close()


def read_with_lamella(path: Path) -> dict[str, np.ndarray]:
    with lamella.open(path, device_key=DEVICE_KEY, read_only=True) as diary:
        table = diary.samples()
    return {name: table[name] for name in ("at", "local_day", "value")}


def read_with_pandas(path: Path) -> dict[str, np.ndarray]:
    connection = connect(path)
    frame = pd.read_sql("SELECT series, at, local_day, value, unit, site FROM sample", connection)
    connection.close()
    return {name: frame[name].to_numpy() for name in ("at", "local_day", "value")}


def timed_ms(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - begin)


def main(folder: Path) -> None:
    diary_path = folder / "ten_years.db"
    rows_path = folder / "ten_years-sqlcipher3.db"
    rows_path.unlink(missing_ok=True)
    with lamella.open(diary_path, device_key=DEVICE_KEY, read_only=True) as diary:
        frame = diary.samples().to_pandas()
    plain = pd.DataFrame(
        {
            "series": frame["series"].astype(str),
            "at": frame["at"].astype("int64"),
            "local_day": frame["local_day"].map(lambda day: day.toordinal() - 719_163),
            "value": frame["value"],
            "unit": frame["unit"].astype(str),
            "site": frame["site"].astype(str),
        }
    )
    write_with_sqlcipher3(rows_path, plain)
    ours = read_with_lamella(diary_path)
    theirs = read_with_pandas(rows_path)
    assert len(ours["value"]) == len(theirs["value"])
    assert float(np.sum(ours["value"])) == float(np.sum(theirs["value"]))
    pairs = [
        (
            timed_ms(lambda: read_with_lamella(diary_path)),
            timed_ms(lambda: read_with_pandas(rows_path)),
        )
        for _ in range(REPEATS)
    ]
    lamella_ms = statistics.median(pair[0] for pair in pairs)
    pandas_ms = statistics.median(pair[1] for pair in pairs)
    print("| what | Lamella | sqlcipher3 + pandas | ratio | limit |\n|---|--:|--:|--:|--:|")
    print(
        f"| open and read {len(frame):,} samples to NumPy, median of {REPEATS}, wall |"
        f" {lamella_ms:.3g} ms | {pandas_ms:.3g} ms | {pandas_ms / lamella_ms:.1f}x | >= 35x |"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
