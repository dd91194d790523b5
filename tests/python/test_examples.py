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
        "Of 12 criteria of stromal cells 2 met, of 2 tested",
        "fever, grade 1, possible, within 24 hours",
        "body_temperature: 3 of 10 planned are there",
        "easi: 3 of 3 planned are there",
        "2026-05-25  easi    8.0  moderate",
        "EASI-75 reached: 32 to 8 in 12 weeks.",
        "On placebo, too, 7 % to 22 % of people reached it",
        "Itch above 4 of 10 (Langan 2006",
        "of 24 planned doses 17 taken, 1 not taken, 6 not recorded",
        "potent: 24.0 g, and 5 doses without an amount",
        "2026-03-02   14.1 cm2",
        "healed in 84 days",
    ]
    places = [told.index(line) for line in order]
    assert places == sorted(places)
    assert done.stderr == ""
