"""What the trigger report costs, beside the loops that one would write with statsmodels.

Usage: triggers.py FOLDER, with the programs of the build in FOLDER. The loops are measured on a few
of their 17,280 regressions and multiplied: nobody waits for all of them.
"""

import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

# One core, as the scan: on columns so short, threads of a BLAS only wait for each other.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import statsmodels.api as sm

DAYS, SYMPTOMS, FACTORS, KERNELS = 3650, 12, 60, 24
REGRESSIONS = SYMPTOMS * FACTORS * KERNELS
MEASURED = 30


def figures(program: Path, what: str) -> list[tuple[str, float]]:
    done = subprocess.run([program, what], capture_output=True, text=True, check=True)
    return [(name, float(value)) for name, value in map(str.split, done.stdout.splitlines())]


def remembering(rng: np.random.Generator, memory: float) -> np.ndarray:
    """An AR(1) of unit variance."""
    values = rng.normal(size=DAYS)
    for day in range(1, DAYS):
        values[day] = memory * values[day - 1] + np.sqrt(1 - memory**2) * values[day]
    return values


def seconds_of_all(fit) -> float:
    """Of all regressions, from some of them: the fastest of three rounds."""
    rng = np.random.default_rng(5)
    recorded = rng.random(DAYS) > 0.2
    score = remembering(rng, 0.8)[recorded]
    covariates = np.column_stack(
        [np.ones(DAYS), *(np.sin(0.0172 * k * np.arange(DAYS)) for k in range(1, 6))]
    )
    columns = [
        np.column_stack([covariates, remembering(rng, 0.5)])[recorded] for _ in range(MEASURED)
    ]
    rounds = []
    for _ in range(3):
        start = time.perf_counter()
        for one in columns:
            fit(score, one)
        rounds.append(time.perf_counter() - start)
    return min(rounds) / MEASURED * REGRESSIONS


def main() -> None:
    program = Path(sys.argv[1]) / "lamella_trigger_bench"
    scan = dict(figures(program, "scan"))
    warnings.simplefilter("ignore")
    glsar = seconds_of_all(lambda y, x: sm.GLSAR(y, x, rho=1).iterative_fit(maxiter=10).tvalues)
    robust = seconds_of_all(
        lambda y, x: sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": 8}).tvalues
    )
    print(f"scan of {REGRESSIONS:,} statistics, fits at hand   {scan['scan_ms']:.0f} ms")
    print(f"the {SYMPTOMS} fits                                 {scan['fits_ms']:.0f} ms")
    for name, seconds in (("GLSAR fits", glsar), ("OLS with HAC errors", robust)):
        ratio = 1000 * seconds / scan["scan_ms"]
        print(f"statsmodels, {name:20} {seconds:7.1f} s, {ratio:,.0f} times the scan")
    for name, value in figures(program, "report"):
        print(f"report of ten years, 60 exposures: {name} {value:g}")


if __name__ == "__main__":
    main()
