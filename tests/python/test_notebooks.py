"""The notebooks run from the first cell to the last, and show what they promise."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "examples" / "notebooks"


def executed(name):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "committed without outputs"
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def text_of(outputs):
    texts = [o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return "\n".join(texts)


@pytest.mark.filterwarnings("ignore")
def test_a_csv_file_becomes_a_diary_and_two_pictures():
    outputs = executed("first_diary")
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) == 2
    text = text_of(outputs)
    assert "This was a dry run" in text
    assert "known already" in text
    assert "by chance alone" in text


@pytest.mark.filterwarnings("ignore")
def test_two_hundred_diaries_are_one_table():
    text = text_of(executed("cohort"))
    assert "symptom.itch" in text
    assert "200 people, and the two agree" in text
