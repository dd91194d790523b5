"""`lamella export`: everything out, and back in again."""

import json

import pytest
from conftest import KEY

import lamella
from lamella.cli import main


@pytest.fixture
def run(path, key_file, capfd):
    """Runs a command with the key: exit code, stdout and stderr. There is a diary at `path`."""
    with lamella.create(path, device_key=KEY) as diary:
        lamella.simulate(seed=3, days=30).log_into(diary)
        diary.log_symptom("itch", 6, at="2026-11-25", note="red \x1b[31mred\n", id=bytes(16))

    def run_it(*words):
        code = main([*map(str, words), "--device-key-file", key_file])
        return code, *capfd.readouterr()

    return run_it


def records(path):
    with lamella.open(path, device_key=KEY, read_only=True) as diary:
        return {entry.id: entry.record for entry in diary.query()}


@pytest.mark.parametrize("words", [[], ["--format", "csv"], ["--format", "parquet"]])
def test_it_goes_to_a_new_folder_and_back(run, path, tmp_path, words):
    if "parquet" in words:
        pytest.importorskip("polars")
    target = tmp_path / "everything"
    code, out, err = run("export", path, target, *words)
    assert (code, err) == (0, "")
    assert "not encrypted" in out
    suffix = words[-1] if words else "csv"
    assert [file.name for file in target.iterdir() if file.suffix == f".{suffix}"]
    again = tmp_path / "again.db"
    assert run("init", again)[0] == 0
    assert run("import", again, target)[0] == 0
    assert records(again) == records(path)


def test_json_lines_are_one_file(run, path, tmp_path):
    target = tmp_path / "everything.jsonl"
    code, _, err = run("export", path, target)
    assert (code, err) == (0, "")
    assert all(json.loads(line) for line in target.read_text().splitlines())
    again = tmp_path / "again.db"
    assert run("init", again)[0] == 0
    assert run("import", again, target)[0] == 0
    assert records(again) == records(path)


def test_json_says_where_and_how_much(run, path, tmp_path):
    target = tmp_path / "everything"
    code, out, err = run("export", path, target, "--json")
    assert (code, err) == (0, "")
    printed = json.loads(out)
    assert printed["lamella"]["command"] == "export"
    assert (printed["target"], printed["format"]) == (str(target), "csv")
    assert sorted(printed["files"]) == sorted(file.name for file in target.iterdir())
    assert sum(printed["entries"].values()) == len(records(path))
    assert (printed["newer"], printed["incomplete"], printed["conflicts"]) == (0, 0, 0)


def test_what_is_there_already_stays(run, path, tmp_path):
    target = tmp_path / "everything"
    target.write_text("precious")
    code, out, err = run("export", path, target)
    assert (code, out) == (1, "")
    assert err.startswith(f"lamella: {target}: ")
    assert target.read_text() == "precious"


def test_nothing_of_a_record_acts_on_the_terminal(run, path, tmp_path):
    for target in ("a", "b.jsonl"):
        _, out, err = run("export", path, tmp_path / target)
        assert "\x1b" not in out + err
