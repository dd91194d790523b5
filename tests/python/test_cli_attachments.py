"""The command `lamella attachments`."""

import json

import pytest

from lamella.cli import main


@pytest.fixture
def command(diary, path, key_file, capfd):
    """Runs `lamella attachments` on an empty diary: exit code, stdout, stderr."""
    diary.close()

    def run(*words):
        code = main(["attachments", str(path), *map(str, words), "--device-key-file", key_file])
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def picture(tmp_path):
    picture = tmp_path / "elbow.jpg"
    picture.write_bytes(b"what a camera wrote")
    return picture


def test_what_was_added_is_listed_and_saved(command, picture, tmp_path):
    options = ("--day", "2026-11-20", "--site", "elbow.left", "--note", "before")
    code, out, err = command("add", picture, *options)
    assert (code, err) == (0, "")
    id = out.split()[-1].rstrip(".")
    assert out == f"Added {picture} as {id}.\n"
    code, out, err = command("list")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split() == [
        *(id, "2026-11-20", "image/jpeg", "0", "kB", "elbow.left", "before")
    ]
    assert json.loads(command("list", "--json")[1])["attachments"] == [
        {
            "id": id,
            "day": "2026-11-20",
            "media_type": "image/jpeg",
            "bytes": 19,
            "site": "elbow.left",
            "note": "before",
        }
    ]
    code, out, err = command("save", id[:6], tmp_path / "out.jpg")
    assert (code, err) == (0, "")
    assert out == f"Saved {tmp_path / 'out.jpg'}, which is not encrypted.\n"
    assert (tmp_path / "out.jpg").read_bytes() == picture.read_bytes()


def test_an_empty_diary_says_so(command):
    assert command("list") == (0, "There are no attachments.\n", "")


def test_several_files_are_added_and_the_first_that_fails_is_named(command, picture, tmp_path):
    code, out, err = command("add", picture, tmp_path / "none.png", picture)
    assert (code, len(out.splitlines())) == (1, 1)
    assert err == (
        f"lamella: {tmp_path / 'none.png'}: the file cannot be read: No such file or directory\n"
    )
    assert len(json.loads(command("list", "--json")[1])["attachments"]) == 1


def test_nothing_is_replaced_and_no_other_id_is_taken(command, picture, tmp_path):
    for _ in range(2):
        command("add", picture)
    code, _, err = command("save", "", tmp_path / "out.jpg")
    assert (code, "no attachment begins with ''" in err) == (1, True)
    code, _, err = command("save", "zz", tmp_path / "out.jpg")
    assert (code, "no attachment begins with 'zz'" in err) == (1, True)
    id = json.loads(command("list", "--json")[1])["attachments"][0]["id"]
    code, _, err = command("save", id, picture)
    assert (code, "something of this name is there already" in err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("list", "x"),
        ("save", "3f"),
        ("save", "3f", "x", "y"),
        ("save", "3f", "x", "--note", "n"),
        ("take", "x"),
    ],
)
def test_words_that_do_not_fit_are_2(command, words):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert "Try `lamella attachments --help`." in err
