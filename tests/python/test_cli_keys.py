"""The command `lamella keys`: who can open a diary, from a terminal or a script."""

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_process import COMMAND, Terminal, lamella_process
from conftest import KEY

import lamella
from lamella.cli import main

OLD = "caf\u00e9 noir 42"
NEW = "th\u00e9 vert 43"
CHEAP = {"memory_kib": 19 * 1024, "passes": 2}


@pytest.fixture
def locked(tmp_path):
    """A diary with a passphrase and an entry."""
    path = tmp_path / "diary.db"
    with lamella.create(path, passphrase=OLD, **CHEAP) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25")
    return path


@pytest.fixture
def secret_file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)
        return str(path)

    return write


@pytest.fixture
def keys(locked, secret_file, capfd):
    """Runs `lamella keys` on the diary, opened by OLD: exit code, stdout, stderr."""
    old = secret_file("old", OLD + "\n")

    def run(*words, opener=("--passphrase-file", old)):
        code = main(["keys", str(locked), *words, *opener])
        return code, *capfd.readouterr()

    return run


def opens(path, **secret):
    with lamella.open(path, **secret) as diary:
        return diary.summary().entries == 1


def test_the_slots_are_listed(keys, locked):
    with lamella.open(locked, passphrase=OLD) as diary:
        diary.add_key(device_key=KEY)
        ids = [slot.id.hex() for slot in diary.keys()]
    code, out, err = keys("list")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"slot{' ' * 28}  kind        opens on     a try costs",
        f"{ids[0]}  passphrase  any device   19 MiB, 2 passes  opened it now",
        f"{ids[1]}  device key  this device",
    ]
    code, out, err = keys("list", "--json")
    assert (code, err) == (0, "")
    parsed = json.loads(out)
    assert parsed["lamella"]["command"] == "keys"
    assert parsed["slots"][0] == {
        "slot": ids[0],
        "kind": "passphrase",
        "portable": True,
        "opened": True,
        "memory_kib": 19 * 1024,
        "passes": 2,
    }
    assert parsed["slots"][1]["kind"] == "device_key"


def test_the_slots_are_listed_beside_another_reader(keys, locked):
    with lamella.open(locked, passphrase=OLD, read_only=True):
        assert keys("list")[0] == 0
        assert keys("add-recovery-code")[0] == 1


def test_a_recovery_code_is_shown_once_alone_on_stdout(keys, locked, secret_file, capfd):
    code, out, err = keys("add-recovery-code")
    assert code == 0
    assert len(out.splitlines()) == 1
    assert opens(locked, recovery_code=out.strip())
    assert "on paper" in err
    assert out.strip() not in err
    # What was printed can be read back as it is.
    file = secret_file("code", out)
    assert keys("list", opener=("--recovery-code-file", file))[0] == 0
    for words in (("list",), ("list", "--json")):
        assert out.strip() not in keys(*words)[1]


def test_a_recovery_code_for_a_program(keys, locked):
    code, out, err = keys("add-recovery-code", "--json")
    assert (code, err) == (0, "")
    parsed = json.loads(out)
    assert out.count(parsed["recovery_code"]) == 1
    assert [slot["kind"] for slot in parsed["slots"]] == ["passphrase", "recovery_code"]
    assert opens(locked, recovery_code=parsed["recovery_code"])


def test_a_passphrase_is_added_from_each_source(keys, locked, secret_file):
    file = secret_file("new", "one\n")
    assert keys("add-passphrase", "--new-passphrase-file", file)[0] == 0
    assert keys("add-passphrase", "--new-passphrase-command", "echo two")[0] == 0
    words = ["add-passphrase", "--new-passphrase-fd", "0"]
    old = ["--passphrase-file", locked.parent / "old"]
    done = subprocess.run(
        [*COMMAND, "keys", locked, *words, *old],
        input=b"three\n",
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    for secret in (OLD, "one", "two", "three"):
        assert opens(locked, passphrase=secret)


def test_the_passphrase_is_changed(keys, locked, secret_file):
    code, out, err = keys("change-passphrase", "--new-passphrase-file", secret_file("new", NEW))
    assert (code, err) == (0, "")
    assert "Changed the passphrase" in out
    assert f"`lamella keys {locked} rotate`" in out
    with pytest.raises(lamella.WrongSecret):
        lamella.open(locked, passphrase=OLD)
    assert opens(locked, passphrase=NEW)


def test_one_of_several_passphrases_is_changed(keys, locked, secret_file):
    with lamella.open(locked, passphrase=OLD) as diary:
        slot = diary.add_key(passphrase="second", **CHEAP).hex()
        code = diary.add_recovery_code()
    opener = ("--recovery-code-file", secret_file("code", code))
    words = ("change-passphrase", "--new-passphrase-file", secret_file("new", NEW))
    failed = keys(*words, opener=opener)
    assert failed[0] == 1
    assert "has 2 passphrases" in failed[2]
    assert keys(*words, slot[:8].upper(), opener=opener)[0] == 0
    assert opens(locked, passphrase=NEW)
    with pytest.raises(lamella.WrongSecret):
        lamella.open(locked, passphrase="second")
    assert opens(locked, passphrase=OLD)


def test_a_slot_is_removed(keys, locked):
    with lamella.open(locked, passphrase=OLD) as diary:
        first = diary.keys()[0].id.hex()
        slot = diary.add_key(passphrase="second", **CHEAP).hex()
    code, out, err = keys("remove", slot, "--json")
    assert (code, err) == (0, "")
    assert [one["slot"] for one in json.loads(out)["slots"]] == [first]
    with pytest.raises(lamella.WrongSecret):
        lamella.open(locked, passphrase="second")
    code, _, err = keys("remove", first)
    assert code == 1
    assert "no passphrase and no recovery code would be left" in err
    assert opens(locked, passphrase=OLD)


def test_a_slot_that_is_not_clearly_named_stays(keys, locked):
    with lamella.open(locked, passphrase=OLD) as diary:
        for _ in range(20):
            diary.add_key(device_key=KEY)
        first = [slot.id.hex()[0] for slot in diary.keys()]
    twice = next(digit for digit in first if first.count(digit) > 1)
    for start, reason in (
        (twice, "slots begin with"),
        ("xyz", "no slot begins with 'xyz'"),
        ("", "no slot begins with ''"),
        ("0" * 33, "no slot begins with"),
    ):
        code, _, err = keys("remove", start)
        assert code == 1
        assert reason in err
    with lamella.open(locked, passphrase=OLD) as diary:
        assert len(diary.keys()) == 21


def test_a_rotation_drops_no_slot_unasked(keys, locked, secret_file, key_file):
    with lamella.open(locked, passphrase=OLD) as diary:
        code = diary.add_recovery_code()
        diary.add_key(device_key=KEY)
        diary.add_key(passphrase="second", **CHEAP)
    before = locked.read_bytes()
    kept = ["--keep-recovery-code-file", secret_file("code", code + "\n")]
    kept += ["--keep-device-key-file", key_file]
    failed = keys("rotate", *kept)
    assert failed[0] == 1
    assert "of 4 slots, 1 would be dropped" in failed[2]
    assert locked.read_bytes() == before
    kept += ["--keep-passphrase-command", "echo second"]
    done = keys("rotate", *kept, "--json")
    assert (done[0], done[2]) == (0, "")
    parsed = json.loads(done[1])
    assert parsed["dropped"] == []
    assert len(parsed["slots"]) == 4
    assert locked.read_bytes() != before
    for secret in ({"passphrase": OLD}, {"passphrase": "second"}, {"device_key": KEY}):
        assert opens(locked, **secret)
    assert opens(locked, recovery_code=code)


def test_a_rotation_drops_what_is_not_kept(keys, locked):
    with lamella.open(locked, passphrase=OLD) as diary:
        slot = diary.add_key(device_key=KEY).hex()
    code, out, err = keys("rotate", "--drop-others")
    assert (code, err) == (0, "")
    assert f"Dropped the device key {slot}." in out
    with pytest.raises(lamella.NoSuchKey):
        lamella.open(locked, device_key=KEY)
    assert opens(locked, passphrase=OLD)


def test_a_rotation_with_a_wrong_secret_is_4(keys, locked):
    with lamella.open(locked, passphrase=OLD) as diary:
        diary.add_key(passphrase="second", **CHEAP)
    code, _, err = keys("rotate", "--keep-passphrase-command", "echo other")
    assert code == 4
    assert f"{locked}: wrong passphrase" in err
    assert opens(locked, passphrase="second")


def test_one_descriptor_gives_one_secret(locked):
    words = ["--passphrase-fd", "0", "--new-passphrase-fd", "0"]
    done = lamella_process("keys", locked, "add-passphrase", *words)
    assert done.returncode == 2
    assert b"a file descriptor gives one secret" in done.stderr


def test_without_a_terminal_the_sources_of_the_new_passphrase_are_listed(locked, secret_file):
    old = secret_file("old", OLD)
    done = lamella_process("keys", locked, "add-passphrase", "--passphrase-file", old)
    assert done.returncode == 2
    for source in ("file", "fd", "command"):
        assert f"--new-passphrase-{source}".encode() in done.stderr


def test_the_terminal_asks_for_the_old_and_twice_for_the_new_one(locked):
    with Terminal("keys", locked, "change-passphrase") as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.type(OLD + "\n")
        for first, second in (("one", "two"), (NEW, NEW)):
            terminal.wait_for("New passphrase: ")
            terminal.type(first + "\n")
            terminal.wait_for("The same again: ")
            terminal.type(second + "\n")
        assert terminal.end() == 0
    assert OLD not in terminal.seen
    assert NEW not in terminal.seen
    assert opens(locked, passphrase=NEW)


def test_a_wrong_old_passphrase_is_told_before_a_new_one_is_asked_for(locked):
    with Terminal("keys", locked, "add-passphrase") as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.type("wrong\n")
        assert terminal.end() == 4
    assert "New passphrase" not in terminal.seen


def test_nobody_is_asked_about_a_diary_that_is_not_there(tmp_path):
    done = lamella_process("keys", tmp_path / "none.db", "list")
    assert done.returncode == 1
    assert b"there is no diary here" in done.stderr


WAITING = """
import pathlib, sys, time
pathlib.Path(sys.argv[2]).touch()
while not pathlib.Path(sys.argv[3]).exists():
    time.sleep(0.01)
print(pathlib.Path(sys.argv[1]).read_text(), end="")
"""


def shown_in_proc(pid):
    """What anyone, or root, sees of the process and of its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return b"".join(
        Path(f"/proc/{one}/{name}").read_bytes()
        for one in (pid, *children)
        for name in ("cmdline", "environ")
    )


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
def test_neither_words_nor_environment_hold_the_old_or_the_new_secret(
    locked, secret_file, tmp_path
):
    asked, go = tmp_path / "asked", tmp_path / "go"
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    new = shlex.join([sys.executable, str(script), secret_file("new", NEW), str(asked), str(go)])
    old = ["--passphrase-file", secret_file("old", OLD)]
    process = subprocess.Popen(
        [*COMMAND, "keys", locked, "change-passphrase", "--new-passphrase-command", new, *old],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not asked.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    # The old secret was read and used by now; the new one is known to the child alone.
    shown = shown_in_proc(process.pid)
    assert shown.count(b"waiting.py") == 2
    go.touch()
    while process.poll() is None:
        try:
            shown += shown_in_proc(process.pid)
        except (FileNotFoundError, ProcessLookupError):
            break
    out, err = process.communicate()
    assert process.returncode == 0, err
    for secret in (OLD, NEW):
        assert secret.encode() not in shown
        assert secret.encode() not in out + err
        assert os.fsencode(secret) not in shown
    assert opens(locked, passphrase=NEW)
