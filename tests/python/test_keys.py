"""Who can open a diary: every kind of secret, and every change of the keys."""

import os
import pickle
import shutil
import threading
import time

import pytest
from conftest import KEY

import lamella

CHEAP = {"memory_kib": 19 * 1024, "passes": 2}
OTHER_KEY = bytes(range(1, 33))


def opens(path, **secret):
    lamella.open(path, **secret).close()
    return True


@pytest.fixture
def four_ways(diary, path):
    """A diary with a slot of each kind, closed; the secrets that open it, by kind."""
    diary.log_symptom("itch", 6, at="2026-11-25")
    diary.add_key(passphrase="correct horse", **CHEAP)
    diary.add_key(passphrase="1234", device_key=OTHER_KEY, **CHEAP)
    code = diary.add_recovery_code()
    diary.close()
    return {
        "device_key": {"device_key": KEY},
        "passphrase": {"passphrase": "correct horse"},
        "passphrase_and_device_key": {"passphrase": "1234", "device_key": OTHER_KEY},
        "recovery_code": {"recovery_code": code},
    }


def test_each_kind_opens_the_diary_and_is_listed(four_ways, path):
    for kind, secret in four_ways.items():
        with lamella.open(path, **secret) as diary:
            assert diary.summary().entries == 1
            slots = diary.keys()
            assert [slot.kind for slot in slots] == list(four_ways)
            assert [slot.kind for slot in slots if slot.opened] == [kind]
            portable = {slot.kind for slot in slots if slot.portable}
            assert portable == {"passphrase", "recovery_code"}
            costs = {slot.kind: (slot.memory_kib, slot.passes) for slot in slots}
            assert costs["passphrase"] == costs["passphrase_and_device_key"] == (19 * 1024, 2)
            assert costs["device_key"] == costs["recovery_code"] == (0, 0)
            assert len({slot.id for slot in slots}) == 4
            assert {len(slot.id) for slot in slots} == {16}


def test_half_of_two_secrets_opens_nothing(four_ways, path):
    for wrong in (
        {"passphrase": "1234"},
        {"device_key": OTHER_KEY},
        {"passphrase": "1234", "device_key": KEY},
        {"passphrase": "12345", "device_key": OTHER_KEY},
        {"recovery_code": "006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-P8"},
    ):
        with pytest.raises(lamella.WrongSecret):
            lamella.open(path, **wrong)


def test_a_recovery_code_is_read_as_it_was_written(four_ways, path):
    code = four_ways["recovery_code"]["recovery_code"]
    assert opens(path, recovery_code=code.lower().replace("-", " "))
    assert opens(path, recovery_code=code.replace("0", "O").replace("1", "I").replace("-", ""))
    slip = ("8" if code[0] == "7" else "7") + code[1:]
    for wrong in (slip, "", code[1:], "\u00e9" + code[1:], "\ud800" + code[1:]):
        with pytest.raises(lamella.InvalidArgument, match="recovery code"):
            lamella.open(path, recovery_code=wrong)
    with pytest.raises(TypeError):
        lamella.open(path, recovery_code=code.encode())


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ({}, "name passphrase="),
        ({"recovery_code": "x", "passphrase": "a"}, "opens alone"),
        ({"recovery_code": "x", "device_key": KEY}, "opens alone"),
    ],
)
def test_what_is_no_secret_is_refused(path, diary, secret, reason):
    diary.close()
    with pytest.raises(lamella.InvalidArgument, match=reason):
        lamella.open(path, **secret)


def test_a_secret_of_another_type_is_refused(path, diary):
    diary.close()
    for key in ("x" * 32, 32, bytearray(32)):
        with pytest.raises(TypeError):
            lamella.open(path, device_key=key)


# A key store that gives no key away.


@pytest.fixture
def wrapped(path):
    """The path of a diary whose key store made b"blob" of KEY."""
    lamella.create(path, device_key=KEY, blob=b"blob").close()
    return path


def test_a_key_store_is_asked_with_what_it_wrapped(wrapped):
    asked = []

    def unwrap(blob):
        asked.append((blob, threading.get_ident()))
        return KEY

    with lamella.open(wrapped, device_key=unwrap) as diary:
        assert asked == [(b"blob", threading.get_ident())]
        diary.suspend()
        diary.resume(device_key=unwrap)
    assert len(asked) == 2
    assert opens(wrapped, device_key=KEY)


@pytest.mark.parametrize("cls", [lamella.KeyUnavailableNow, lamella.NoSuchKey])
def test_the_answers_of_a_key_store_are_told_apart(wrapped, cls):
    def unwrap(blob):
        raise cls("the phone is locked")

    with pytest.raises(cls) as caught:
        lamella.open(wrapped, device_key=unwrap)
    if cls is lamella.KeyUnavailableNow:
        assert str(caught.value) == "the phone is locked"


def test_another_key_of_the_key_store_opens_when_one_is_locked(wrapped):
    with lamella.open(wrapped, device_key=KEY) as diary:
        diary.add_key(device_key=OTHER_KEY, blob=b"second")

    def unwrap(blob):
        if blob == b"blob":
            raise lamella.KeyUnavailableNow
        return OTHER_KEY

    with lamella.open(wrapped, device_key=unwrap) as diary:
        assert [slot.opened for slot in diary.keys()] == [False, True]


def test_what_else_goes_wrong_in_a_key_store_passes_through(wrapped):
    def unwrap(blob):
        raise ZeroDivisionError("in the key store")

    with pytest.raises(ZeroDivisionError, match="in the key store"):
        lamella.open(wrapped, device_key=unwrap)
    with pytest.raises(TypeError, match="a device key is bytes"):
        lamella.open(wrapped, device_key=lambda blob: "x" * 32)
    with pytest.raises(lamella.InvalidArgument, match="32 bytes"):
        lamella.open(wrapped, device_key=lambda blob: KEY[1:])
    with pytest.raises(lamella.WrongSecret):
        lamella.open(wrapped, device_key=lambda blob: OTHER_KEY)
    assert opens(wrapped, device_key=lambda blob: KEY)


def test_a_key_store_beside_a_passphrase(path):
    secret = {"passphrase": "1234", "device_key": KEY}
    lamella.create(path, **secret, blob=b"blob", **CHEAP).close()
    assert opens(path, passphrase="1234", device_key=lambda blob: KEY)
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, passphrase="4321", device_key=lambda blob: KEY)


def test_a_key_store_makes_no_slots(diary, tmp_path):
    with pytest.raises(lamella.InvalidArgument, match="wrapped device key makes them"):
        diary.add_key(device_key=lambda blob: KEY)
    with pytest.raises(lamella.InvalidArgument, match="wrapped device key makes them"):
        lamella.create(tmp_path / "new.db", device_key=lambda blob: KEY)
    assert not (tmp_path / "new.db").exists()


def test_a_blob_needs_the_bytes_that_it_was_made_of(diary):
    with pytest.raises(lamella.InvalidArgument, match="blob="):
        diary.add_key(passphrase="a", blob=b"blob")
    with pytest.raises(lamella.InvalidArgument, match="blob="):
        diary.add_key(device_key=lambda blob: KEY, blob=b"blob")
    with pytest.raises(lamella.InvalidArgument, match="1024 bytes"):
        diary.add_key(device_key=KEY, blob=bytes(1025))
    assert len(diary.keys()) == 1


# Changes.


def test_a_removed_key_opens_nothing_and_the_last_portable_one_stays(four_ways, path):
    with lamella.open(path, **four_ways["device_key"]) as diary:
        slots = {slot.kind: slot for slot in diary.keys()}
        diary.remove_key(slots["passphrase"])
        with pytest.raises(lamella.LastPortableSlot):
            diary.remove_key(slots["recovery_code"].id)
        with pytest.raises(lamella.NotFound):
            diary.remove_key(slots["passphrase"])
        with pytest.raises(lamella.InvalidArgument):
            diary.remove_key(b"fifteen bytes..")
        assert len(diary.keys()) == 3
    with pytest.raises(lamella.NoSuchKey):
        lamella.open(path, **four_ways["passphrase"])
    assert opens(path, **four_ways["recovery_code"])


def test_the_passphrase_that_opened_the_diary_is_changed(path):
    lamella.create(path, passphrase="old", **CHEAP).close()
    with lamella.open(path, passphrase="old") as diary:
        diary.add_key(passphrase="another", **CHEAP)
        other = diary.keys()[1]
        slot = diary.change_passphrase("new", **CHEAP)
        assert [one.id for one in diary.keys()] == [slot, other.id]
        assert diary.keys()[0].opened
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, passphrase="old")
    assert opens(path, passphrase="new")
    assert opens(path, passphrase="another")


def test_which_passphrase_is_changed_is_never_guessed(diary, path):
    with pytest.raises(lamella.InvalidArgument, match="has no passphrase"):
        diary.change_passphrase("new")
    first = diary.add_key(passphrase="first", **CHEAP)
    slot = diary.change_passphrase("only", **CHEAP)
    assert slot != first
    second = diary.add_key(passphrase="second", **CHEAP)
    with pytest.raises(lamella.InvalidArgument, match="has 2 passphrases"):
        diary.change_passphrase("new")
    with pytest.raises(lamella.InvalidArgument, match="no passphrase: replace_key"):
        diary.change_passphrase("new", slot=diary.keys()[0])
    with pytest.raises(lamella.NotFound):
        diary.change_passphrase("new", slot=first)
    diary.change_passphrase("new", slot=second, **CHEAP)
    diary.close()
    assert opens(path, passphrase="only")
    assert opens(path, passphrase="new")
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, passphrase="second")


def test_a_new_passphrase_that_is_none_changes_nothing(path):
    with lamella.create(path, passphrase="old", **CHEAP) as diary:
        with pytest.raises(lamella.InvalidArgument):
            diary.change_passphrase("")
        with pytest.raises(lamella.InvalidArgument):
            diary.change_passphrase("new", memory_kib=4)
    assert opens(path, passphrase="old")


def test_a_passphrase_is_changed_without_a_page_of_the_database(path):
    lamella.create(path, passphrase="old", **CHEAP).close()
    before = path.read_bytes()
    with lamella.open(path, passphrase="old") as diary:
        diary.change_passphrase("new", **CHEAP)
    assert path.read_bytes() == before


def test_a_rotation_keeps_the_secrets_that_it_is_given(four_ways, path):
    kept = [four_ways["recovery_code"], {**four_ways["passphrase"], **CHEAP}]
    before = path.read_bytes()[4096:]
    with lamella.open(path, **four_ways["passphrase"]) as diary:
        dropped = diary.rotate(keep=kept)
        assert [slot.kind for slot in dropped] == ["device_key", "passphrase_and_device_key"]
        slots = diary.keys()
        assert [slot.kind for slot in slots] == ["recovery_code", "passphrase"]
        assert [slot.opened for slot in slots] == [False, True]
        diary.log_symptom("itch", 5, at="2026-11-26")
    assert path.read_bytes()[4096 : 4096 + 4096] != before[:4096]
    with lamella.open(path, **four_ways["recovery_code"]) as diary:
        assert diary.summary().entries == 2
    with pytest.raises(lamella.NoSuchKey):
        lamella.open(path, **four_ways["device_key"])


def test_a_rotation_that_is_refused_changes_nothing(four_ways, path):
    with lamella.open(path, **four_ways["passphrase"]) as diary:
        before = diary.keys()
        with pytest.raises(lamella.LastPortableSlot):
            diary.rotate(keep=[four_ways["device_key"]])
        with pytest.raises(lamella.LastPortableSlot):
            diary.rotate(keep=[])
        with pytest.raises(lamella.WrongSecret):
            diary.rotate(keep=[four_ways["passphrase"], {"device_key": bytes(32)}])
        with pytest.raises(lamella.InvalidArgument):
            diary.rotate(keep=[{}])
        with pytest.raises(TypeError, match="pasphrase"):
            diary.rotate(keep=[{"pasphrase": "a"}])
        assert diary.keys() == before
    for secret in four_ways.values():
        assert opens(path, **secret)


def test_a_diary_that_was_opened_to_read_keeps_its_keys(four_ways, path):
    with lamella.open(path, **four_ways["passphrase"], read_only=True) as diary:
        slots = diary.keys()
        for change in (
            diary.add_recovery_code,
            lambda: diary.add_key(device_key=KEY),
            lambda: diary.remove_key(slots[0]),
            lambda: diary.rotate(keep=[four_ways["passphrase"]]),
        ):
            with pytest.raises(lamella.ReadOnly):
                change()


def test_another_thread_makes_progress_while_a_passphrase_is_added(diary):
    thread = threading.Thread(target=lambda: diary.add_key(passphrase="a", passes=12))
    thread.start()
    rounds = 0
    while thread.is_alive():
        time.sleep(0.001)
        rounds += 1
    assert rounds > 5


def test_a_thread_may_read_while_a_key_store_is_asked(wrapped, tmp_path):
    """The function runs on the thread that opens, and holds nothing that other threads need."""
    with lamella.create(tmp_path / "other.db", device_key=KEY) as other:

        def unwrap(blob):
            seen = []
            thread = threading.Thread(target=lambda: seen.append(other.summary().entries))
            thread.start()
            thread.join(30)
            assert seen == [0]
            return KEY

        assert opens(wrapped, device_key=unwrap)


def test_no_secret_is_shown_by_what_holds_it(four_ways, path):
    secrets = ["correct horse", "1234", four_ways["recovery_code"]["recovery_code"], KEY.hex()]
    with lamella.open(path, **four_ways["passphrase"]) as diary:
        shown = repr(diary) + repr(diary.keys()) + repr(lamella.credentials.credential("1234"))
        with pytest.raises(TypeError):
            pickle.dumps(lamella.credentials.credential("1234"))
    for wrong in ({"passphrase": "correct"}, {"recovery_code": secrets[2][:-1]}):
        with pytest.raises(lamella.Error) as caught:
            lamella.open(path, **wrong)
        shown += repr(caught.value)
    assert not any(secret in shown for secret in secrets)


# The life of a diary.


def test_a_suspended_diary_is_closed_to_calls_and_open_to_others(diary, path):
    diary.log_symptom("itch", 6, at="2026-11-25")
    diary.suspend()
    diary.suspend()
    assert repr(diary) == "<lamella.Diary diary.db, suspended>"
    for call in (diary.summary, diary.keys, diary.add_recovery_code):
        with pytest.raises(lamella.Closed):
            call()
    assert not os.path.exists(f"{path}-wal")
    with lamella.open(path, device_key=KEY) as other:
        other.log_symptom("itch", 7, at="2026-11-26")
        with pytest.raises(lamella.Busy):
            diary.resume(device_key=KEY)
    with pytest.raises(lamella.WrongSecret):
        diary.resume(device_key=OTHER_KEY)
    assert repr(diary) == "<lamella.Diary diary.db, suspended>"
    diary.resume(device_key=KEY)
    assert repr(diary) == "<lamella.Diary diary.db, open>"
    assert diary.summary().entries == 2
    diary.close()
    for call in (diary.suspend, lambda: diary.resume(device_key=KEY)):
        with pytest.raises(lamella.Closed):
            call()
    assert repr(diary) == "<lamella.Diary diary.db, closed>"


def test_a_reader_is_resumed_as_a_reader(diary, path):
    diary.close()
    with lamella.open(path, device_key=KEY, read_only=True) as reader:
        reader.suspend()
        reader.resume(device_key=KEY)
        assert repr(reader) == "<lamella.Diary diary.db, read-only>"
        with pytest.raises(lamella.ReadOnly):
            reader.rebuild()


def test_a_shredded_diary_is_gone(diary, path):
    with pytest.raises(lamella.Busy):
        lamella.shred(path)
    diary.close()
    lamella.shred(path)
    assert {file.name for file in path.parent.iterdir()} == {"diary.db-lock"}
    with pytest.raises(lamella.DatabaseMissing):
        lamella.open(path, device_key=KEY)
    with pytest.raises(lamella.DatabaseMissing):
        lamella.shred(path)


def test_shredding_spares_what_is_no_diary(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("dear diary")
    with pytest.raises(lamella.NeedsKeys):
        lamella.shred(letter)
    assert letter.read_text() == "dear diary"


def test_an_older_copy_is_told_and_may_be_accepted(diary, path, tmp_path):
    diary.log_symptom("itch", 6, at="2026-11-25")
    diary.close()
    old = tmp_path / "old"
    shutil.copy(path, old)
    with lamella.open(path, device_key=KEY) as newer:
        newer.log_symptom("itch", 7, at="2026-11-26")
    shutil.copy(old, path)
    for options in ({}, {"read_only": True}):
        with pytest.raises(lamella.Rollback):
            lamella.open(path, device_key=KEY, **options)
    assert path.read_bytes() == old.read_bytes()
    with lamella.open(path, device_key=KEY, accept_rollback=True) as accepted:
        assert accepted.summary().entries == 1
        accepted.log_symptom("itch", 8, at="2026-11-27")
    with lamella.open(path, device_key=KEY) as reopened:
        assert reopened.summary().entries == 2
