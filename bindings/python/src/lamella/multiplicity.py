"""Many p-values at once: which of them still count."""

from __future__ import annotations

from collections.abc import Iterable

from lamella import _core
from lamella.errors import InvalidArgument

_METHODS = {
    "bh": _core.Adjustment.FALSE_DISCOVERY,
    "by": _core.Adjustment.FALSE_DISCOVERY_ANY_DEPENDENCE,
    "holm": _core.Adjustment.FAMILY_WISE,
}


def adjusted_p(p: Iterable[float | None], method: str = "bh") -> list[float | None]:
    """For each p the least q at which it is a finding, in the order given.

    ``method`` is "bh" (Benjamini and Hochberg: on average at most the share q of the findings is
    false, when the p are independent or positively dependent), "by" (Benjamini and Yekutieli: the
    same under any dependence) or "holm" (the chance that any finding at all is false is at most q).
    A p that is None or NaN is undefined: it is None in the answer, and the others are adjusted as
    if it were not there. Correcting for many does not mend p-values that are too small one by one,
    as those of plain correlations of days are. Fails with ``InvalidArgument`` for a p outside of 0
    to 1, and for another method.

    >>> lamella.adjusted_p([0.5, 0.001, None, 0.04])
    [0.5, 0.003, None, 0.06]
    >>> lamella.adjusted_p([0.5, 0.001, None, 0.04], "holm")
    [0.5, 0.003, None, 0.08]
    """
    if method not in _METHODS:
        raise InvalidArgument("method is not bh, by or holm")
    values = [None if one is None else float(one) for one in p]
    return _core.adjusted_p(values, _METHODS[method])
