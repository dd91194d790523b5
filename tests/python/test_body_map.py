"""The map of the body in Python: its table, sides, what lies in what, and shares of the surface."""

from pathlib import Path

import pytest

import lamella

PAGE = Path(__file__).parents[2] / "core" / "src" / "clinical" / "README.md"


def test_sites_come_from_head_to_foot_with_all_their_fields():
    sites = lamella.body_sites()
    assert len(sites) == 72
    assert (sites[0].code, sites[-1].code) == ("head_neck", "toe.right")
    elbow = lamella.body_site("elbow.left")
    assert elbow in sites
    assert elbow == lamella.BodySite(
        code="elbow.left",
        name="Left elbow",
        parent="arm.left",
        easi_region="upper_limbs",
        side="left",
        fingertip_region=None,
        adult_percent=None,
        infant_percent=None,
    )
    assert lamella.body_site("tattoo") is None


def test_a_fingertip_region_is_one_that_fingertip_units_takes():
    regions = {site.code: site.fingertip_region for site in lamella.body_sites()}
    named = {code: region for code, region in regions.items() if region}
    assert len(named) == 10
    assert all(lamella.fingertip_units(region) > 0 for region in named.values())
    assert (named["arm.left"], named["trunk.back"]) == ("arm_and_hand", "trunk_back")


def test_sides_and_what_lies_in_what():
    for site in lamella.body_sites():
        other = lamella.other_side(site.code)
        assert (other is None) == (site.side == "none")
        assert site.parent == "" or lamella.is_within(site.code, site.parent)
    assert lamella.other_side("tattoo.left") == "tattoo.right"
    assert not lamella.is_within("arm.left", "finger.left")


def test_shares_by_age_and_without_counting_twice():
    assert lamella.surface_share([], age=30) == 0
    assert lamella.surface_share(["head_neck", "face"], age=30) == 9
    assert lamella.surface_share({"head_neck.front", "head_neck.back"}, age=0.5) == 17
    assert lamella.surface_share((one for one in ["trunk", "axilla.left"]), age=30) is None
    whole = [site.code for site in lamella.body_sites() if site.adult_percent]
    assert lamella.surface_share(whole, age=30) == 100
    assert lamella.surface_share(whole, age=1) == 96


@pytest.mark.parametrize(
    ("sites", "age", "reason"),
    [
        (["my secret place"], 30, "^a site is not in the map of the body$"),
        (["arm.left"], -1, "age_years is not from 0 to 130"),
        (["arm.left"], float("nan"), "age_years is not from 0 to 130"),
    ],
)
def test_unknown_sites_and_impossible_ages_are_refused(sites, age, reason):
    with pytest.raises(lamella.InvalidArgument, match=reason):
        lamella.surface_share(sites, age=age)


def test_one_code_is_no_list_of_codes():
    with pytest.raises(TypeError, match="list of codes"):
        lamella.surface_share("arm.left", age=30)


def test_the_table_of_the_page_is_that_of_the_code():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = (
        lines.index("| site | name | lies in | EASI | fingertip units | adult % | infant % |") + 2
    )

    def percent(value):
        return "" if value is None else f"{value:g}"

    rows = [
        f"| {site.code} | {site.name} | {site.parent}"
        f" | {site.easi_region} | {site.fingertip_region or ''}"
        f" | {percent(site.adult_percent)} | {percent(site.infant_percent)} |"
        for site in lamella.body_sites()
        if site.side != "right"
    ]
    assert lines[start : start + len(rows)] == rows
    assert lines[start + len(rows)] == ""
