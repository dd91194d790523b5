"""Mappings: what the columns of a file mean, and the ready ones on files as apps write them."""

import json

import pytest
from conftest import KEY

import lamella
from lamella.importing import Mapping, ready, ready_names

LONG = """
name = "registry"
[time]
moment = "at"
[long]
series = "series"
value = "value"
unit = "unit"
site = "site"
note = "note"
each = "measurement.*"
[codes]
"Knee Pain" = "symptom.pain [0..10] @knee"
secret = false
"""


@pytest.fixture
def write(tmp_path):
    def write(text, name="diary.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def bodies(diary):
    return {(str(e.fields["local_day"]), repr(e.decode().body)) for e in diary.query()}


def test_a_long_file_with_a_mapping_of_its_own(diary, write):
    text = (
        "at,series,value,unit,site,note\n"
        "2026-11-25T08:00+01:00,tewl,18.2,g/(m2.h),elbow.left,after a shower\n"
        "2026-11-25T08:00+01:00,tewl,20.5,g/(m2.h),,\n"
        "2026-11-25T08:00+01:00,ph,5.5,,,=1+1\n"
        "2026-11-25,Knee Pain,4,,,\n"
        "2026-11-25,secret,1,,,\n"
        "2026-11-25,ph,,,,\n"
        "2026-11-25,ph,acid,,,\n"
        "2026-11-25,,1,,,\n"
        "2026-11-25,ph,1,per cent,,\n"
    )
    report = diary.import_file(write(text), write(LONG, "registry.toml"))
    assert (report.source, report.rows, report.accepted) == ("registry", 9, 4)
    assert report.left_out == (
        "rows named secret, by the mapping (1)",
        "rows without a value (1)",
    )
    assert [(bad.line, bad.column) for bad in report.rejected] == [
        (8, "value"),
        (9, "series"),
        (10, "series"),
    ]
    records = [entry.decode() for entry in diary.query()]
    assert {record.note for record in records} == {"", "after a shower", "=1+1"}
    assert {r.body.unit for r in records if isinstance(r.body, lamella.Measurement)} == {
        "g/(m2.h)",
        "1",
    }
    pain = next(r.body for r in records if isinstance(r.body, lamella.Symptom))
    assert (pain.item, pain.score, pain.site) == ("pain", 4, "knee")


def test_a_wide_file_with_sites_and_columns_left_out(diary, write):
    mapping = Mapping.from_text(
        """
        name = "app"
        others = false
        [time]
        day = "date"
        [columns]
        left = "symptom.itch [0..10] @elbow.left"
        right = {series = "symptom.itch [0..10]", site = "elbow.right"}
        remarks = false
        """
    )
    report = diary.import_file(write("date,left,right,remarks,x\n2026-11-25,1,2,no,3\n"), mapping)
    assert report.accepted == 2
    assert sorted(e.decode().body.site for e in diary.query()) == ["elbow.left", "elbow.right"]
    assert report.left_out == ("columns, by the mapping: remarks, x",)


def test_importing_twice_changes_nothing(diary, write):
    file = write("date,a,b\n2026-11-24,1,2\n2026-11-25,3,\n")
    diary.import_file(file)
    before = diary.change_count
    report = diary.import_file(file)
    assert (report.accepted, report.duplicates, report.differs) == (0, 3, 0)
    assert diary.change_count == before


def test_a_file_that_grew_adds_what_is_new(diary, write):
    diary.import_file(write("date,a,b\n2026-11-24,1,2\n2026-11-24,1,2\n"))
    report = diary.import_file(write("date,a,b\n2026-11-24,1,2\n2026-11-24,1,2\n2026-11-24,5,6\n"))
    assert (report.accepted, report.duplicates, report.differs) == (2, 4, 0)


def test_a_file_that_grew_keeps_the_places_of_two_sites_of_one_series(diary, write):
    mapping = Mapping.from_text(
        """
        name = "app"
        time.day = "date"
        columns.left = "symptom.itch @elbow.left"
        columns.right = "symptom.itch @elbow.right"
        """
    )
    diary.import_file(write("date,left,right\n2026-11-25,1,2\n"), mapping)
    report = diary.import_file(write("date,left,right\n2026-11-25,1,2\n2026-11-25,3,4\n"), mapping)
    assert (report.accepted, report.duplicates, report.differs) == (2, 2, 0)


def test_two_devices_give_the_same_ids(diary, tmp_path, write):
    file = write("date,a\n2026-11-24,1\n2026-11-25,2\n")
    with lamella.create(tmp_path / "other.db", device_key=KEY) as other:
        for one in (diary, other):
            one.import_file(file, source="app x")
        assert {entry.id for entry in diary.query()} == {entry.id for entry in other.query()}
        assert {entry.record for entry in diary.query()} == {e.record for e in other.query()}


def test_a_changed_row_differs_and_a_deleted_one_stays_deleted(diary, write):
    diary.import_file(write("date,steps\n2026-11-24,1\n2026-11-25,2\n"))
    diary.delete(next(diary.query(start="2026-11-25")).id)
    report = diary.import_file(write("date,steps\n2026-11-24,100\n2026-11-25,2\n2026-11-26,3\n"))
    assert (report.accepted, report.differs, report.deleted) == (1, 1, 1)
    assert report.differing == (2,)
    assert "Differing: line 2." in str(report)
    assert diary.daily()["steps"][0] == 1


def test_rows_that_are_equal_in_series_and_day_are_kept_apart(diary, write):
    report = diary.import_file(write("date,a\n2026-11-25,2\n2026-11-25,2\n2026-11-25,8\n"))
    assert (report.accepted, report.days) == (3, 1)
    assert diary.daily()["a"].tolist() == [4]


def test_a_dry_run_reports_the_same_and_changes_nothing(diary, write):
    file = write("date,a\n2026-11-24,1\n2026-11-25,many\n")
    dry = diary.import_file(file, dry_run=True)
    assert diary.change_count == 0
    real = diary.import_file(file)
    assert (dry.accepted, dry.rejected, dry.assumed) == (real.accepted, real.rejected, real.assumed)
    assert "dry run: the diary is unchanged" in str(dry)
    assert "1 would be added" in str(dry)
    assert diary.import_file(file, dry_run=True).duplicates == 1


def test_the_report_as_plain_values(diary, write):
    report = diary.import_file(write("date,a\n2026-11-24,1\n2026-11-25,many\n"))
    values = json.loads(json.dumps(report.to_dict()))
    assert (values["accepted"], values["rejected"]) == (1, 1)
    assert values["rejected_places"] == [{"line": 3, "column": "a", "reason": "is not a number"}]


def test_progress_ends_with_all_rows(diary, write):
    seen = []
    file = write("date,a\n" + "2026-11-24,1\n" * 5000)
    diary.import_file(file, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (5000, 5000)


def test_a_cancelled_task_imports_nothing(diary, write):
    task = lamella.Task()
    task.cancel()
    with pytest.raises(lamella.Cancelled):
        diary.import_file(write("date,a\n2026-11-24,1\n"), task=task)
    assert diary.change_count == 0


def test_an_error_of_the_caller_stops_the_import_as_a_whole(diary, write):
    def fail(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        diary.import_file(write("date,a\n2026-11-24,1\n"), progress=fail)
    assert diary.summary().entries == 0


WRONG = {
    "no TOML": ("name = ", "not TOML"),
    "an unknown key": ('name = "a"\nlayout = "wide"', r"no key 'layout'; its keys are name"),
    "an unknown key of time": ('name = "a"\ntime.date = "d"', r"\[time\] has no key 'date'"),
    "no name": ('time.day = "d"', "no 'name'"),
    "no time": ('name = "a"', "no 'time'"),
    "an empty time": ('name = "a"\n[time]', "names no column"),
    "no number": ('name = "a"\ntime.day = 1', "day is not text"),
    "half a day": ('name = "a"\ntime.day = {year = "y"}', "year, month and day"),
    "an order": ('name = "a"\ntime = {day = "d", order = "dmy"}', "'day-month-year'"),
    "a series": ('name = "a"\ntime.day = "d"\ncolumns.itch = "itch"', r"columns.itch: is not like"),
    "a scale": ('name = "a"\ntime.day = "d"\ncolumns.a = "symptom.a [high]"', "scale"),
    "an empty scale": ('name = "a"\ntime.day = "d"\ncolumns.a = "symptom.a [1..1]"', "no room"),
    "a unit": ('name = "a"\ntime.day = "d"\ncolumns.a = "measurement.a [per cent]"', "unit"),
    "a key of a series": (
        'name = "a"\ntime.day = "d"\ncolumns.a = {series = "exposure.a", unit = "1"}',
        "'unit' is not among the keys series",
    ),
    "silence of a symptom": (
        'name = "a"\ntime.day = "d"\ncolumns.a = {series = "symptom.a", silence = "implied"}',
        "for exposures",
    ),
    "both layouts": (
        'name = "a"\ntime.day = "d"\ncolumns.a = false\nlong = {series = "s", value = "v"}',
        "one or the other",
    ),
    "json without rows": ('name = "a"\nformat = "json"\ntime.day = "d"', "rows"),
    "a delimiter": ('name = "a"\ndelimiter = ";;"\ntime.day = "d"', "delimiter"),
}


@pytest.mark.parametrize(("text", "match"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_mapping_is_refused_by_its_key(write, text, match):
    with pytest.raises(lamella.InvalidArgument, match=match):
        Mapping.from_toml(write(text, "wrong.toml"))


def test_a_mapping_that_names_what_the_file_has_not(diary, write):
    mapping = Mapping.from_text('name = "a"\ntime.day = "date"\ncolumns.itch = "symptom.itch"')
    with pytest.raises(lamella.InvalidArgument, match="no column 'itch'"):
        diary.import_file(write("date,a\n2026-11-25,1\n"), mapping)
    with pytest.raises(lamella.InvalidArgument, match=r"ready mapping.*flaredown_long"):
        diary.import_file(write("date,a\n2026-11-25,1\n"), "no_such_mapping")
    assert diary.change_count == 0


def test_two_columns_of_one_series_are_refused(diary, write):
    mapping = Mapping.from_text('name = "a"\ntime.day = "date"\ncolumns.a = "measurement.b"')
    with pytest.raises(lamella.InvalidArgument, match="two columns give one series"):
        diary.import_file(write("date,a,b\n2026-11-25,1,2\n"), mapping)


# The ready mappings.


def test_every_ready_mapping_is_in_order():
    assert set(ready_names()) == {
        "fitbit_steps",
        "flaredown_long",
        "flaredown_wide",
        "myaiguide_days",
        "myaiguide_observations",
        "myaiguide_pain",
    }
    for name in ready_names():
        assert ready(name).about
        assert ready(name).header


FLAREDOWN_LONG = """\
user_id,age,sex,country,checkin_date,trackable_id,trackable_type,trackable_name,trackable_value
QEVuQwEA==,35,female,GB,2026-11-24,1,Condition,Eczema,2
QEVuQwEA==,35,female,GB,2026-11-24,2,Symptom,itch,4
QEVuQwEA==,35,female,GB,2026-11-24,2,Symptom,itch,5
QEVuQwEA==,35,female,GB,2026-11-24,3,Treatment,Hydrocortisone,1% twice
QEVuQwEA==,35,female,GB,2026-11-24,4,Tag,stressed,
QEVuQwEA==,35,female,GB,2026-11-25,4,Food,"Milk, whole",
QEVuQwEA==,35,female,GB,2026-11-25,5,Weather,humidity,81
QEVuQwEA==,35,female,GB,2026-11-25,6,Weather,icon,rain
QEVuQwEA==,35,female,GB,2026-11-25,7,HBI,,3
QEVuQwEA==,35,female,GB,2026-11-25,8,Mood,fine,3
"""


def test_flaredown_long(diary, write):
    report = diary.import_file(write(FLAREDOWN_LONG))
    assert report.read_as.startswith("flaredown_long")
    assert bodies(diary) >= {
        ("2026-11-24", "Symptom(item='condition.Eczema', score=2.0, scale=Scale(max=4.0),"
                       " recall=<Recall.TODAY: 2>)"),
        ("2026-11-24", "Dose(drug='Hydrocortisone')"),
        ("2026-11-24", "Exposure(factor='stressed', present=True)"),
        ("2026-11-25", "Exposure(factor='food.Milk, whole', present=True)"),
        ("2026-11-25", "Exposure(factor='weather.humidity', amount=81.0, unit='1')"),
    }  # fmt: skip
    assert [(bad.line, bad.reason) for bad in report.rejected] == [
        (4, "is not on the scale of 0 to 4"),
        (11, "is of a type that the mapping does not name"),
    ]
    assert "rows of type HBI, by the mapping (1)" in report.left_out
    assert "values named icon, by the mapping (1)" in report.left_out
    assert any("2 factors was absent" in what for what in report.assumed)
    weather = next(diary.query(code="weather.humidity")).decode()
    assert weather.origin.kind == lamella.OriginKind.DEVICE
    dose = next(diary.query(kind="dose")).decode()
    assert dose.note == "1% twice"
    assert diary.daily()["stressed"].tolist() == [1, 0]


def test_flaredown_of_many_users_asks_for_one(diary, write):
    other = "other==,50,male,US,2026-11-24,2,Symptom,itch,1\n"
    file = write(FLAREDOWN_LONG + other)
    with pytest.raises(lamella.InvalidArgument, match=r"2 persons.*person="):
        diary.import_file(file)
    with pytest.raises(lamella.InvalidArgument, match="no such person"):
        diary.import_file(file, person="nobody")
    report = diary.import_file(file, person="other==")
    assert (report.accepted, report.rejected) == (1, ())
    assert "rows of other persons (10)" in report.left_out


def test_the_dates_of_other_persons_decide_nothing(diary, write):
    mapping = Mapping.from_text(
        'name = "a"\nperson = "who"\ntime.day = "date"\ncolumns.itch = "symptom.itch"'
    )
    file = write("who,date,itch\na,03/14/2026,1\nb,13/04/2026,1\nb,03/04/2026,1\n")
    report = diary.import_file(file, mapping, person="b")
    assert (report.accepted, report.days) == (2, 2)
    assert str(diary.summary().first_day) == "2026-04-03"


def test_flaredown_wide(diary, write):
    text = (
        "Date,Eczema,itch,Hydrocortisone,Vitamin D,Never,Tags,Foods\n"
        '2026-11-24,2,4,Taken,20 mg,,stressed; tired,"Milk, whole; Egg"\n'
        "2026-11-25,,0,Not Taken,,,,Egg\n"
    )
    report = diary.import_file(write(text))
    assert report.read_as.startswith("flaredown_wide")
    assert report.rejected == ()
    assert {factor for _, factor in bodies(diary) if factor.startswith(("Exposure", "Dose"))} == {
        "Dose(drug='Hydrocortisone')",
        "Dose(drug='Hydrocortisone', not_taken=True)",
        "Dose(drug='Vitamin D')",
        "Exposure(factor='stressed', present=True)",
        "Exposure(factor='tired', present=True)",
        "Exposure(factor='food.Milk, whole', present=True)",
        "Exposure(factor='food.Egg', present=True)",
    }
    scores = [e.decode().body for e in diary.query(kind="symptom")]
    assert {(s.item, s.score, s.scale.max) for s in scores} == {
        ("Eczema", 2, 4),
        ("itch", 4, 4),
        ("itch", 0, 4),
    }
    assert (
        "symptoms on a scale of 0 to 4, as all of their cells are such numbers: Eczema, itch"
        in (report.assumed)
    )
    assert "doses, as a cell of theirs is text: Hydrocortisone, Vitamin D" in report.assumed
    assert report.left_out == ("columns without a value: Never",)
    assert diary.daily()["food.Egg"].tolist() == [1, 1]
    assert diary.daily()["tired"].tolist() == [1, 0]


def test_silence_says_no_only_from_the_first_day_of_a_factor(diary, write):
    text = "Date,itch,Tags,Foods\n2026-11-24,1,,\n2026-11-25,1,tired,\n2026-11-26,1,,\n"
    diary.import_file(write(text))
    assert str(diary.daily()["tired"].tolist()) == "[nan, 1.0, 0.0]"
    factor = next(diary.query(kind="factor")).decode().body
    assert factor.silence == lamella.Silence.IMPLIED_ON_CHECKED_DAYS
    assert factor.since_day == 20782


def test_a_factor_that_is_defined_already_stays_as_it_is(diary, write):
    diary.define_factor("tired", silence="explicit")
    report = diary.import_file(write("Date,itch,Tags,Foods\n2026-11-25,1,tired,\n"))
    assert any("1 of these factors are defined" in what for what in report.assumed)
    assert next(diary.query(kind="factor")).decode().body.silence == lamella.Silence.EXPLICIT


PAIN = "name,startday,startmonth,startyear,intensity,date\n"


def test_myaiguide_pain(diary, write):
    text = PAIN + (
        "Knee Pain,12,8,2019,8,2019-08-13 02:07:55\n"
        "happiness,0,,0,2,2021-08-31 00:06:39\n"
        "Knee Pain,31,2,2019,8,2019-08-13 02:07:55\n"
        "Knee Pain,12,,2019,8,2019-08-13 02:07:55\n"
        "Knee Pain,12,8,19,8,2019-08-13 02:07:55\n"
    )
    report = diary.import_file(write(text), zone="Europe/Paris")
    assert report.read_as.startswith("myaiguide_pain")
    records = [entry.decode() for entry in diary.query()]
    assert [(r.body.item, str(e.fields["local_day"])) for r, e in zip(records, diary.query(),
            strict=True)] == [("Knee Pain", "2019-08-12"), ("happiness", "2021-08-31")]  # fmt: skip
    assert records[0].origin.entered_ms == lamella.when("2019-08-13T02:07:55+02:00").utc_ms
    assert report.assumed == ("no day is named, so the day of entry holds (1 row)",)
    assert [bad.line for bad in report.rejected] == [4, 5, 6]


def test_myaiguide_observations(diary, write):
    text = (
        "name,intensity,date\n"
        '"Stress",0,"2019-11-25 05:45:57"\n'
        '"Poor sleep",2,"2019-11-25 05:45:57"\n'
    )
    file = write(text)
    report = diary.import_file(file)
    assert report.read_as.startswith("myaiguide_observations")
    assert bodies(diary) == {
        ("2019-11-25", "Exposure(factor='Stress', amount=0.0, unit='1')"),
        ("2019-11-25", "Exposure(factor='Poor sleep', amount=2.0, unit='1')"),
    }
    assert all(entry.decode().when.utc_ms is None for entry in diary.query())
    diary.import_file(file, zone="Europe/Paris", source="with moments")
    assert any(entry.decode().when.utc_ms for entry in diary.query())


def test_myaiguide_days(diary, write):
    header = ",".join(ready("myaiguide_days").header)
    report = diary.import_file(write(f"{header}\n2016-05-01" + ",1" * 24 + "\n"))
    assert report.read_as.startswith("myaiguide_days")
    assert (report.accepted, report.assumed) == (24, ())
    assert "symptom.kneePain" in diary.daily().series
    assert diary.daily().metadata("exposure.swimmingKm")["unit"] == "km"


def test_fitbit_steps(diary, write):
    rows = [{"dateTime": "2018-10-28", "value": "2980"}, {"dateTime": "2018-10-29", "value": 3858}]
    rows += [{"dateTime": "2018-10-30", "value": float("nan")}, {"value": "1"}]
    report = diary.import_file(write(json.dumps({"activities-steps": rows}), "steps.json"))
    assert report.read_as.startswith("fitbit_steps")
    assert diary.daily()["steps"].tolist() == [2980, 3858]
    assert [str(bad) for bad in report.rejected] == [
        "row 3, column value: is not a finite number",
        "row 4, column dateTime: names no day",
    ]
    assert next(diary.query()).decode().origin.kind == lamella.OriginKind.DEVICE


# Real files.


def test_the_real_diary_of_five_years(diary, shared_data):
    report = diary.import_file(shared_data / "myaiguide" / "participant1_2016-05-01_2021-09-01.csv")
    assert (report.days, report.values, report.rejected) == (1950, 39_201, ())
    assert len(diary.daily()) == 1950


def test_the_real_pains_by_the_day_that_is_meant(diary, shared_data):
    file = shared_data / "myaiguide" / "Participant8PainNew.csv"
    report = diary.import_file(file)
    assert (report.rows, report.accepted, report.rejected) == (2398, 2398, ())
    assert "no day is named, so the day of entry holds (1,480 rows)" in report.assumed
    assert diary.import_file(file).duplicates == 2398


def test_the_real_observations_and_steps(diary, shared_data):
    folder = shared_data / "myaiguide"
    assert diary.import_file(folder / "Participant8ObservationsNew.csv").accepted == 528
    assert diary.import_file(folder / "participant8Fitbit.json").accepted == 795
