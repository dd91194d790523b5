"""The main job: an encrypted diary of a CSV file, what goes with what in it and what chance alone
finds, which of it is a trigger, and the proof that the files on disk are ciphertext.

    first_diary.py [diary.csv] [--outcome COLUMN]

The file has a date column and one column a series; without it, a sample with known truth is
simulated. Columns of known symptoms, and those whose name ends in "Pain", are read as symptoms on a
scale of 0 to 10; the first of them is the outcome, unless --outcome names a column. The diary lives
in a temporary folder and is gone at the end.
"""

import argparse
import csv
import math
import secrets
import sys
import tempfile
import textwrap
from collections import Counter
from pathlib import Path

import lamella
from lamella.importing import Mapping, Series, TimeColumns

KNOWN_SYMPTOMS = ("itch", "pain", "dryness", "redness", "sleep_loss")
LAGS = [0, 1, (1, 2, 3)]
SHOWN = 8


def main() -> int:
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="lamella-") as folder:
        try:
            run(arguments, Path(folder))
        except (lamella.Error, OSError) as error:
            print(f"first_diary: {error}", file=sys.stderr)
            return 1
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="An encrypted diary of a CSV file.")
    parser.add_argument("csv", nargs="?", type=Path, help="a date column and one column a series")
    parser.add_argument("--outcome", metavar="COLUMN", help="the symptom to look at")
    return parser.parse_args()


def run(arguments: argparse.Namespace, folder: Path) -> None:
    simulation = None
    path = arguments.csv
    if path is None:
        simulation = lamella.simulate(seed=2026, days=365)
        path = folder / "sample.csv"
        simulation.write_csv(path)
        mapping = simulation.mapping()
        heading("Sample", f"{len(simulation.latent)} simulated days, with known truth")
    else:
        mapping = mapping_of(path, arguments.outcome)
        heading("File", path.name)
    outcome = outcome_of(mapping, arguments.outcome)

    home = folder / "diary"
    home.mkdir()
    key = secrets.token_bytes(32)  # an app keeps it in the device's key store
    with lamella.create(home / "diary.db", device_key=key) as diary:
        report = diary.import_file(path, mapping)
        heading("Import", str(report))
        heading("Diary", describe(diary.summary()))
        exposures = [name for name in diary.daily().series if not name.startswith("symptom.")]
        show_correlations(diary, outcome, exposures)
        show_triggers(diary, outcome, exposures)
    if simulation is not None:
        heading("Truth", "; ".join(effects(simulation)) + "; the other factors do nothing")
    # Shorter words turn up in random bytes by chance.
    words = [name for name in header_of(path) if len(name) > 5]
    words += [outcome, "measurement"]
    heading("On disk", "\n".join(prove_ciphertext(home, words)))
    with lamella.open(home / "diary.db", device_key=key, read_only=True) as diary:
        frame = diary.daily().to_pandas()
    values = int(frame.drop(columns="local_day").count().sum())
    size = f"{frame.shape[0]:,} days x {frame.shape[1] - 1} series, {values:,} values"
    heading("Read back", f"{size}, as a pandas data frame. The last days:")
    heading("", tail_of(frame, outcome))


def heading(name: str, text: str) -> None:
    for line in text.splitlines():
        for part in textwrap.wrap(line, 88, drop_whitespace=False) or [""]:
            print(f"{name:<12}{part.rstrip()}".rstrip())
            name = ""


def header_of(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        return [name.strip() for name in next(csv.reader(file), [])]


def mapping_of(path: Path, outcome: str | None) -> Mapping:
    """Known symptoms as symptoms; the import takes the other columns as measurements."""
    names = header_of(path)
    if outcome is not None and outcome not in names:
        raise lamella.InvalidArgument(f"the file has no column {outcome!r}")
    symptoms = [
        name
        for name in names
        if name == outcome or name.endswith("Pain") or name.lower() in KNOWN_SYMPTOMS
    ]
    columns = {name: Series("symptom", name) for name in symptoms}
    return Mapping(name="csv", time=TimeColumns(day="date"), columns=columns)


def outcome_of(mapping: Mapping, column: str | None) -> str:
    """The series of this column, or of the first symptom."""
    for name, series in mapping.columns.items():
        if series.kind == "symptom" and column in (None, name):
            return f"symptom.{series.code}"
    raise lamella.InvalidArgument("no column is a known symptom: name one with --outcome COLUMN")


def describe(summary: lamella.Summary) -> str:
    return (
        f"{summary.days:,} days from {summary.first_day} to {summary.last_day}, "
        f"{summary.samples:,} values"
    )


def show_correlations(diary: lamella.Diary, outcome: str, exposures: list[str]) -> None:
    """The strongest pairs of the exposures with the outcome."""
    report = diary.lagged_correlations(outcome, exposures, lags=LAGS)
    rows = [f"{'what':<28}{'days later':<12}{'r':>6}{'p':>10}{'days':>7}"]
    for pair in report.top(SHOWN):
        name = pair.exposure.partition(".")[2]
        rows.append(
            f"{name:<28}{lamella.lag_text(pair.lags):<12}{pair.r:>+6.2f}{pair.p:>10.1e}{pair.n:>7,}"
        )
    heading("Goes with", f"{outcome}, the {len(rows) - 1} smallest p:")
    heading("", "\n".join(rows))
    heading("Chance", report.chance())


def show_triggers(diary: lamella.Diary, outcome: str, exposures: list[str]) -> None:
    """What stands out when lags, memory, season and the number of exposures are accounted for."""
    report = diary.triggers(outcome, exposures)
    names = ", ".join(finding.exposure.partition(".")[2] for finding in report.found())
    heading("Triggers", f"{len(report.found())} of {len(report)} stand out: {names or 'none'}")
    for finding in report.found():
        heading("", finding.sentence)
    if report.look is None:
        heading("", f"the first verdict is on {report.next_look}")
    else:
        heading("", f"verdict of {report.look}; linked is not caused: a planned test can tell")


def effects(simulation: lamella.Simulation) -> list[str]:
    """The factors of a simulation that do something."""
    return [
        f"{factor.code} adds {factor.effect:g} SD after {factor.lag} day{'s' * (factor.lag > 1)}"
        for factor in simulation.truth
        if factor.effect
    ]


def prove_ciphertext(home: Path, words: list[str]) -> list[str]:
    """Looks at the bytes of all files in the folder of a closed diary."""
    lines = []
    for file in sorted(home.iterdir()):
        data = file.read_bytes()
        if data.startswith(b"SQLite format 3") or any(word.encode() in data for word in words):
            raise SystemExit(f"first_diary: {file.name} holds plain text")
        entropy = f", {bits_per_byte(data):.3f} of 8 bits a byte" if len(data) > 4096 else ""
        lines.append(f"{file.name:<20}{len(data):>10,} bytes{entropy}")
    lines.append(f"no SQLite header, and none of {len(words)} names of the diary, in any of them")
    return lines


def bits_per_byte(data: bytes) -> float:
    """Shannon's entropy: 8 of random bytes, about 4.5 of text."""
    counts = Counter(data).values()
    return -sum(count / len(data) * math.log2(count / len(data)) for count in counts)


def tail_of(frame, outcome: str) -> str:
    """The end of the outcome and of two other series."""
    columns = ["local_day", outcome]
    columns += [name for name in frame.columns if name not in columns][:2]
    return frame[columns].tail(3).to_string(index=False)


if __name__ == "__main__":
    sys.exit(main())
