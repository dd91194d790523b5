"""What lies on the disk is ciphertext, and each way not to open it has its own error."""

import math
import shutil
import sqlite3
from collections import Counter

import pytest
from conftest import KEY

import lamella

WORDS = [b"SQLite format", b"hydrocortisone", b"symptom", b"nobody may read this", b"CREATE TABLE"]


def entropy(data):
    counts = Counter(data).values()
    return -sum(count / len(data) * math.log2(count / len(data)) for count in counts)


def test_the_files_are_ciphertext_while_open_and_after_closing(path):
    diary = lamella.create(path, device_key=KEY)
    for day in range(1, 29):
        diary.log_dose("hydrocortisone", at=f"2026-11-{day:02}", note="nobody may read this " * 20)
    # Only other files than the database may be read while it is open: closing would drop its locks.
    wal = path.with_name("diary.db-wal").read_bytes()
    diary.close()
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert set(files) == {"diary.db", "diary.db-keys", "diary.db-keys.bak", "diary.db-lock"}
    files["wal"] = wal
    assert len(wal) > 10_000
    for name, data in files.items():
        assert not any(word in data for word in WORDS), name
    assert entropy(files["diary.db"]) > 7.9


def test_another_sqlite_in_the_process_cannot_read_it(path):
    lamella.create(path, device_key=KEY).close()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT * FROM sqlite_master").fetchall()
    connection.close()


def test_a_wrong_passphrase_and_a_wrong_key(path):
    lamella.create(path, passphrase="right").close()
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, passphrase="wrong")
    with pytest.raises(lamella.NoSuchKey):
        lamella.open(path, device_key=KEY)
    lamella.open(path, passphrase="right").close()


def test_a_wrong_device_key(path):
    lamella.create(path, device_key=KEY).close()
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, device_key=bytes(32))


def test_a_missing_database_and_missing_keys(path):
    with pytest.raises(lamella.DatabaseMissing):
        lamella.open(path, device_key=KEY)
    lamella.create(path, device_key=KEY).close()
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(lamella.DatabaseMissing):
        lamella.open(path, device_key=KEY)
    with pytest.raises(lamella.NeedsKeys):
        lamella.open(path.with_name("elsewhere.db"), device_key=KEY)


def test_a_key_file_of_another_diary(tmp_path):
    lamella.create(tmp_path / "a.db", device_key=KEY).close()
    lamella.create(tmp_path / "b.db", device_key=KEY).close()
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    with pytest.raises(lamella.Mismatch):
        lamella.open(tmp_path / "b.db", device_key=KEY)


def test_a_plain_database_is_named(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(lamella.PlainText):
        lamella.open(path, device_key=KEY)
    with pytest.raises(lamella.AlreadyExists):
        lamella.create(path, device_key=KEY)
    assert path.read_bytes() == before


def test_a_damaged_key_file_and_a_file_of_another_program(path):
    lamella.create(path, device_key=KEY).close()
    for name in ("diary.db-keys", "diary.db-keys.bak"):
        path.with_name(name).write_bytes(b"not a key file at all" * 20)
    with pytest.raises(lamella.Damaged):
        lamella.open(path, device_key=KEY)
    photo = path.with_name("photo.jpg")
    photo.write_bytes(b"\xff\xd8\xff\xe0" * 5000)
    with pytest.raises(lamella.NeedsKeys):
        lamella.open(photo, device_key=KEY)


def test_creating_twice_changes_nothing(path):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25")
    before = path.read_bytes()
    with pytest.raises(lamella.AlreadyExists):
        lamella.create(path, device_key=KEY)
    assert path.read_bytes() == before
