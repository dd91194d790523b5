"""`lamella import`: a report for each file, exit codes, and nothing of a file by halves."""

import json
import unicodedata

import pytest
from cli_process import Terminal
from conftest import KEY

import lamella
from lamella.cli import main

pytest.importorskip("polars")


@pytest.fixture
def run(path, key_file, capfd):
    """Imports into the diary, which is made, and returns exit code, stdout and stderr."""
    lamella.create(path, device_key=KEY).close()

    def run_it(*words):
        code = main(["import", str(path), *map(str, words), "--device-key-file", key_file])
        return code, *capfd.readouterr()

    return run_it


@pytest.fixture
def csv(tmp_path):
    def write(text, name="skin.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def entries(path):
    with lamella.open(path, device_key=KEY, read_only=True) as diary:
        return diary.summary().entries


def test_a_file_is_imported_once_with_a_report(run, csv, path):
    file = csv("date,steps\n2026-11-24,8000\n2026-11-25,9000\n")
    code, out, err = run(file)
    assert (code, err) == (0, "")
    assert out.startswith(f"{file}:\n  2 values on 2 days: 2 added.\n  Assumed: ")
    assert entries(path) == 2
    code, out, _ = run(file)
    assert (code, "0 added, 2 known already" in out) == (0, True)
    assert entries(path) == 2


def test_rejected_rows_are_3_and_the_others_are_imported(run, csv, path):
    code, out, err = run(csv("date,steps\n2026-11-24,many\n2026-11-25,9000\n"))
    assert (code, err) == (3, "")
    assert "Rejected: line 2, column steps: is not a number." in out
    assert entries(path) == 1


def test_a_dry_run_changes_nothing(run, csv, path):
    code, out, _ = run(csv("date,steps\n2026-11-24,8000\n"), "--dry-run")
    assert code == 0
    assert "1 would be added" in out
    assert entries(path) == 0


def test_a_file_that_is_refused_does_not_stop_the_others(run, csv, path):
    bad = csv("day;steps\n", "bad.csv")
    code, out, err = run(bad, csv("date,steps\n2026-11-24,8000\n"))
    assert code == 1
    assert err.startswith(f"lamella: {bad}: ")
    assert err.count("\n") == 1
    assert "1 added" in out
    assert "1 of 2 files refused" in out
    assert entries(path) == 1


def test_a_file_that_is_not_there_is_named_before_anything_is_read(run, csv, path):
    code, out, err = run(csv("date,steps\n2026-11-24,8000\n"), path.with_name("none.csv"))
    assert (code, out) == (1, "")
    assert err.endswith("none.csv: there is no such file\n")
    assert entries(path) == 0


def test_the_options_say_how_to_read(run, csv, path, tmp_path):
    mapping = tmp_path / "skin.toml"
    mapping.write_text('name = "skin"\n[time]\nmoment = "at"\n[columns]\nitch = "symptom.itch"\n')
    file = csv("at\titch\n03/04/2026 08:00\t6,5\n")
    words = ["--mapping", mapping, "--delimiter", "tab", "--decimal", ",", "--source", "clinic"]
    code, _, err = run(file, *words, "--zone", "Europe/Berlin")
    assert code == 1
    assert "month" in err
    code, _, err = run(file, *words, "--zone", "Europe/Berlin", "--date-order", "day-month-year")
    assert (code, err) == (0, "")
    with lamella.open(path, device_key=KEY) as diary:
        [entry] = diary.query()
        assert entry.fields["score"] == 6.5
        record = entry.decode()
        assert str(entry.fields["local_day"]) == "2026-04-03"
        assert record.when.offset_min == 120
        assert record.origin.source == "clinic"


def test_options_stand_anywhere(run, csv, path):
    files = [csv("date,steps\n2026-11-24,8000\n", f"{name}.csv") for name in "abc"]
    code, out, err = run(files[0], "--dry-run", files[1], "--source", "app", files[2])
    assert (code, err) == (0, "")
    assert out.count("1 would be added") == 3
    assert main(["import", "--dry-run", str(path), "--json", str(files[0]), "--unknown"]) == 2


def test_json_has_a_report_a_file(run, csv):
    bad = csv("day;steps\n", "bad.csv")
    good = csv("date,steps\n2026-11-24,many\n2026-11-25,9000\n")
    code, out, err = run(bad, good, "--json")
    assert code == 1
    printed = json.loads(out)
    assert printed["lamella"]["command"] == "import"
    assert printed["dry_run"] is False
    first, second = printed["files"]
    assert (first["file"], first["error"]["name"]) == (str(bad), "InvalidArgument")
    assert json.loads(err)["error"] == first["error"]
    assert second["file"] == str(good)
    assert (second["accepted"], second["rejected"]) == (1, 1)
    [place] = second["rejected_places"]
    assert place == {"line": 2, "column": "steps", "reason": "is not a number"}


def test_text_of_a_file_never_acts_on_the_terminal(run, csv, tmp_path):
    acting = "\x1b[31mred\x9b1m\u202egnp"
    file = csv(f"date,{acting}\n{acting},{acting}\n2026-11-24,{acting}\n2026-11-25,3\n")
    code, out, err = run(file)
    assert code in (1, 3)
    bad = csv(f"{acting},x\n2026-11-24,{acting}\n", f"{acting}.csv")
    code, more, errors = run(bad, "--mapping", acting)
    assert code == 1
    shown = out + err + more + errors
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cf")} == {"\n"}


def test_the_ready_mappings_are_listed(capsys):
    assert main(["import", "--list-mappings"]) == 0
    assert "flaredown_wide  " in capsys.readouterr().out
    assert main(["import", "--list-mappings", "--json"]) == 0
    mappings = json.loads(capsys.readouterr().out)["mappings"]
    assert "flaredown_wide" in [mapping["name"] for mapping in mappings]
    assert all(mapping["about"] for mapping in mappings)


def test_a_library_that_is_missing_is_named_with_the_command_to_install_it(run, csv, monkeypatch):
    import lamella.importing

    monkeypatch.setattr(lamella.importing, "find_spec", lambda _: None)
    code, out, err = run(csv("date,steps\n2026-11-24,8000\n"))
    assert (code, out) == (1, "")
    assert "pip install lamella[import]" in err


@pytest.fixture
def many_rows(csv):
    rows = (f"2{i // 20:03}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}" for i in range(20_000))
    return csv("date," + ",".join(f"c{i}" for i in range(20)) + "\n" + "".join(
        f"{day}{',1' * 20}\n" for day in rows
    ))  # fmt: skip


def test_interrupting_an_import_leaves_nothing_of_the_file(run, path, key_file, many_rows):
    with Terminal("import", path, many_rows, "--device-key-file", key_file) as terminal:
        terminal.wait_for("%|")  # the bar
        terminal.type("\x03")
        assert terminal.end() == 130
    assert "nothing of" in terminal.seen
    assert "Traceback" not in terminal.seen
    assert entries(path) == 0


def test_no_progress_is_shown_without_a_terminal(run, csv):
    code, _, err = run(csv("date,steps\n" + "2026-11-24,8000\n" * 1000))
    assert (code, err) == (0, "")
