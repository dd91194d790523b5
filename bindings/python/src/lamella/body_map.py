"""A map of the body: codes of sites that different diaries share, and how much surface they have.

The sites of a diary are free text: a code that is not in the map is a person's own. Shares of the
surface are those of nine published areas and of their sums; nothing smaller has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lamella import _core


@dataclass(frozen=True, slots=True)
class BodySite:
    """A site of the body.

    ``code`` is what records have as their ``site``, ``name`` is English for people. ``parent`` is
    the code of the smallest site that this one lies in, "" for none. ``easi_region`` is head_neck,
    upper_limbs, trunk (with armpits, groins and genitals) or lower_limbs (with buttocks), ``side``
    left, right or none. ``fingertip_region`` is what ``lamella.fingertip_units`` takes for the
    whole site, else None. ``adult_percent`` (from two years on) and ``infant_percent`` (below) are
    of the body's surface, None where no source gives a share.

    >>> lamella.body_site("hand.left").fingertip_region
    'hand'
    """

    code: str
    name: str
    parent: str
    easi_region: str
    side: str
    fingertip_region: str | None
    adult_percent: float | None
    infant_percent: float | None


def body_sites() -> list[BodySite]:
    """All sites of the map from head to foot, a parent before its children.

    >>> [site.code for site in lamella.body_sites() if site.parent == "hand.left"]
    ['back_of_hand.left', 'palm.left', 'finger.left']
    """
    return [_site(one) for one in _core.body_sites()]


def body_site(code: str) -> BodySite | None:
    """The site of a code; None for a person's own, which is no error.

    >>> lamella.body_site("popliteal.left").name
    'Back of the left knee'
    >>> lamella.body_site("tattoo") is None
    True
    """
    found = _core.body_site(code)
    return None if found is None else _site(found)


def other_side(code: str) -> str | None:
    """The same site on the other side, for a code that ends in ".left" or ".right", a person's own
    as well; None for any other.

    >>> lamella.other_side("elbow.left"), lamella.other_side("tattoo.right")
    ('elbow.right', 'tattoo.left')
    >>> lamella.other_side("chest") is None
    True
    """
    return _core.other_side(code)


def is_within(code: str, ancestor: str) -> bool:
    """Whether a site is ``ancestor`` or lies in it. A person's own code lies in the one that it
    goes on from after a dot.

    >>> lamella.is_within("finger.left", "arm.left")
    True
    >>> lamella.is_within("elbow.left.scar", "arm.left")
    True
    """
    return _core.is_within(code, ancestor)


def surface_share(sites: Iterable[str], *, age: float) -> float | None:
    """Percent of the body's surface that these sites have together, at an age in years.

    By the rule of nines from two years on, below by the areas of the SCORAD sheet, which add up to
    96. A site that is named twice, or lies in another one of them, counts once. None when one that
    counts has no published share. Fails with ``InvalidArgument`` for a code that is not in the map,
    and an age that is not from 0 to 130.

    >>> lamella.surface_share(["arm.left", "elbow.left", "trunk.front"], age=30)
    27.0
    >>> lamella.surface_share(["leg.left"], age=1), lamella.surface_share(["leg.left"], age=2)
    (12.0, 18.0)
    >>> lamella.surface_share(["elbow.left"], age=30) is None
    True
    """
    if isinstance(sites, str):
        raise TypeError("sites is a list of codes")
    return _core.surface_share(list(sites), age)


def _site(core: _core.BodySite) -> BodySite:
    return BodySite(
        code=core.code,
        name=core.name,
        parent=core.parent,
        easi_region=core.easi_region,
        side=core.side,
        fingertip_region=core.fingertip_region,
        adult_percent=core.adult_percent,
        infant_percent=core.infant_percent,
    )
