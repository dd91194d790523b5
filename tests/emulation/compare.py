"""Whether two outputs of trigger_digits say the same: words and whole numbers exactly, other
numbers to 1e-6.

Usage: compare.py FIRST SECOND
"""

import re
import sys
from itertools import zip_longest
from pathlib import Path

TOLERANCE = 1e-6
_NUMBER = re.compile(r"^(\w+) (-?[\d.]+(?:e[-+]\d+)?|-?nan|-?inf)$")


def main() -> int:
    first, second = (Path(name).read_text().splitlines() for name in sys.argv[1:3])
    largest = 0.0
    for number, (one, other) in enumerate(zip_longest(first, second), 1):
        if one == other:
            continue
        told, same = (_NUMBER.match(line or "") for line in (one, other))
        if not told or not same or told[1] != same[1]:
            print(f"line {number}: {one!r} and {other!r}")
            return 1
        values = [float(match[2]) for match in (told, same)]
        difference = abs(values[0] - values[1]) / max(1, *map(abs, values))
        largest = max(largest, difference)
        if not difference <= TOLERANCE:
            print(f"line {number}: {one!r} and {other!r}")
            return 1
    print(f"{len(first):,} lines agree; the largest difference is {largest:.1e}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
