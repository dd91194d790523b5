"""Measures, limits by age, change within a person, and the catalogue of factors in Python."""

import math
from pathlib import Path

import pytest

import lamella

PAGE = Path(__file__).parents[2] / "core" / "src" / "clinical" / "README.md"
BASELINE = ("2026-11-01", "2026-11-07")


def rows_of_the_page(heading):
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def test_every_listed_unit_converts_by_its_fraction():
    for one in lamella.measures():
        assert lamella.measure(one.kind).name == one.name
        assert lamella.convert(one.kind, 7, one.unit) == 7
        for unit in one.units:
            expected = (40 - unit.zero) * unit.numerator / unit.denominator
            assert lamella.convert(one.kind, 40, unit.unit) == expected
    assert lamella.convert("tewl", 1.82, "mg/(cm2.h)") == 18.2


@pytest.mark.parametrize(
    ("kind", "value", "unit", "reason"),
    [
        ("corneometry", 40, "[AU]", r"allergy unit: write \{AU\}"),
        ("endotoxin", 1, "[EU]/mL", r"Ehrlich unit: write \{EU\}/mL"),
        ("total_ige", 240, "ng/mL", "is a mass of IgE"),
        ("total_ige", 240, "kU/L", r"write k\[IU\]/L"),
        ("tewl", 1, "mmHg", r"tewl.unit does not convert: write one of g/\(m2.h\)"),
        ("skin_ph", 15, "[pH]", "skin_ph.value is above"),
        ("tewl", math.nan, "g/(m2.h)", "not a finite number"),
        ("steps", 1, "1", "no measure of this kind"),
    ],
)
def test_what_does_not_convert_is_refused_by_name(kind, value, unit, reason):
    with pytest.raises(lamella.InvalidArgument, match=reason):
        lamella.convert(kind, value, unit)


def test_a_limit_comes_with_its_assay_and_source_or_not_at_all():
    limit = lamella.reference_limit("total_ige", age=10)
    assert (limit.limit, limit.unit, limit.kind) == (696, "k[IU]/L", "total_ige")
    assert limit.meaning == "upper reference limit"
    assert "Mayo" in limit.source
    assert limit.assay
    assert "laboratory's own range" in limit.note
    assert lamella.reference_limit("tarc_laboratory", age=0.4) is None
    assert lamella.reference_limit("tarc_study", age=0.4).limit == 1431
    assert lamella.reference_limit("tarc_laboratory", age=40).limit == 450
    with pytest.raises(lamella.InvalidArgument, match="no table of reference limits"):
        lamella.reference_limit("tarc", age=40)
    with pytest.raises(lamella.InvalidArgument, match="age_years"):
        lamella.reference_limit("total_ige", age=-1)
    assert len(lamella.reference_limits()) == 3
    assert lamella.reference_limits("tewl") == []


def test_a_change_leaves_missing_values_out_and_refuses_mixed_ones():
    values = [("2026-11-01", 20), ("2026-11-02", None), ("2026-11-03", 24), ("2026-11-20", 11)]
    change = lamella.change_from_baseline(values, baseline=BASELINE, unit="g/(m2.h)")
    assert (change.baseline, change.in_baseline, change.latest) == (22, 2, 11)
    assert (change.absolute, change.percent, change.why_not) == (-11, -50, "")
    assert change.latest_day.isoformat() == "2026-11-20"
    mixed = [(*values[0], "g/(m2.h)", ""), (*values[3], "mg/(cm2.h)", "")]
    change = lamella.change_from_baseline(mixed, baseline=BASELINE)
    assert (change.absolute, change.latest_day) == (None, None)
    assert change.why_not == "the units are mixed"
    with pytest.raises(lamella.InvalidArgument, match="infinite"):
        lamella.change_from_baseline([(1, math.inf)], baseline=(0, 1))
    with pytest.raises(lamella.InvalidArgument, match="ends before it begins"):
        lamella.change_from_baseline(values, baseline=BASELINE[::-1])


def test_measurements_of_a_diary_are_compared_at_one_site(diary):
    def log(value, unit, day, site="palm"):
        diary.log_measurement("tewl", value, unit, at=f"2026-11-{day}", site=site)

    log(20, "g/(m2.h)", "01")
    log(None, "g/(m2.h)", "02")
    log(3, "mg/(cm2.h)", "25")
    change = lamella.measured_change(diary, "tewl", baseline=BASELINE)
    assert (change.absolute, change.percent, change.in_baseline) == (10, 50, 1)
    log(9, "g/(m2.h)", "26", site="elbow.left")
    assert lamella.measured_change(diary, "tewl", baseline=BASELINE).why_not == (
        "the sites are mixed"
    )
    assert lamella.measured_change(diary, "tewl", baseline=BASELINE, site="palm") == change
    log(9, "mmHg", "27")
    mixed = lamella.measured_change(diary, "tewl", baseline=BASELINE, site="palm")
    assert (mixed.absolute, mixed.why_not) == (None, "the units are mixed")
    assert lamella.measured_change(diary, "steps", baseline=BASELINE).why_not == (
        "the baseline has no value"
    )


def test_every_factor_of_the_catalogue_defines_one_in_a_diary(diary):
    catalogue = lamella.factor_catalogue()
    assert len(catalogue) >= 35
    for code, factor in catalogue.items():
        fields = diary.get(diary.define_factor(**factor.definition)).fields
        assert fields["code"] == factor.code == code
        assert fields["name"] == factor.name
        assert fields["category"].name.lower() == factor.category
        assert fields["kind"].name.lower() == factor.kind
        assert fields.get("unit", "") == factor.unit
    assert diary.summary().entries == len(catalogue)
    assert {factor.kind for factor in catalogue.values()} == {"presence", "amount", "continuous"}
    assert "Langan 2009" in catalogue["nylon"].source


def test_a_definition_decides_what_silence_means(diary):
    sweat = lamella.factor_catalogue()["sweat"]
    diary.define_factor(**sweat.definition, silence="implied_on_checked_days")
    diary.log_exposure(sweat.code, True, at="2026-11-24")
    diary.log_symptom("itch", 3, at="2026-11-25")
    assert diary.daily(start="2026-11-24")["sweat"].tolist() == [1, 0]


# The page of the module.


def test_the_table_of_measures_is_that_of_the_code():
    assert rows_of_the_page("Measures") == [
        f"| `{one.kind}` | {one.name} | `{one.unit}`"
        f" | {', '.join(f'`{unit.unit}`' for unit in one.units) or 'none'}"
        f" | {one.loinc or 'none'} | {one.note or 'none'} | {one.source or 'none'} |"
        for one in lamella.measures()
    ]


def test_the_tables_of_limits_are_those_of_the_code():
    def age(months):
        years = months // 12
        return f"{months} months" if 0 < months < 12 else f"{years} year{'s' * (years != 1)}"

    assert rows_of_the_page("Reference limits by age") == [
        f"| `{table.code}` | {table.meaning}"
        f" | {', '.join(f'{one.limit:g} from {age(one.from_months)}' for one in table.by_age)}"
        f" | `{table.unit}` | {table.assay} | {table.source} | {table.note} |"
        for table in lamella.reference_limits()
    ]


def test_the_table_of_factors_is_that_of_the_code():
    assert rows_of_the_page("Catalogue of factors") == [
        f"| `{one.code}` | {one.name} | {one.category}"
        f" | {one.kind}{f' in `{one.unit}`' if one.unit else ''}"
        f" | {one.evidence or 'none read'} | {one.source or 'none'} |"
        for one in lamella.factor_catalogue().values()
    ]
