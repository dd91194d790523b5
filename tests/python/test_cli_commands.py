"""The command `lamella`: help, usage, exit codes, JSON, and how it lives with shells and pipes."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from cli_process import COMMAND, Terminal, lamella_process
from conftest import KEY

import lamella
from lamella.cli import COMMANDS, failures, main, output


@pytest.fixture
def lamella_command(key_file, capfd):
    """Runs a command with the key in this process: exit code, stdout, stderr."""

    def run(command, *words):
        code = main([command, *map(str, words), "--device-key-file", key_file])
        return code, *capfd.readouterr()

    return run


# Help and usage.


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_help_of_each_command_shows_examples(command, capsys):
    assert main([command.name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"examples:\n  lamella {command.name} " in shown
    assert "--passphrase-command" in shown
    assert "--json" in shown


def test_the_help_lists_the_commands_and_fits_on_a_screen(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) < 40
    for command in COMMANDS:
        assert f"    {command.name:11}  {command.summary}\n" in shown


def test_the_module_is_the_command():
    done = lamella_process("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"lamella {lamella.__version__}\n")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ([], "name a command: init, import, export, show, score, triggers, attachments, keys, "),
        (["shwo", "d"], "no command 'shwo': do you mean show?"),
        (["eat"], "no command 'eat'; there are init, import, export, show, score, triggers"),
        (["show"], "the following arguments are required: DIARY"),
        (["show", "d", "e"], "one word too many"),
        (["keys", "d", "remove"], "name the slot to remove"),
        (["keys", "d", "list", "3f2a"], "one word too many"),
        (["keys", "d", "lst"], "invalid choice: 'lst'"),
        (["keys", "d", "list", "--new-passphrase-fd", "0"], "a new passphrase is for add-passphr"),
        (["keys", "d", "remove", "3f", "--drop-others"], "what to keep and to drop is for rotate"),
        (["show", "d", "--sereis", "itch"], "no option '--sereis': do you mean --series?"),
        (["show", "d", "--dayz=3"], "no option '--dayz': do you mean --days?"),
        (["show", "d", "--day", "3"], "no option '--day': do you mean --days?"),
        (["show", "d", "--days", "0"], "'0' is not a whole number from 1 on"),
        (["show", "d", "--days"], "--days: expected one argument"),
        (["import", "d"], "name a diary and a file to import"),
        (["import", "d", "f", "--decimal", "x"], "--decimal: invalid choice: 'x'"),
        (["import", "d", "f", "--delimiter", "ab"], "'ab' is not one character or tab"),
        (["export", "d", "t", "--format", "xls"], "invalid choice: 'xls'"),
        (["simulate", "d", "--first-day", "1.2.2024"], "is not a day like 2026-11-25"),
        (["simulate", "d", "--days", "50000"], "days is not 1 to 40000"),
        (["simulate", "d", "--missing", "2"], "missing is not in [0, 1)"),
        (["simulate", "d", "--seed", "-1"], "'-1' is not a whole number"),
        (["simulate", "d", "--factor", "a:lag=x"], "'x' is not a number for lag"),
        (["simulate", "d", "--factor", "a:size=1"], "'size=1' is not one of effect, lag"),
    ],
)
def test_wrong_use_is_2_and_says_what_to_do(words, hint, capsys):
    assert main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert hint in shown.err
    assert "--help`" in shown.err


def test_what_was_typed_wrong_cannot_act_on_the_terminal(capsys):
    assert main(["show", "d", "--\x1b[31mred"]) == 2
    assert main(["\x9b31m"]) == 2
    assert main(["show", "no\x1b]0;title\x07diary"]) == 1
    shown = capsys.readouterr().err
    assert not set(shown) & {"\x1b", "\x9b", "\x07"}


# Exit codes.


def test_each_error_of_the_core_has_an_exit_code():
    found = {
        cls.__name__: failures.exit_code(cls("x"))
        for cls in vars(lamella).values()
        if isinstance(cls, type) and issubclass(cls, lamella.Error)
    }
    named = {name: code for name, code in found.items() if code != 1}
    assert named == {
        **dict.fromkeys(("WrongSecret", "NoSuchKey", "NeedsKeys"), 4),
        **dict.fromkeys(("Damaged", "Mismatch", "SlotDamaged", "Rollback"), 5),
        **dict.fromkeys(("PlainText", "NotEncrypted"), 5),
        **dict.fromkeys(("TooNew", "UnreleasedFormat"), 6),
    }


def test_a_diary_from_the_first_to_the_last_command(lamella_command, path):
    code, out, err = lamella_command("init", path)
    assert (code, err) == (0, "")
    for name in ("diary.db", "diary.db-keys", "diary.db-keys.bak"):
        assert f"{path.parent / name} " in out
    assert "nobody can read the diary again" in out
    assert lamella_command("simulate", path, "--days", 60)[0] == 0
    code, out, err = lamella_command("show", path)
    assert (code, err) == (0, "")
    assert "symptom.itch" in out


def test_nothing_is_made_where_something_is(lamella_command, path):
    path.write_text("precious")
    for command in ("init", "simulate"):
        code, out, _ = lamella_command(command, path)
        assert (code != 0, out) == (True, "")
        assert path.read_text() == "precious"
    path.unlink()
    path.with_name("diary.db-keys").write_text("precious")
    assert lamella_command("init", path)[0] == 1
    assert path.with_name("diary.db-keys").read_text() == "precious"
    assert not path.exists()


def test_a_diary_in_a_folder_that_does_not_exist(lamella_command, tmp_path):
    code, _, err = lamella_command("init", tmp_path / "none" / "diary.db")
    assert code == 1
    assert err.endswith("the folder of the diary does not exist\n")


def test_a_folder_instead_of_a_diary(lamella_command, tmp_path):
    code, _, err = lamella_command("show", tmp_path)
    assert code == 1
    assert "this is a folder" in err


def test_a_diary_that_is_open_elsewhere(lamella_command, diary, path):
    code, _, err = lamella_command("show", path)
    assert code == 1
    assert str(path) in err


def plain(path):
    sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()


def other_keys(path):
    other = path.with_name("other.db")
    lamella.create(other, device_key=KEY).close()
    for suffix in ("-keys", "-keys.bak"):
        shutil.copy(f"{other}{suffix}", f"{path}{suffix}")


def broken_keys(path):
    for suffix in ("-keys", "-keys.bak"):
        path.with_name(path.name + suffix).write_bytes(b"LMK1" * 64)


def newer_keys(path):
    for suffix in ("-keys", "-keys.bak"):
        file = path.with_name(path.name + suffix)
        content = bytearray(file.read_bytes()[:-32])
        content[4] = 99
        file.write_bytes(content + hashlib.blake2b(content, digest_size=32).digest())


def no_keys(path):
    for suffix in ("-keys", "-keys.bak"):
        path.with_name(path.name + suffix).unlink()


def broken_pages(path):
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(len(content) - 4096))


def no_database(path):
    path.unlink()


@pytest.mark.parametrize(
    ("spoil", "name", "code"),
    [
        (plain, "PlainText", 5),
        (other_keys, "Mismatch", 5),
        (broken_keys, "Damaged", 5),
        (broken_pages, "Damaged", 5),
        (newer_keys, "TooNew", 6),
        (no_keys, "NeedsKeys", 4),
        (no_database, "DatabaseMissing", 1),
    ],
)
def test_a_spoiled_diary_has_its_own_exit_code(lamella_command, path, spoil, name, code):
    if spoil is not plain:
        with lamella.create(path, device_key=KEY) as diary:
            lamella.simulate(days=60).log_into(diary)
    spoil(path)
    got, out, err = lamella_command("show", path, "--json")
    error = json.loads(err)["error"]
    assert (got, out, error["name"], error["exit"]) == (code, "", name, code)
    assert error["message"].startswith(f"{path}: ")
    got, out, err = lamella_command("show", path)
    assert (got, out) == (code, "")
    assert err.startswith(f"lamella: {path}: ")
    assert err.count("\n") == 1


def test_a_wrong_key_and_a_wrong_kind_of_key(lamella_command, path, tmp_path, capfd):
    lamella.create(path, device_key=bytes(32)).close()
    code, _, err = lamella_command("show", path)
    assert (code, err) == (4, f"lamella: {path}: wrong passphrase, recovery code or key\n")
    (tmp_path / "typed").write_text("passphrase")
    assert main(["show", str(path), "--passphrase-file", str(tmp_path / "typed")]) == 4
    assert "opens with another kind of secret" in capfd.readouterr().err


def test_an_extra_that_is_missing_is_named(lamella_command, path, monkeypatch):
    def simulate(*_, **__):
        raise ImportError("reading needs polars: pip install lamella[import]", name="polars")

    monkeypatch.setattr(lamella, "simulate", simulate)
    code, _, err = lamella_command("simulate", path)
    assert (code, "pip install lamella[import]" in err) == (1, True)


def test_a_bug_is_not_hidden(path, monkeypatch):
    monkeypatch.setattr(lamella, "simulate", lambda *_, **__: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["simulate", str(path)])


# JSON.


def test_json_says_command_schema_and_version(lamella_command, path):
    for command, members in (
        ("init", {"files", "secret"}),
        ("simulate", {"seed", "days", "first_day", "entries", "outcome", "truth"}),
        ("show", {"diary", "series", "recent"}),
    ):
        code, out, err = lamella_command(command, path, "--json")
        assert (code, err) == (0, "")
        printed = json.loads(out)
        version = lamella.__version__
        assert printed.pop("lamella") == {"command": command, "schema": 1, "version": version}
        assert printed.keys() == members


def test_json_of_a_usage_error(capsys):
    assert main(["show", "--json"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    printed = json.loads(shown.err)
    assert printed["lamella"]["command"] == "show"
    assert printed["error"] == {
        "name": "UsageError",
        "code": None,
        "exit": 2,
        "message": "the following arguments are required: DIARY",
    }


def test_simulate_says_the_truth(lamella_command, path):
    factors = ["--factor", "wool:effect=0.5,lag=2,prevalence=0.3,phi=0.1", "--factor", "milk"]
    words = (*factors, "--factor", "pollen:effect=-1,lag=0,amount", "--days", 90, "--seed", 4)
    code, out, _ = lamella_command("simulate", path, *words, "--json")
    assert code == 0
    printed = json.loads(out)
    assert [factor["series"] for factor in printed["truth"]] == [
        "exposure.wool",
        "exposure.milk",
        "exposure.pollen",
    ]
    assert printed["truth"][0] == {
        "series": "exposure.wool",
        "effect": 0.5,
        "lag": 2,
        "prevalence": 0.3,
        "phi": 0.1,
        "kind": "presence",
    }
    assert printed["truth"][2]["kind"] == "amount"
    with lamella.open(path, device_key=KEY) as diary:
        assert diary.summary().entries == printed["entries"] > 0
    code, out, _ = lamella_command("simulate", path.with_name("b.db"), *words)
    assert "raises the itch 2 days later, by 0.5 standard deviations" in out
    assert "does nothing to the itch" in out
    assert "lowers the itch on the same day, by 1 standard deviations" in out


def test_simulate_leaves_a_diary_with_entries_alone(lamella_command, path):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25")
    code, _, err = lamella_command("simulate", path)
    assert (code, "has entries already" in err) == (1, True)
    with lamella.open(path, device_key=KEY) as diary:
        assert diary.summary().entries == 1


# Shells, pipes and terminals.


def test_only_the_package_is_needed(path, key_file):
    script = """
import sys
for name in ("numpy", "pandas", "polars", "pyarrow", "matplotlib", "tqdm"):
    sys.modules[name] = None  # import fails
from lamella.cli import main
path, *key = sys.argv[1:]
sys.exit(main(["init", path, *key]) or main(["simulate", path, *key]) or main(["show", path, *key]))
"""
    words = [path, "--device-key-file", key_file]
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"symptom.itch" in done.stdout


def test_a_closed_pipe_ends_quietly(path, key_file):
    lamella.create(path, device_key=KEY).close()
    words = ["show", path, "--device-key-file", key_file]
    for unbuffered in ("", "1"):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*COMMAND, *words],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_under_the_output_is_a_failure(path, key_file):
    lamella.create(path, device_key=KEY).close()
    words = ["show", path, "--device-key-file", key_file]
    for unbuffered in ("", "1"):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*COMMAND, *words],
                stdout=full,
                stderr=subprocess.PIPE,
                env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            )
        assert done.returncode == 1
        assert done.stderr == b"lamella: cannot write the output: No space left on device\n"


def test_a_terminal_without_a_character_gets_its_number(path, key_file):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom(
            "itch", 6, at="2026-11-25", note="\u05d2\u05d9\u05e8\u05d5\u05d3 \U0001f996"
        )
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = lamella_process("show", path, "--device-key-file", key_file, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u05d2\\u05d9\\u05e8\\u05d5\\u05d3 \\U0001f996" in done.stdout


def test_a_terminal_gets_no_colour_and_no_escape(path, key_file):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25", note="red \x1b[31mred")
    with Terminal("show", path, "--device-key-file", key_file) as terminal:
        assert terminal.end() == 0
    assert "\x1b" not in terminal.seen
    assert "red \\x1b[31mred" in terminal.seen


def test_columns_are_aligned_by_what_a_terminal_shows():
    rows = [["itch", "6"], ["\u304b\u3086\u307f", "12"], ["cafe\u0301 \U0001f996", "3"]]
    lines = output.aligned(rows, right=[1])
    assert lines == ["itch      6", "\u304b\u3086\u307f   12", "cafe\u0301 \U0001f996   3"]
    assert {output.width(line) for line in lines} == {11}
    assert output.clip("\u304b\u3086\u307f\u304b\u3086\u307f", 8) == "\u304b\u3086..."
