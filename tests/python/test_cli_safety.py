"""The commands `lamella check`, `backup`, `restore` and `salvage`, from a terminal or a script."""

import json
import os

import pytest
from cli_process import Terminal, lamella_process
from conftest import KEY

import lamella
from lamella.cli import main

PAGE = 4096
LOG_PAGE = 35  # of `locked`: holds changes
SECRET = "caf\u00e9 noir 42"
NEW = "th\u00e9 vert 43"
CHEAP = {"memory_kib": 19 * 1024, "passes": 2}


@pytest.fixture
def secret_file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_text(content)
        path.chmod(0o600)
        return str(path)

    return write


@pytest.fixture
def locked(path):
    """The path of a closed diary of 100 days."""
    with lamella.create(path, passphrase=SECRET, **CHEAP) as diary:
        lamella.simulate(seed=7, days=100).log_into(diary)
    return path


@pytest.fixture
def command(secret_file, capfd):
    """Runs a command with the passphrase of `locked`: exit code, stdout, stderr."""
    opener = ["--passphrase-file", secret_file("secret", SECRET + "\n")]

    def run(*words, opener=opener):
        code = main([*map(str, words), *opener])
        return code, *capfd.readouterr()

    return run


def entries(path, **secret):
    with lamella.open(path, **secret) as diary:
        assert diary.check().is_sound
        return diary.summary().entries


def damage(path, *pages):
    changed = bytearray(path.read_bytes())
    for page in pages:
        changed[page * PAGE + 99] ^= 4
    path.write_bytes(changed)


def roll_back(path):
    """Puts an older copy of the diary in its place."""
    old = path.read_bytes()
    with lamella.open(path, passphrase=SECRET) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25")
    path.write_bytes(old)


# Check.


def test_a_sound_diary_is_0(command, locked):
    for words in ((), ("--deep",)):
        code, out, err = command("check", locked, *words)
        assert (code, err) == (0, "")
        assert out.splitlines()[0] == f"{locked}: sound"
        assert out.splitlines()[1].startswith("Read ")
        assert len(out.splitlines()) == 2
    code, out, err = command("check", locked, "--json")
    assert (code, err) == (0, "")
    parsed = json.loads(out)
    with lamella.open(locked, passphrase=SECRET) as diary:
        assert parsed["entries"] == diary.summary().entries
        assert parsed["values"] == diary.summary().samples
        assert parsed["changes"] == diary.change_count
        assert parsed["pages"] * PAGE == diary.summary().file_bytes
    assert parsed["sound"] is True
    assert (parsed["erased"], parsed["rebuilt"], parsed["findings"]) == (0, False, [])


def test_a_check_writes_nothing_and_lets_others_read(command, locked):
    before = locked.read_bytes()
    with lamella.open(locked, passphrase=SECRET, read_only=True):
        assert command("check", locked)[0] == 0
    assert locked.read_bytes() == before


def test_damage_is_5_and_says_what_to_do(command, locked):
    damage(locked, 20)
    code, out, err = command("check", locked, "--deep")
    assert (code, err) == (5, "")
    assert " findings" in out.splitlines()[0]
    assert "  page: " in out
    assert "`lamella restore BACKUP NEW`" in out
    assert f"`lamella salvage {locked} NEW`" in out
    code, deep, err = command("check", locked, "--deep", "--json")
    assert (code, err) == (5, "")
    code, shallow, err = command("check", locked, "--json")
    assert (code, err) == (5, "")
    assert json.loads(shallow)["sound"] is False
    assert json.loads(shallow)["findings"][0]["kind"] == "page"
    assert len(json.loads(shallow)["findings"]) < len(json.loads(deep)["findings"])


def test_a_diary_that_does_not_open_for_damage_says_what_to_do(command, locked):
    damage(locked, 0)
    code, out, err = command("check", locked)
    assert (code, out) == (5, "")
    assert err.startswith(f"lamella: {locked}: ")
    assert f"`lamella salvage {locked} NEW`" in err
    code, out, err = command("check", locked, "--json")
    assert (code, out) == (5, "")
    assert json.loads(err)["error"]["exit"] == 5


def test_a_missing_copy_of_the_keys_is_told_and_mended_by_the_next_write(command, locked):
    locked.with_name("diary.db-keys.bak").unlink()
    code, out, _ = command("check", locked)
    assert code == 5
    assert "  key file: " in out
    assert "mends a missing copy" in out
    assert "salvage" not in out
    assert command("check", locked, "--json")[1].count('"key_file"') == 1
    assert command("keys", locked, "add-recovery-code")[0] == 0
    assert command("check", locked)[0] == 0


def test_rebuild_makes_anew_what_derives_from_the_log(command, locked):
    code, out, err = command("check", locked, "--rebuild", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rebuilt"] is True
    with lamella.open(locked, passphrase=SECRET, read_only=True):
        assert command("check", locked, "--rebuild")[0] == 1


def test_an_older_copy_is_told_and_opened_only_when_it_is_accepted(command, locked, tmp_path):
    roll_back(locked)
    older = locked.read_bytes()
    code, out, err = command("check", locked)
    assert (code, out) == (5, "")
    assert "look for the newer one" in err
    code, out, err = command("check", locked, "--accept-rollback")
    assert (code, err) == (5, "")
    assert "  rollback: " in out
    csv = tmp_path / "more.csv"
    csv.write_text("date,steps\n2026-11-25,8000\n")
    assert command("import", locked, csv)[0] == 5
    assert command("keys", locked, "add-recovery-code")[0] == 5
    assert locked.read_bytes() == older
    assert command("import", locked, csv, "--accept-rollback")[0] == 0
    assert command("check", locked)[0] == 0


def test_the_keys_of_an_older_copy_are_changed_when_it_is_accepted(command, locked):
    roll_back(locked)
    assert command("keys", locked, "add-recovery-code", "--accept-rollback")[0] == 0
    assert command("check", locked)[0] == 0


# Backup and restore.


def test_a_backup_opens_with_the_secret_of_the_diary(command, locked, tmp_path):
    backup, new = tmp_path / "diary.backup", tmp_path / "new.db"
    code, out, err = command("backup", locked, backup, "--json")
    assert (code, err) == (0, "")
    parsed = json.loads(out)
    assert (parsed["file"], parsed["bytes"]) == (str(backup), backup.stat().st_size)
    code, out, err = command("restore", backup, new, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["diary"] == str(new)
    assert entries(new, passphrase=SECRET) == entries(locked, passphrase=SECRET)


def test_a_backup_may_have_a_passphrase_of_its_own(command, locked, tmp_path, secret_file):
    backup, new = tmp_path / "diary.backup", tmp_path / "new.db"
    fresh = secret_file("fresh", NEW + "\n")
    code, out, _ = command("backup", locked, backup, "--new-passphrase-file", fresh)
    assert code == 0
    assert f"lamella restore {backup} NEW.db" in out
    code, out, err = command("restore", backup, new)
    assert (code, out) == (4, "")
    assert err.startswith(f"lamella: {backup}: wrong passphrase")
    assert not new.exists()
    assert command("restore", backup, new, opener=["--passphrase-file", fresh])[0] == 0
    assert entries(new, passphrase=NEW) == entries(locked, passphrase=SECRET)


def test_a_backup_opens_with_the_recovery_code_that_opened_the_diary(
    command, locked, tmp_path, secret_file
):
    with lamella.open(locked, passphrase=SECRET) as diary:
        code = diary.add_recovery_code()
    opener = ["--recovery-code-file", secret_file("code", code + "\n")]
    backup, new = tmp_path / "diary.backup", tmp_path / "new.db"
    assert command("backup", locked, backup, opener=opener)[0] == 0
    assert command("restore", backup, new, opener=opener)[0] == 0
    assert entries(new, recovery_code=code) == entries(locked, passphrase=SECRET)


def test_a_backup_of_a_diary_with_a_device_key_asks_for_a_passphrase(path, key_file, tmp_path):
    lamella.create(path, device_key=KEY).close()
    backup = tmp_path / "diary.backup"
    words = ["backup", path, backup, "--device-key-file", key_file]
    done = lamella_process(*words)
    assert done.returncode == 2
    assert b"--new-passphrase-file" in done.stderr
    assert not backup.exists()
    with Terminal(*words) as terminal:
        for prompt in ("New passphrase: ", "The same again: "):
            terminal.wait_for(prompt)
            terminal.type(NEW + "\n")
        assert terminal.end() == 0
    lamella.restore_backup(backup, tmp_path / "new.db", passphrase=NEW)


def test_a_damaged_diary_is_not_backed_up(command, locked, tmp_path):
    damage(locked, 20)
    code, out, err = command("backup", locked, tmp_path / "diary.backup")
    assert (code, out) == (5, "")
    assert err.startswith(f"lamella: {locked}: ")
    assert not (tmp_path / "diary.backup").exists()


def test_a_backup_that_was_cut_makes_nothing(command, locked, tmp_path):
    backup, new = tmp_path / "diary.backup", tmp_path / "new.db"
    command("backup", locked, backup)
    os.truncate(backup, backup.stat().st_size - 1)
    code, _, err = command("restore", backup, new)
    assert code == 5
    assert err == (
        f"lamella: {backup}: the backup fails its authentication: it was cut or changed\n"
    )
    assert not new.exists()


def test_nothing_is_replaced_and_nobody_is_asked_for_nothing(locked, tmp_path):
    backup = tmp_path / "diary.backup"
    backup.write_text("precious")
    for words, reason in (
        (["backup", locked, backup], "there is a file of this name already"),
        (["backup", locked, tmp_path / "no" / "x"], "the folder of the backup does not exist"),
        (["backup", tmp_path / "none", tmp_path / "x"], "there is no diary here"),
        (["restore", tmp_path / "none", tmp_path / "x"], "there is no such file"),
        (["restore", backup, locked], "there is a file of this name already"),
        (["salvage", locked, backup], "there is a file of this name already"),
        (["salvage", tmp_path / "none", tmp_path / "x"], "there is no diary here"),
    ):
        done = lamella_process(*words)
        assert done.returncode == 1, words
        assert reason.encode() in done.stderr
    assert backup.read_text() == "precious"
    assert not (tmp_path / "x").exists()


def test_a_left_over_key_file_is_in_the_way_of_a_restored_diary(command, locked, tmp_path):
    backup, new = tmp_path / "diary.backup", tmp_path / "new.db"
    command("backup", locked, backup)
    new.with_name("new.db-keys").write_bytes(b"x")
    code, _, err = command("restore", backup, new)
    assert code == 1
    assert err.startswith(f"lamella: {new}: ")
    assert new.with_name("new.db-keys").read_bytes() == b"x"


def test_one_descriptor_gives_one_secret(locked, tmp_path):
    for command in ("backup", "salvage"):
        words = ["--passphrase-fd", "0", "--new-passphrase-fd", "0"]
        done = lamella_process(command, locked, tmp_path / "x", *words)
        assert done.returncode == 2
        assert b"a file descriptor gives one secret" in done.stderr


# Salvage.


def test_salvage_of_a_sound_diary_is_0_and_loses_nothing(command, locked, tmp_path):
    code, out, err = command("salvage", locked, tmp_path / "saved.db")
    assert (code, err) == (0, "")
    assert "Nothing was lost but the history" in out
    assert entries(tmp_path / "saved.db", passphrase=SECRET) == entries(locked, passphrase=SECRET)


def test_salvage_lists_what_is_lost_and_is_5(command, locked, tmp_path, secret_file):
    count = entries(locked, passphrase=SECRET)
    damage(locked, LOG_PAGE)
    fresh = ["--new-passphrase-file", secret_file("fresh", NEW)]
    code, out, err = command("salvage", locked, tmp_path / "saved.db", *fresh)
    assert (code, err) == (5, "")
    left = entries(tmp_path / "saved.db", passphrase=NEW)
    assert 0 < left < count
    lines = out.splitlines()
    assert ", 1 of them damaged." in lines[0]
    assert f" with {left} entries" in lines[1]
    code, out, err = command("salvage", locked, tmp_path / "again.db", "--json")
    assert (code, err) == (5, "")
    parsed = json.loads(out)
    assert [f"  {line}" for line in parsed["what_was_lost"]] == lines[3:-1]
    assert (parsed["whole"], parsed["entries"], parsed["damaged_pages"]) == (False, left, 1)
    assert len(parsed["lost"]) == count - left
    assert parsed["gaps"][0].keys() == {"replica", "first", "last"}
    for id in parsed["lost"]:
        with (
            lamella.open(tmp_path / "again.db", passphrase=SECRET) as saved,
            pytest.raises(lamella.NotFound),
        ):
            saved.get(bytes.fromhex(id))


def test_salvage_with_a_wrong_secret_is_4(command, locked, tmp_path, secret_file):
    opener = ["--passphrase-file", secret_file("other", "other")]
    code, _, err = command("salvage", locked, tmp_path / "saved.db", opener=opener)
    assert code == 4
    assert err.startswith(f"lamella: {locked}: wrong passphrase")
    assert not (tmp_path / "saved.db").exists()


# At a terminal.


def test_progress_is_shown_at_a_terminal_and_wiped(locked, tmp_path, secret_file):
    opener = ["--passphrase-file", secret_file("secret", SECRET)]
    for words, doing in (
        (["check", locked, "--rebuild"], "Rebuilding: "),
        (["check", locked], "Checking: "),
        (["backup", locked, tmp_path / "diary.backup"], "Backing up: "),
        (["restore", tmp_path / "diary.backup", tmp_path / "new.db"], "Restoring: "),
        (["salvage", locked, tmp_path / "saved.db"], "Reading: "),
    ):
        with Terminal(*words, *opener) as terminal:
            assert terminal.end() == 0, terminal.seen
        assert doing in terminal.seen
        last = terminal.seen.rindex(doing)
        assert "\r\x1b[K" in terminal.seen[last:]


def test_ctrl_c_ends_a_backup_and_says_that_nothing_is_there(path, tmp_path, secret_file):
    with lamella.create(path, passphrase=SECRET, **CHEAP) as diary:
        lamella.simulate(seed=7, days=8_000).log_into(diary)
    words = ["backup", path, tmp_path / "x", "--passphrase-file", secret_file("secret", SECRET)]
    with Terminal(*words) as terminal:
        terminal.wait_for("Backing up: ")
        terminal.type("\x03")
        assert terminal.end() == 130
    assert "interrupted; nothing was backed up" in terminal.seen
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("x")] == []
