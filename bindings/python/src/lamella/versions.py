"""Which lamella this is, and what it works with: for reports of problems.

Says nothing of folders, users or diaries.
"""

from __future__ import annotations

import platform
from importlib import metadata

from lamella import _core

_OPTIONAL = ("matplotlib", "numpy", "pandas", "polars", "pyarrow", "tqdm")


def installed_versions() -> dict[str, str]:
    """The versions of lamella, of what is compiled into it and of what it can work with.

    A library that is not installed has the text "not installed". None is imported for this.

    >>> installed = lamella.versions.installed_versions()
    >>> installed["lamella"] == lamella.__version__, "pandas" in installed
    (True, True)
    """
    return {
        "lamella": _core.version(),
        "format": str(_core.FORMAT),
        "SQLCipher": _core.sqlcipher_version(),
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        "platform": platform.platform(),
        **{name: _version_of(name) for name in _OPTIONAL},
    }


def show_versions() -> None:
    """Prints ``installed_versions``, one a line, to paste into a report of a problem.

    >>> lamella.versions.show_versions()  # doctest: +ELLIPSIS
    lamella    ...
    format     ...
    SQLCipher  ...
    """
    installed = installed_versions()
    width = max(map(len, installed))
    for name, version in installed.items():
        print(f"{name:<{width}}  {version}")


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
