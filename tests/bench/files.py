"""A file of a million rows into the encrypted diary and out again, against what a data scientist
would do with polars and sqlcipher3, in one run.

Usage: files.py FOLDER [ROWS]. Makes the folder anew, and prints the rows of the README's table.
"""

import datetime
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import sqlcipher3

import lamella
from lamella.importing import Mapping

DEVICE_KEY = bytes([7] * 32)
SERIES = 10
MAPPING = """
name = "bench"
[time]
moment = "at"
[long]
series = "series"
value = "value"
unit = "unit"
site = "site"
each = "measurement.*"
"""
REPEATS = 3


def write_csv(path: Path, rows: int) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=1))
    begin = datetime.datetime(2014, 5, 13, tzinfo=zone)
    with path.open("w") as file:
        file.write("at,series,value,unit,site\n")
        for i in range(rows):
            at = begin + datetime.timedelta(minutes=5 * (i // SERIES))
            text = at.isoformat(timespec="minutes")
            file.write(f"{text},series{i % SERIES},{i * 7919 % 1000 / 10},g/(m2.h),forearm.left\n")


def parse_and_insert(csv: Path, database: Path) -> None:
    frame = pl.read_csv(csv)
    connection = sqlcipher3.connect(str(database))
    connection.execute(f"PRAGMA key = \"x'{DEVICE_KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE sample(at TEXT, series TEXT, value REAL, unit TEXT, site TEXT)"
    )
    with connection:
        connection.executemany("INSERT INTO sample VALUES (?, ?, ?, ?, ?)", frame.iter_rows())
    connection.close()


def import_csv(csv: Path, database: Path, rows: int) -> None:
    with lamella.create(database, device_key=DEVICE_KEY) as diary:
        report = diary.import_file(csv, Mapping.from_text(MAPPING))
        assert report.accepted == rows, report


def export_parquet(database: Path, target: Path) -> None:
    with lamella.open(database, device_key=DEVICE_KEY, read_only=True) as diary:
        diary.export(target, "parquet")


def removed(path: Path) -> Path:
    for part in path.parent.glob(path.name + "*"):
        part.unlink()
    return path


def timed(work, *arguments) -> float:
    begin = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begin


def peak_mb(what: str, folder: Path, rows: int) -> float:
    """Of a fresh process that does only this."""
    command = [sys.executable, __file__, str(folder), str(rows), what]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def alone(what: str, folder: Path, rows: int) -> None:
    if what == "import":
        import_csv(folder / "million.csv", removed(folder / "peak.db"), rows)
    else:
        export_parquet(folder / "million.db", folder / "peak")
    # Not ru_maxrss, which remembers the process that started this one.
    [peak] = re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    print(int(peak) / 1024)


def main(folder: Path, rows: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    csv = folder / "million.csv"
    write_csv(csv, rows)
    raw = folder / "million-sqlcipher3.db"
    ours = folder / "million.db"
    imports = [
        (timed(import_csv, csv, removed(ours), rows), timed(parse_and_insert, csv, removed(raw)))
        for _ in range(REPEATS)
    ]
    exports = []
    for i in range(REPEATS):
        target = folder / f"everything-{i}"
        exported = timed(export_parquet, ours, target)
        frame = pl.read_parquet(target / "measurement.parquet")
        written = timed(frame.write_parquet, folder / f"frame-{i}.parquet")
        exports.append((exported, written))
    print("| what | Lamella | polars, sqlcipher3 | ratio | limit |\n|---|--:|--:|--:|--:|")
    for name, pairs, limit in (
        (f"import a CSV file of {rows:,} rows", imports, 4),
        (f"export {rows:,} entries to Parquet", exports, 3),
    ):
        ratio, (mine, theirs) = sorted((a / b, (a, b)) for a, b in pairs)[REPEATS // 2]
        what = f"| {name}, median of {REPEATS}, wall"
        print(f"{what} | {mine:.2f} s | {theirs:.2f} s | {ratio:.1f}x | <= {limit}x |")
    for what in ("import", "export"):
        print(f"peak memory of the {what} in a process: {peak_mb(what, folder, rows):.0f} MB")


if __name__ == "__main__":
    row_count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    if len(sys.argv) > 3:
        alone(sys.argv[3], Path(sys.argv[1]), row_count)
    else:
        main(Path(sys.argv[1]), row_count)
