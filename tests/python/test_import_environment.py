"""Series of the environment: imported with their source, and the licence that goes with them."""

import json

import pytest
from cli_process import lamella_process

import lamella

MAPPING = """\
name = "Meteo Lausanne"
about = "Daily weather and air of Lausanne"
licence = "CC BY 4.0"
url = "https://example.org/lausanne"
origin = "device"
time.day = "date"

[columns]
t = "exposure.temperature [Cel]"
rh = "exposure.humidity [%]"
birch = "exposure.pollen.birch [/m3]"
pm25 = "exposure.fine_particles [ug/m3]"
"""
ROWS = "date,t,rh,birch,pm25\n2026-04-01,11.5,63,120,7.25\n2026-04-02,-1,80,0,\n"


@pytest.fixture
def weather(tmp_path):
    (tmp_path / "weather.toml").write_text(MAPPING)
    (tmp_path / "weather.csv").write_text(ROWS)
    return tmp_path / "weather.csv", tmp_path / "weather.toml"


def test_the_series_and_the_licence_are_in_the_diary(diary, weather):
    report = diary.import_file(*weather)
    assert report.accepted == 7
    assert "the data are under the licence CC BY 4.0" in report.assumed
    amounts = diary.records("exposure")
    assert set(amounts["source"]) == {"Meteo Lausanne"}
    assert set(amounts["origin"]) == {"device"}
    source = diary.get(lamella.definition_id("data_source", "Meteo Lausanne")).fields
    assert source["name"] == "Daily weather and air of Lausanne"
    assert source["licence"] == "CC BY 4.0"
    assert source["url"] == "https://example.org/lausanne"
    assert diary.daily(["exposure.temperature"])["temperature"].tolist() == [11.5, -1.0]


def test_a_measured_environment_checks_no_day(diary, weather):
    diary.define_factor("sweat", silence="implied_on_checked_days", since_day="2026-04-01")
    diary.log_exposure("sweat", True, at="2026-03-31")
    diary.import_file(*weather)
    grid = diary.daily(["exposure.sweat"], start="2026-03-31", end="2026-04-02")
    assert str(grid["sweat"].tolist()) == "[1.0, nan, nan]"


def test_importing_again_changes_nothing_and_another_licence_is_told(diary, weather):
    diary.import_file(*weather)
    changes = diary.change_count
    assert diary.import_file(*weather).duplicates == 7
    assert diary.change_count == changes
    report = diary.import_file(*weather, licence="all rights reserved")
    assert diary.change_count == changes
    assert "the diary describes this source in another way, which stays" in report.assumed


def test_a_dry_run_keeps_no_source(diary, weather):
    diary.import_file(*weather, dry_run=True)
    with pytest.raises(lamella.NotFound):
        diary.get(lamella.definition_id("data_source", "Meteo Lausanne"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('licence = "a\\u0007"', "licence is not printable text"),
        (f'licence = "{"x" * 201}"', "licence is not printable text of at most 200 bytes"),
        ("licence = 4", "licence is not text"),
        ('url = "https://example.org"', "a url and no licence"),
    ],
)
def test_a_mapping_with_another_licence_is_refused_by_name(diary, weather, line, why):
    csv, toml = weather
    lines = [one for one in MAPPING.splitlines() if not one.startswith(("licence", "url"))]
    toml.write_text("\n".join([lines[0], line, *lines[1:]]))
    with pytest.raises(lamella.InvalidArgument, match=why):
        diary.import_file(csv, toml)


def test_the_command_line_takes_a_licence(diary, path, key_file, weather):
    diary.close()
    given = ["--source", "air", "--licence", "ODbL", "--json", "--device-key-file", key_file]
    outcome = lamella_process("import", path, weather[0], *given)
    assert outcome.returncode == 0, outcome.stderr
    assumed = json.loads(outcome.stdout)["files"][0]["assumed"]
    assert "the data are under the licence ODbL" in assumed
