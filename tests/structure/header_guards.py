"""Each header has an include guard named for its place, so that no two headers share one.

Usage: header_guards.py ROOT; exit code 1 when a header has another or none.
"""

import re
import sys
from pathlib import Path

GUARD = re.compile(r"^#ifndef (\w+)\n#define \1\b", re.MULTILINE)

# The public names are what callers write; other places begin with what they are part of.
PREFIXES = {"core/include/": "", "bindings/c/include/": "", "core/": "lamella/"}


def expected_guard(path):
    for prefix, replacement in PREFIXES.items():
        if path.startswith(prefix):
            return guard_of(replacement + path.removeprefix(prefix))
    return guard_of("lamella/" + path)


def guard_of(name):
    return re.sub(r"\W", "_", name).upper() + "_"


def main(root):
    count = 0
    for top in ("core", "bindings", "examples", "tests"):
        for file in sorted((root / top).rglob("*.h")):
            path = file.relative_to(root).as_posix()
            first = GUARD.search(file.read_text(encoding="utf-8"))
            expected = expected_guard(path)
            if first is None or first[1] != expected:
                print(f"{path}: the include guard should be {expected}")
                count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
