"""A lesion of a diary: its sizes, scores and photographs as one series, out and back."""

import numpy as np
import pytest
from conftest import KEY

import lamella


@pytest.fixture
def another(tmp_path):
    with lamella.create(tmp_path / "another.db", device_key=KEY) as opened:
        yield opened


@pytest.fixture
def lesion(diary):
    id = diary.log(lamella.Lesion(site="knee.right", kind="scar"), at="2026-11-02")
    seen = lamella.LesionAssessment(lesion=id, length_mm=20, width_mm=10, oedema=1)
    diary.log(seen, at="2026-11-02")
    diary.log_answers("vancouver_scar", [1, 1, 2, 0], at="2026-11-09", lesion=id)
    diary.attach(b"a picture", media_type="image/png", at="2026-11-09", lesion=id)
    return id


def told(diary, lesion):
    table = diary.lesion_series(lesion)
    texts = table.to_pandas()["quantity"]
    return dict(zip(texts, table["value"], strict=True))


def test_the_series_has_sizes_signs_scores_and_photographs(diary, lesion):
    series = told(diary, lesion)
    assert list(series) == ["length", "width", "area", "oedema", "vancouver_scar", "photograph"]
    assert series["area"] == pytest.approx(np.pi * 50, rel=1e-12)
    assert series["vancouver_scar"] == 4
    assert np.isnan(series["photograph"])


def test_a_photograph_is_found_by_its_id(diary, lesion):
    table = diary.lesion_series(lesion).to_pandas()
    id = table[table["quantity"] == "photograph"]["id"].iloc[0]
    assert diary.read_attachment(bytes(id)) == b"a picture"


def test_what_names_another_lesion_is_left_out(diary, lesion):
    other = diary.log(lamella.Lesion(site="face"), at="2026-11-02")
    diary.log(lamella.LesionAssessment(lesion=other, length_mm=5, width_mm=5), at="2026-11-03")
    assert diary.lesion_healing(lesion).change_mm2 is None
    assert list(told(diary, other)) == ["length", "width", "area"]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_an_export_takes_a_lesion_along_with_its_photographs(
    diary, lesion, tmp_path, another, format
):
    diary.export(tmp_path / "all", format)
    report = another.import_file(tmp_path / "all")
    assert report.accepted == 4
    before, after = told(diary, lesion), told(another, lesion)
    assert str(after) == str(before)


def test_a_lesion_that_is_none_is_not_found(diary):
    symptom = diary.log_symptom("itch", 3, at="2026-11-02")
    for call in (diary.lesion_series, diary.lesion_healing):
        with pytest.raises(lamella.NotFound, match="no lesion has this id"):
            call(symptom)
