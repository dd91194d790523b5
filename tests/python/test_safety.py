"""Damage, and the ways back: check, backups and salvage."""

import pytest
from conftest import KEY

import lamella

PAGE = 4096
CHEAP = {"memory_kib": 19 * 1024, "passes": 2}


@pytest.fixture
def filled(path):
    """The path of a closed diary of 200 days."""
    with lamella.create(path, device_key=KEY) as diary:
        lamella.simulate(seed=7, days=200).log_into(diary)
    return path


def overwrite(path, at, content):
    changed = bytearray(path.read_bytes())
    changed[at : at + len(content)] = content
    path.write_bytes(changed)


def entries(path, **secret):
    with lamella.open(path, **secret) as diary:
        return diary.summary().entries


def test_a_sound_diary_has_no_finding(filled):
    with lamella.open(filled, device_key=KEY) as diary:
        deleted = next(diary.query())
        diary.delete(deleted.id)
        report = diary.check(deep=True)
        assert report.is_sound
        assert report.findings == ()
        assert report.changes == diary.change_count
        assert report.entries == diary.summary().entries + 1
        assert report.samples == diary.summary().samples
        assert report.erased == 1
        assert report.pages * PAGE == diary.summary().file_bytes
        assert repr(report) == "<lamella.CheckReport: sound>"
        assert "sound" in report._repr_html_()
        assert "<table>" not in report._repr_html_()


def test_a_damaged_page_is_a_finding_and_makes_no_backup(filled, tmp_path):
    overwrite(filled, filled.stat().st_size - 100, b"xx")
    with lamella.open(filled, device_key=KEY, read_only=True) as diary:
        shallow, report = diary.check(), diary.check(deep=True)
        assert not report.is_sound
        assert report.findings[0].kind == "page"
        assert len(report.findings) > len(shallow.findings)
        first = str(report.findings[0])
        assert report.summary().splitlines()[1] == first
        assert report.findings[0].what in report._repr_html_()
        assert repr(report) == f"<lamella.CheckReport: {len(report.findings)} findings>"
        with pytest.raises(lamella.Damaged):
            diary.backup(tmp_path / "x", passphrase="a", **CHEAP)
    assert not (tmp_path / "x").exists()


def test_a_finding_about_the_keys_is_named_as_the_others(diary, path):
    path.with_name("diary.db-keys.bak").write_bytes(b"")
    assert [finding.kind for finding in diary.check().findings] == ["key_file"]


def test_a_long_report_shows_its_first_findings():
    findings = tuple(lamella.Finding("log", f"<{i}>") for i in range(25))
    report = lamella.CheckReport(1, 1, 0, 1, 1, findings)
    assert report.summary().splitlines()[-1] == "and 5 more, in findings"
    assert "&lt;0&gt;" in report._repr_html_()


def test_a_backup_opens_with_each_of_its_secrets_and_not_with_those_of_the_diary(filled, tmp_path):
    backup = tmp_path / "diary.backup"
    with lamella.open(filled, device_key=KEY) as diary:
        before = {entry.id: entry.record for entry in diary.query()}
        code = diary.add_recovery_code()
        more = [{"recovery_code": code}, {"device_key": bytes(32)}]
        diary.backup(backup, passphrase="caf\u00e9", also=more, **CHEAP)
        with pytest.raises(lamella.AlreadyExists):
            diary.backup(backup, passphrase="a", **CHEAP)
    secrets = [{"passphrase": "cafe\u0301"}, {"recovery_code": code}, {"device_key": bytes(32)}]
    for i, secret in enumerate(secrets):
        new = tmp_path / f"{i}.db"
        lamella.restore_backup(backup, new, **secret)
        with lamella.open(new, **secret) as diary:
            assert {entry.id: entry.record for entry in diary.query()} == before
            assert diary.check(deep=True).is_sound
    with pytest.raises(lamella.WrongSecret):
        lamella.restore_backup(backup, tmp_path / "new.db", device_key=KEY)
    with pytest.raises(lamella.AlreadyExists):
        lamella.restore_backup(backup, filled, recovery_code=code)
    with pytest.raises(lamella.NotFound):
        lamella.restore_backup(tmp_path / "none", tmp_path / "new.db", recovery_code=code)
    assert not (tmp_path / "new.db").exists()


def test_a_backup_needs_a_secret_that_opens_it_anywhere(diary, tmp_path):
    with pytest.raises(lamella.LastPortableSlot):
        diary.backup(tmp_path / "x", device_key=KEY)
    with pytest.raises(lamella.InvalidArgument):
        diary.backup(tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_backup_that_was_changed_makes_nothing(diary, tmp_path):
    diary.backup(tmp_path / "x", passphrase="a", **CHEAP)
    overwrite(tmp_path / "x", 2 * PAGE, b"xx")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(lamella.Damaged):
        lamella.restore_backup(tmp_path / "x", tmp_path / "new.db", passphrase="a")
    after = [one for one in sorted(tmp_path.iterdir()) if one.name != "new.db-lock"]
    assert after == before


def test_salvage_recovers_what_verifies_and_names_what_is_lost(filled, tmp_path):
    with lamella.open(filled, device_key=KEY) as diary:
        before = {entry.id: entry.record for entry in diary.query()}
    sound = filled.read_bytes()
    for page in range(9, len(sound) // PAGE, 5):
        overwrite(filled, page * PAGE + 50, b"xx")
    report = lamella.salvage(
        filled, tmp_path / "saved.db", device_key=KEY, new_secret={"passphrase": "a", **CHEAP}
    )
    assert not report.is_whole
    assert report.pages == len(sound) // PAGE
    assert report.damaged_pages == len(range(9, len(sound) // PAGE, 5))
    assert 0 < report.entries < len(before)
    assert all(gap.first <= gap.last and len(gap.replica) == 16 for gap in report.gaps)
    assert report.gaps
    assert report.changes < len(before)
    assert len(report.summary().splitlines()) <= 22
    assert f"{report.entries:,} entries" in repr(report)
    assert report.what_was_lost[0] in report._repr_html_()
    with lamella.open(tmp_path / "saved.db", passphrase="a") as saved:
        after = {entry.id: entry.record for entry in saved.query()}
        assert saved.check().is_sound
    assert len(after) == report.entries
    assert after.items() <= before.items()
    assert report.lost
    assert set(report.lost) <= set(before) - set(after)
    assert set(report.older) <= set(after)


def test_the_salvaged_diary_opens_with_the_secret_of_the_damaged_one(filled, tmp_path):
    with lamella.open(filled, device_key=KEY) as diary:
        code = diary.add_recovery_code()
        count = diary.summary().entries
    for i, secret in enumerate(({"device_key": KEY}, {"recovery_code": code})):
        report = lamella.salvage(filled, tmp_path / f"{i}.db", **secret)
        assert report.is_whole
        assert report.entries == entries(tmp_path / f"{i}.db", **secret) == count


def test_a_function_that_asks_a_key_store_salvages_but_makes_no_diary(filled, tmp_path):
    with lamella.open(filled, device_key=KEY) as diary:
        diary.add_key(device_key=bytes(32), blob=b"wrapped")

    def unwrap(blob):
        return bytes(32)

    with pytest.raises(lamella.InvalidArgument):
        lamella.salvage(filled, tmp_path / "saved.db", device_key=unwrap)
    assert not (tmp_path / "saved.db").exists()
    lamella.salvage(
        filled, tmp_path / "saved.db", device_key=unwrap, new_secret={"device_key": KEY}
    )
    assert entries(tmp_path / "saved.db", device_key=KEY) == entries(filled, device_key=KEY)


def test_a_cancelled_task_stops_each_of_them_and_leaves_nothing(filled, tmp_path):
    task = lamella.Task()
    task.cancel()
    with lamella.open(filled, device_key=KEY) as diary:
        diary.backup(tmp_path / "backup", passphrase="a", **CHEAP)
        with pytest.raises(lamella.Cancelled):
            diary.check(task=task)
        with pytest.raises(lamella.Cancelled):
            diary.backup(tmp_path / "x", passphrase="a", task=task, **CHEAP)
    with pytest.raises(lamella.Cancelled):
        lamella.restore_backup(tmp_path / "backup", tmp_path / "x", passphrase="a", task=task)
    with pytest.raises(lamella.Cancelled):
        lamella.salvage(filled, tmp_path / "x", device_key=KEY, task=task)
    assert not (tmp_path / "x").exists()
