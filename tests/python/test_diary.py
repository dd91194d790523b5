"""Entries: put, edit, delete, restore, query; and several handles on one file."""

import os
from datetime import date

import pytest
from conftest import KEY

import lamella


def test_what_was_logged_is_there_after_reopening(path):
    with lamella.create(path, device_key=KEY) as diary:
        id = diary.log_symptom("itch", 6, at="2026-11-25")
    with lamella.open(path, device_key=KEY) as diary:
        assert diary.get(id).fields["score"] == 6


def test_an_edit_changes_only_what_it_names(diary):
    id = diary.log_symptom("itch", 6, at="2026-11-25", site="face", note="first")
    entry = diary.get(id)
    revision = diary.edit(id, entry.revision, score=5)
    assert diary.get(id).revision == revision
    assert diary.get(id).fields["site"] == "face"
    assert diary.get(id).fields["note"] == "first"
    diary.edit(id, revision, at="2026-11-24", note="second", scale=(0, 100), recall="today")
    fields = diary.get(id).fields
    assert fields["local_day"] == date(2026, 11, 24)
    assert (fields["score"], fields["note"], fields["scale"].max) == (5, "second", 100)


def test_a_note_can_be_cleared(diary):
    id = diary.log_symptom("itch", 6, at="2026-11-25", note="private")
    diary.edit(id, diary.get(id).revision, clear=["note"])
    assert diary.get(id).fields["note"] == ""
    diary.edit(id, diary.get(id).revision, note="again")
    diary.edit(id, diary.get(id).revision, note="")
    assert diary.get(id).fields["note"] == ""


def test_an_edit_without_a_difference_keeps_the_revision(diary):
    id = diary.log_symptom("itch", 6, at="2026-11-25")
    before = diary.change_count
    assert diary.edit(id, diary.get(id).revision, score=6) == diary.get(id).revision
    assert diary.change_count == before


def test_an_edit_of_a_stale_revision_is_kept_as_a_conflict(diary):
    id = diary.log_symptom("itch", 6, at="2026-11-25", note="first")
    stale = diary.get(id).revision
    diary.edit(id, stale, note="on the phone")
    diary.edit(id, stale, note="on the tablet")
    entry = diary.get(id)
    (conflict,) = entry.conflicts
    assert conflict.register == 2
    shown = {entry.fields["note"].encode()} | {other[2:] for other in conflict.others}
    assert shown == {b"on the phone", b"on the tablet"}
    diary.edit(id, entry.revision, note="both")
    assert diary.get(id).conflicts == ()


def test_the_day_alone_can_be_edited(diary):
    id = diary.log_symptom("itch", 6, at="2026-11-25T00:30+01:00")
    diary.edit(id, diary.get(id).revision, day="2026-11-24")
    when = diary.get(id).decode().when
    assert (when.local_day, when.utc_ms) == (20781, 1795563000000)


def test_delete_and_restore(diary):
    entry = diary.get(diary.log_symptom("itch", 6, at="2026-11-25"))
    diary.delete(entry.id)
    with pytest.raises(lamella.NotFound):
        diary.get(entry.id)
    with pytest.raises(lamella.NotFound):
        diary.delete(entry.id)
    assert (diary.summary().entries, diary.summary().deleted) == (0, 1)
    diary.restore(entry.id, entry.record)
    assert diary.get(entry.id).record == entry.record


def test_put_many_is_all_or_nothing(diary):
    day = lamella.when("2026-11-25")
    good = lamella.Record(when=day, body=lamella.Symptom(item="itch", score=1))
    bad = lamella.Record(when=day, body=lamella.Symptom(item="itch", score=11))
    with pytest.raises(lamella.InvalidArgument, match=r"symptom\.score"):
        diary.put_many([good, bad])
    assert diary.summary().entries == 0


def test_put_many_reports_what_exists(diary):
    record = lamella.Record(when=lamella.when("2026-11-25"), body=lamella.Symptom(item="itch"))
    other = record.replace(note="changed")
    first, second, third = bytes(16), b"1" * 16, b"2" * 16
    diary.put_many([(record, first), (record, second), (record, third)])
    diary.delete(third)
    results = diary.put_many(
        [(record, first), (other, second), (record, third), record], skip_existing=True
    )
    assert [result.status.name for result in results] == ["EXISTS", "DIFFERS", "DELETED", "ADDED"]
    assert diary.get(second).fields["note"] == ""


def test_queries_page_through_all_entries_in_order(diary):
    days = [f"2026-11-{day:02}" for day in range(1, 26)]
    for day in reversed(days):
        diary.log_symptom("itch", 1, at=day)
    pages = list(diary.pages(page_size=10))
    assert [len(page) for page in pages] == [10, 10, 5]
    found = [str(entry.fields["local_day"]) for page in pages for entry in page]
    assert found == days
    newest = [str(entry.fields["local_day"]) for entry in diary.query(newest_first=True)]
    assert newest == days[::-1]


def test_a_page_says_that_the_diary_moved(diary):
    for _ in range(3):
        diary.log_symptom("itch", 1, at="2026-11-25")
    pages = diary.pages(page_size=2)
    assert not next(pages).changed
    diary.log_symptom("itch", 2, at="2026-11-26")
    assert next(pages).changed


def test_queries_filter(diary):
    diary.log_symptom("itch", 1, at="2026-11-24T08:00Z", site="face")
    diary.log_symptom("itch", 2, at="2026-11-25T08:00Z")
    diary.log_exposure("sweat", True, at="2026-11-25")
    diary.log_dose("tacrolimus", at="2026-11-26T08:00Z")

    def found(**conditions):
        return [entry.kind for entry in diary.query(**conditions)]

    assert found(kind="dose") == ["dose"]
    assert found(kind=["symptom", "dose"]) == ["symptom", "symptom", "dose"]
    assert found(start="2026-11-25", end=date(2026, 11, 25), kind="exposure") == ["exposure"]
    assert found(code="itch", site="face") == ["symptom"]
    assert found(code="itch", site="") == ["symptom"]
    assert found(since="2026-11-25T08:00Z") == ["symptom", "dose"]
    assert found(before="2026-11-25T08:00Z") == ["symptom"]


def test_the_summary_counts(diary):
    assert diary.summary().first_day is None
    diary.log_symptom("itch", 6, at="2026-11-24")
    diary.log_symptom("itch", None, at="2026-11-25")
    summary = diary.summary()
    assert (summary.entries, summary.samples, summary.days) == (2, 1, 2)
    assert (summary.first_day, summary.last_day) == (date(2026, 11, 24), date(2026, 11, 25))
    assert summary.file_bytes > 0


def test_a_second_handle_is_busy_and_readers_share(path):
    with lamella.create(path, device_key=KEY) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25")
        with pytest.raises(lamella.Busy):
            lamella.open(path, device_key=KEY)
        with pytest.raises(lamella.Busy):
            lamella.open(path, device_key=KEY, read_only=True)
    with (
        lamella.open(path, device_key=KEY, read_only=True) as first,
        lamella.open(path, device_key=KEY, read_only=True) as second,
    ):
        assert first.summary().entries == second.summary().entries == 1
        with pytest.raises(lamella.ReadOnly):
            first.log_symptom("itch", 6, at="2026-11-25")


def test_a_closed_diary_says_so(diary):
    diary.close()
    diary.close()
    with pytest.raises(lamella.Closed):
        diary.summary()


def test_a_child_process_may_not_use_the_diary(diary):
    diary.log_symptom("itch", 6, at="2026-11-25")
    child = os.fork()
    if child == 0:
        try:
            diary.summary()
        except lamella.ForkedProcess:
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert diary.summary().entries == 1


def test_neither_repr_nor_errors_show_secrets_or_diary_text(path):
    secret = "correct horse"
    with lamella.create(path, passphrase=secret) as diary:
        diary.log_symptom("itch", 6, at="2026-11-25", note="private")
        assert secret not in repr(diary)
        assert secret not in repr(vars(diary))
    with pytest.raises(lamella.WrongSecret) as caught:
        lamella.open(path, passphrase="incorrect horse")
    assert "horse" not in str(caught.value)
    assert str(path) not in str(caught.value)


def test_a_course_lists_what_contradicts_itself(diary):
    course = diary.log(lamella.Course(donor="allogeneic"), at="2026-03-01")
    harvest = diary.log(lamella.Harvest(course=course, method="aspiration"), at="2026-03-02")
    assert diary.course_problems(course) == [
        lamella.CourseProblem(harvest, "a harvest from this person in an allogeneic course")
    ]
    with pytest.raises(lamella.NotFound):
        diary.course_problems(harvest)
