"""Bad input: refused whole, by name, and nothing changes."""

import os
import tempfile

import pytest
from conftest import KEY
from wire import UNKNOWN_BODY, WHEN, field

import lamella

ITCH = field(16, field(1, b"itch"))


@pytest.fixture
def refused(diary):
    """Puts something that must fail, and checks that the diary stays empty."""

    def put(error, record, match=None):
        with pytest.raises(error, match=match):
            diary.put(record)
        assert diary.summary().entries == 0
        assert diary.change_count == 0

    return put


def symptom(when=None, **fields):
    return lamella.Record(
        when=when or lamella.when("2026-11-25"), body=lamella.Symptom(item="itch", **fields)
    )


def test_an_empty_message(refused):
    refused(lamella.Error, b"")


def test_a_truncated_message(refused):
    refused(lamella.MalformedMessage, (WHEN + ITCH)[:-1])


def test_a_huge_message(refused):
    refused(lamella.InvalidArgument, WHEN + ITCH + field(2, b"x" * 2**26), "60 KiB|61440|61,440")


def test_a_note_of_a_mebibyte_is_refused_and_the_limit_named(refused):
    refused(lamella.InvalidArgument, symptom().replace(note="x" * 2**20), "60 KiB|61440|61,440")


def test_a_repeated_field(refused):
    refused(lamella.Error, WHEN + WHEN + ITCH)


def test_two_bodies(refused):
    refused(lamella.Error, WHEN + ITCH + UNKNOWN_BODY)


def test_no_body(refused):
    refused(lamella.Error, WHEN)


def test_no_time(refused):
    refused(lamella.InvalidArgument, ITCH, "when")


def test_text_that_is_no_utf8(refused):
    refused(lamella.MalformedMessage, WHEN + field(16, field(1, b"itch\xff\xfe")))


def test_text_instead_of_bytes(refused):
    refused(TypeError, "itch")


@pytest.mark.parametrize("score", [10.5, -1, 1e300])
def test_a_score_out_of_its_scale(refused, score):
    refused(lamella.InvalidArgument, symptom(score=score), r"symptom\.score")


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_a_score_that_is_no_number(refused, score):
    refused(lamella.InvalidArgument, symptom(score=score), r"symptom\.score")


def test_a_scale_without_room(refused):
    refused(lamella.InvalidArgument, symptom(scale=lamella.Scale(min=3, max=3)), "scale")


def test_a_nul_in_a_code(refused):
    refused(
        lamella.InvalidArgument,
        symptom().replace(body=lamella.Symptom(item="it\0ch", score=1)),
        "control",
    )


def test_a_dose_not_taken_with_an_amount(diary):
    with pytest.raises(lamella.InvalidArgument, match="not_taken"):
        diary.log_dose("tacrolimus", grams=1, not_taken=True, at="2026-11-25")


def test_a_measurement_without_a_unit(diary):
    with pytest.raises(lamella.InvalidArgument, match="unit"):
        diary.log_measurement("tewl", 1, "", at="2026-11-25")


def test_a_local_day_that_contradicts_its_instant(diary):
    with pytest.raises(lamella.InvalidArgument, match="local_day"):
        diary.log_symptom("itch", 1, at="2026-11-25T08:00Z", day="2026-11-27")


def test_an_end_before_its_begin(diary):
    with pytest.raises(lamella.InvalidArgument, match="end"):
        diary.log_symptom("itch", 1, at="2026-11-25T08:00Z", end="2026-11-25T07:59Z")


@pytest.mark.parametrize("offset", [841, -721])
def test_an_offset_out_of_range(refused, offset):
    when = lamella.When(local_day=20782, utc_ms=20782 * 86_400_000, offset_min=offset)
    refused(lamella.InvalidArgument, symptom(when), "offset")


@pytest.mark.parametrize("offset", [840, -720])
def test_the_outermost_offsets_are_allowed(diary, offset):
    when = lamella.When(local_day=20782, utc_ms=20782 * 86_400_000, offset_min=offset)
    assert diary.get(diary.put(symptom(when))).decode().when.offset_min == offset


def test_emoji_and_old_and_far_days_are_allowed(diary):
    for day in ("0001-01-01", "1969-12-31", "9999-12-31"):
        id = diary.log_symptom("🥵", 1, at=day, note="👩‍⚕️ \u0000 fine")
        fields = diary.get(id).fields
        assert (fields["item"], str(fields["local_day"])) == ("🥵", day)
        assert fields["note"] == "👩‍⚕️ \u0000 fine"
    assert str(diary.daily("🥵", start="9999-12-31").last_day) == "9999-12-31"


def test_a_grid_of_too_many_days(diary):
    diary.log_symptom("itch", 1, at="1700-01-01")
    diary.log_symptom("itch", 1, at="2026-11-25")
    with pytest.raises(lamella.InvalidArgument, match=r"40.?000"):
        diary.daily()


def test_a_duplicate_id(diary):
    diary.log_symptom("itch", 1, at="2026-11-25", id=bytes(16))
    before = diary.change_count
    with pytest.raises(lamella.AlreadyExists):
        diary.log_symptom("itch", 2, at="2026-11-25", id=bytes(16))
    diary.delete(bytes(16))
    with pytest.raises(lamella.AlreadyExists):
        diary.log_symptom("itch", 2, at="2026-11-25", id=bytes(16))
    assert diary.change_count == before + 1


@pytest.mark.parametrize("id", [b"", b"short", bytes(17)])
def test_an_id_of_the_wrong_size(diary, id):
    with pytest.raises(lamella.InvalidArgument, match="16 bytes"):
        diary.get(id)


def test_a_revision_of_something_else(diary):
    first = diary.log_symptom("itch", 1, at="2026-11-25")
    second = diary.log_symptom("itch", 2, at="2026-11-25")
    for revision in (diary.get(second).revision, b"", b"\xff" * 40, diary.get(first).revision[:-1]):
        with pytest.raises(lamella.Error):
            diary.edit(first, revision, score=3)
    assert diary.get(first).fields["score"] == 1


def test_an_edit_of_an_unknown_field(diary):
    id = diary.log_symptom("itch", 1, at="2026-11-25")
    with pytest.raises(TypeError, match=r"Symptom\.severity"):
        diary.edit(id, diary.get(id).revision, severity=3)
    with pytest.raises(lamella.InvalidArgument, match="cleared"):
        diary.edit(id, diary.get(id).revision, clear=["score"])


def test_a_restore_of_another_kind(diary):
    id = diary.log_symptom("itch", 1, at="2026-11-25")
    dose = lamella.Record(when=lamella.when("2026-11-25"), body=lamella.Dose(drug="x"))
    with pytest.raises(lamella.AlreadyExists):
        diary.restore(id, dose)
    diary.delete(id)
    with pytest.raises(lamella.InvalidArgument):
        diary.restore(id, dose)
    assert diary.summary().entries == 0


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_device_key_of_the_wrong_size(path, size):
    with pytest.raises(lamella.InvalidArgument, match="32"):
        lamella.create(path, device_key=bytes(size))
    assert list(path.parent.iterdir()) == []


def test_no_secret_or_two_that_do_not_go_together(path):
    for call in (lamella.create, lamella.open):
        with pytest.raises(lamella.InvalidArgument):
            call(path)
    with pytest.raises(lamella.InvalidArgument):
        lamella.open(path, passphrase="a", recovery_code="b")
    with pytest.raises(TypeError):
        lamella.open(path, device_key="0" * 32)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("call", [lamella.create, lamella.open])
def test_a_path_that_is_a_folder(tmp_path, call):
    with pytest.raises(lamella.InvalidArgument, match="folder"):
        call(tmp_path, device_key=KEY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["", "a\0b"])
def test_a_path_that_is_none(path):
    with pytest.raises(lamella.InvalidArgument):
        lamella.create(path, device_key=KEY)


def test_a_folder_that_is_read_only():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        child = os.fork()
        if child == 0:
            if os.geteuid() == 0:  # root may write everywhere
                os.setuid(65534)
            try:
                lamella.create(os.path.join(folder, "x.db"), device_key=KEY)
            except lamella.ReadOnly:
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert os.listdir(folder) == []


def test_series_kinds_and_rules_that_do_not_exist(diary):
    diary.log_symptom("itch", 1, at="2026-11-25")
    with pytest.raises(lamella.NotFound):
        diary.samples("cough")
    with pytest.raises(lamella.NotFound):
        diary.lagged_correlations("cough")
    with pytest.raises(lamella.InvalidArgument):
        diary.records("cough")
    with pytest.raises(lamella.InvalidArgument):
        diary.daily(reduce="median")
    with pytest.raises(lamella.InvalidArgument):
        list(diary.query(page_size=0))


def test_an_ambiguous_code(diary):
    diary.log_symptom("stress", 1, at="2026-11-25")
    diary.log_exposure("stress", True, at="2026-11-25")
    with pytest.raises(lamella.InvalidArgument, match="more than one"):
        diary.samples("stress")
    with pytest.raises(lamella.InvalidArgument, match="more than one"):
        diary.daily()["stress"]
    assert diary.daily()["symptom.stress"][0] == 1


def test_unknown_keywords(diary):
    with pytest.raises(TypeError, match="severity"):
        diary.log_symptom("itch", 1, at="2026-11-25", severity=2)
    assert diary.summary().entries == 0
