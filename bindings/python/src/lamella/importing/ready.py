"""Mappings that come with the library, for files of known apps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from lamella.errors import InvalidArgument
from lamella.importing.mapping import Mapping

_SUFFIX = ".toml"


@cache
def ready_names() -> tuple[str, ...]:
    """The names of the mappings that come with the library.

    >>> from lamella.importing import ready_names
    >>> "flaredown_wide" in ready_names()
    True
    """
    folder = files(__package__) / "ready"
    found = [entry.name for entry in folder.iterdir() if entry.name.endswith(_SUFFIX)]
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found))


@cache
def ready(name: str) -> Mapping:
    """A mapping that comes with the library. Fails with ``InvalidArgument`` for another name.

    >>> from lamella.importing import ready
    >>> ready("fitbit_steps").format
    'json'
    """
    if name not in ready_names():
        raise InvalidArgument(
            f"no ready mapping is named {name!r}; there are {', '.join(ready_names())}"
        )
    return Mapping.from_text((files(__package__) / "ready" / (name + _SUFFIX)).read_bytes())


def recognised(header: Sequence[str], format: str) -> str | None:
    """The name of the one ready mapping whose header this is, or None."""
    fitting = [
        name
        for name in ready_names()
        if ready(name).format == format and _fits(ready(name).header, header)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _fits(pattern: Sequence[str], header: Sequence[str]) -> bool:
    if "..." not in pattern:
        return list(pattern) == list(header)
    at = list(pattern).index("...")
    head, tail = list(pattern[:at]), list(pattern[at + 1 :])
    enough = len(header) >= len(head) + len(tail)
    return enough and list(header[:at]) == head and list(header[len(header) - len(tail) :]) == tail
