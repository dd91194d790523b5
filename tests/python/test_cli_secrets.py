"""Where the command takes the secret of a diary from, and that nobody else sees it."""

import os
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from cli_process import COMMAND, Terminal, lamella_process
from conftest import KEY

import lamella
from lamella.cli import main

SECRET = "caf\u00e9 noir 42"


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A diary with a passphrase, at the least cost that is allowed."""
    path = tmp_path_factory.mktemp("locked") / "diary.db"
    lamella.create(path, passphrase=SECRET, memory_kib=19 * 1024, passes=2).close()
    return path


@pytest.fixture
def secret_file(tmp_path):
    def write(content, mode=0o600):
        path = tmp_path / "secret"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return str(path)

    return write


def test_a_file_opens_the_diary(locked, secret_file, capfd):
    assert main(["show", str(locked), "--passphrase-file", secret_file(SECRET + "\n")]) == 0
    assert "no entry yet" in capfd.readouterr().out


def test_a_descriptor_opens_the_diary(locked):
    for descriptor, content in (("0", SECRET), ("0", SECRET + "\n")):
        done = subprocess.run(
            [*COMMAND, "show", locked, "--passphrase-fd", descriptor],
            input=content.encode(),
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr


def test_a_descriptor_above_the_standard_ones(locked):
    reader, writer = os.pipe()
    os.write(writer, SECRET.encode())
    os.close(writer)
    try:
        done = lamella_process("show", locked, "--passphrase-fd", reader, pass_fds=[reader])
    finally:
        os.close(reader)
    assert done.returncode == 0, done.stderr


def test_a_command_opens_the_diary(locked, secret_file):
    command = f"cat {shlex.quote(secret_file(SECRET + chr(10)))}"
    assert lamella_process("show", locked, "--passphrase-command", command).returncode == 0


def test_no_shell_runs_the_command(locked, tmp_path, capfd):
    made = tmp_path / "made"
    assert main(["show", str(locked), "--passphrase-command", f"echo x; touch {made}"]) == 4
    assert not made.exists()


def test_a_key_file_of_bytes_or_hex_digits(tmp_path, secret_file, capfd):
    path = str(tmp_path / "diary.db")
    assert main(["init", path, "--device-key-file", secret_file(KEY)]) == 0
    for content in (KEY, KEY.hex(), KEY.hex().upper() + "\n"):
        assert main(["show", path, "--device-key-file", secret_file(content)]) == 0
    for content in (b"", KEY[1:], KEY + b"\n", KEY.hex()[1:], "z" * 64, "\u00e9" * 32):
        assert main(["show", path, "--device-key-file", secret_file(content)]) == 1
        assert "a device key is 32 bytes, or 64 hex digits" in capfd.readouterr().err


def test_one_line_end_is_not_part_of_the_passphrase(locked, secret_file, capfd):
    for content in (SECRET, SECRET + "\n", SECRET + "\r\n"):
        assert main(["show", str(locked), "--passphrase-file", secret_file(content)]) == 0
    assert main(["show", str(locked), "--passphrase-file", secret_file(" " + SECRET)]) == 4
    # A second one would be a character that nobody can type.
    assert main(["show", str(locked), "--passphrase-file", secret_file(SECRET + "\n\n")]) == 1
    assert "no control characters" in capfd.readouterr().err


def test_a_passphrase_is_the_same_in_both_forms_of_unicode(locked, secret_file, capfd):
    decomposed = unicodedata.normalize("NFD", SECRET)
    assert decomposed != SECRET
    assert main(["show", str(locked), "--passphrase-file", secret_file(decomposed)]) == 0


def test_bytes_that_are_no_text_are_a_passphrase(tmp_path, secret_file, capfd):
    path = tmp_path / "diary.db"
    assert main(["init", str(path), "--passphrase-file", secret_file(b"\xff\x00\xfe\n")]) == 0
    lamella.open(path, passphrase=b"\xff\x00\xfe").close()


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_passphrase_makes_no_diary(tmp_path, secret_file, capfd, content):
    path = tmp_path / "diary.db"
    assert main(["init", str(path), "--passphrase-file", secret_file(content)]) == 1
    assert "at least one character" in capfd.readouterr().err
    assert not path.exists()


def test_a_passphrase_of_any_length_is_not_read(locked, capfd):
    assert main(["show", str(locked), "--passphrase-file", "/dev/zero"]) == 1
    assert "at most 65,536 bytes" in capfd.readouterr().err


def test_each_source_that_fails_says_why(locked, tmp_path, capfd):
    for source, reason in (
        (["--passphrase-file", str(tmp_path / "none")], "none: No such file or directory"),
        (["--passphrase-fd", "99"], "cannot read the secret: Bad file descriptor"),
        (["--passphrase-command", "false"], "the passphrase command failed with exit code 1"),
        (["--passphrase-command", "/no/such/program"], "cannot run the passphrase command: No su"),
    ):
        assert main(["show", str(locked), *source]) == 1
        assert reason in capfd.readouterr().err
    for source, reason in (
        (["--passphrase-fd", "-1"], "is not the number of a file descriptor"),
        (["--passphrase-fd", "three"], "is not the number of a file descriptor"),
        (["--passphrase-command", ""], "the command is empty"),
        (["--passphrase-command", "echo 'x"], "No closing quotation"),
    ):
        assert main(["show", str(locked), *source]) == 2
        assert reason in capfd.readouterr().err


def test_exactly_one_source(locked, secret_file, capfd):
    file = secret_file(SECRET)
    for second in ("--passphrase-command", "--recovery-code-file"):
        assert main(["show", str(locked), "--passphrase-file", file, second, file]) == 2
        assert "not allowed with argument" in capfd.readouterr().err
    words = ["show", str(locked), "--recovery-code-file", file, "--device-key-file", file]
    assert main(words) == 2
    assert "a recovery code opens alone" in capfd.readouterr().err


def test_a_passphrase_beside_a_key_are_both_needed(tmp_path, secret_file, key_file, capfd):
    path = str(tmp_path / "diary.db")
    pin = ["--passphrase-file", secret_file("1234")]
    key = ["--device-key-file", key_file]
    assert main(["init", path, *pin, *key]) == 0
    assert "Without the passphrase and device key" in capfd.readouterr().out
    assert main(["show", path, *pin, *key]) == 0
    for one in (pin, key):
        assert main(["show", path, *one]) == 4
    assert "it opens with another kind of secret" in capfd.readouterr().err


@pytest.fixture
def recovery_code(tmp_path):
    """The path of a diary, and a code that opens it."""
    path = tmp_path / "coded.db"
    with lamella.create(path, device_key=KEY) as diary:
        return str(path), diary.add_recovery_code()


def test_a_recovery_code_opens_the_diary_from_each_source(recovery_code, secret_file, capfd):
    path, code = recovery_code
    file = secret_file(code.lower().replace("-", " ") + "\r\n")
    assert main(["show", path, "--recovery-code-file", file]) == 0
    assert main(["show", path, "--recovery-code-command", f"cat {shlex.quote(file)}"]) == 0
    done = subprocess.run([*COMMAND, "show", path, "--recovery-code-fd", "0"], input=code.encode())
    assert done.returncode == 0


def test_a_recovery_code_that_fails_says_why(recovery_code, secret_file, capfd):
    path, code = recovery_code
    slip = ("8" if code[0] == "7" else "7") + code[1:]
    other = "006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-P8"
    for content, exit_code, reason in (
        (slip, 4, "mistyped"),
        (b"\xff", 4, "has a character that none has"),
        ("", 4, "has 0 characters, not 34"),
        (other, 4, "wrong passphrase, recovery code or key"),
    ):
        assert main(["show", path, "--recovery-code-file", secret_file(content)]) == exit_code
        err = capfd.readouterr().err
        assert reason in err
        assert err.startswith(f"lamella: {path}: ")


def test_a_recovery_code_makes_no_diary(tmp_path, secret_file, capfd):
    words = [str(tmp_path / "diary.db"), "--recovery-code-file", secret_file("x")]
    for command in ("init", "simulate"):
        assert main([command, *words]) == 2
    assert not (tmp_path / "diary.db").exists()


def test_without_a_terminal_the_sources_are_listed(locked):
    done = lamella_process("show", locked)
    assert done.returncode == 2
    for source in ("file", "fd", "command"):
        assert f"--passphrase-{source}".encode() in done.stderr
    assert b"--device-key-file" in done.stderr


def test_a_file_that_everyone_can_read_is_warned_about(locked, secret_file, capfd):
    assert main(["show", str(locked), "--passphrase-file", secret_file(SECRET, 0o644)]) == 0
    assert "everyone on this machine can read" in capfd.readouterr().err
    assert main(["show", str(locked), "--passphrase-file", secret_file(SECRET, 0o640)]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "word",
    [
        *("--passphrase", "--passphrase=hunter2", "--password", "--key"),
        *("--recovery-code", "--new-passphrase"),
    ],
)
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(locked, capfd, word):
    assert main(["show", str(locked), word, "hunter2"]) == 2
    shown = capfd.readouterr()
    assert "a secret never stands on the command line" in shown.err
    assert "hunter2" not in shown.out + shown.err


def test_no_environment_variable_is_a_secret(locked):
    named = ("LAMELLA_PASSPHRASE", "LAMELLA_PASSWORD", "LAMELLA_KEY", "PASSPHRASE")
    environment = os.environ | dict.fromkeys(named, SECRET)
    assert lamella_process("show", locked, env=environment).returncode == 2


def test_the_terminal_asks_for_it_and_shows_nothing(locked):
    with Terminal("show", locked) as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.type(SECRET + "\n")
        assert terminal.end() == 0
    assert "no entry yet" in terminal.seen
    assert SECRET not in terminal.seen


def test_a_new_passphrase_is_typed_twice(tmp_path):
    path = tmp_path / "diary.db"
    with Terminal("init", path) as terminal:
        for first, second in (("one", "two"), (SECRET, SECRET)):
            terminal.wait_for("New passphrase: ")
            terminal.type(first + "\n")
            terminal.wait_for("The same again: ")
            terminal.type(second + "\n")
        assert terminal.end() == 0
    assert "These are not the same" in terminal.seen
    assert SECRET not in terminal.seen
    lamella.open(path, passphrase=SECRET).close()


def test_a_new_passphrase_mistyped_three_times_makes_nothing(tmp_path):
    with Terminal("init", tmp_path / "diary.db") as terminal:
        for _ in range(3):
            terminal.wait_for("New passphrase: ")
            terminal.type("one\n")
            terminal.wait_for("The same again: ")
            terminal.type("two\n")
        assert terminal.end() == 1
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_input_at_the_prompt_is_a_failure(locked):
    with Terminal("show", locked) as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.type("\x04")
        assert terminal.end() == 1
    assert "no passphrase was typed" in terminal.seen


def test_interrupting_the_prompt(locked):
    with Terminal("show", locked) as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.type("\x03")
        assert terminal.end() == 130
    assert "lamella: interrupted" in terminal.seen
    assert "Traceback" not in terminal.seen


def test_nobody_is_asked_for_the_passphrase_of_a_diary_that_is_not_there(tmp_path):
    done = lamella_process("show", tmp_path / "none.db")
    assert done.returncode == 1
    assert b"there is no diary here" in done.stderr


WAITING = """
import pathlib, sys, time
while not pathlib.Path(sys.argv[2]).exists():
    time.sleep(0.01)
print(pathlib.Path(sys.argv[1]).read_text(), end="")
"""


def shown_in_proc(process):
    """What anyone, or root, sees of the process and of its children; nothing once it ended."""
    shown = b""
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for pid in (process.pid, *children):
            for name in ("cmdline", "environ"):
                shown += Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        pass
    return shown


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
def test_neither_words_nor_environment_of_the_process_hold_the_secret(
    locked, secret_file, tmp_path
):
    go = tmp_path / "go"
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    command = shlex.join([sys.executable, str(script), secret_file(SECRET), str(go)])
    process = subprocess.Popen(
        [*COMMAND, "show", locked, "--passphrase-command", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    before = after = 0
    child_seen = False
    while process.poll() is None:
        shown = shown_in_proc(process)
        assert SECRET.encode() not in shown
        child_seen = child_seen or shown.count(b"waiting.py") > 1
        if child_seen and not go.exists():
            before += 1
            go.touch()
        after += bool(shown) and go.exists()
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert b"no entry yet" in out
    assert before
    assert after > 1
