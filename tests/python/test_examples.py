"""The programs in examples/ run, and say what they promise to."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_course_of_therapy_is_told_from_harvest_to_follow_up():
    pytest.importorskip("pandas")
    program = EXAMPLES / "therapy" / "therapy.py"
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    told = done.stdout
    order = [
        "such therapy is unproven",
        "consent; 2 administrations planned",
        "liposuction, 120 mL, abdomen",
        "product L7: 2e+08 cells, passage 3",
        "endotoxin 0.1 {EU}/mL: passed",
        "2026-03-30  intravenous, 1e+08 cells",
        "2026-05-25  easi    8.0  moderate",
        "EASI-75 reached: 32 to 8 in 12 weeks.",
        "On placebo, too, 7 % to 22 % of people reached it",
        "62 of 85 answered days without one",
        "fever, grade 1, possible",
    ]
    places = [told.index(line) for line in order]
    assert places == sorted(places)
    assert done.stderr == ""
