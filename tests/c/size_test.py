"""Prints the size of the library without symbols, and holds it below a limit.

Usage: size_test.py LIBRARY LIMIT-FILE
"""

import subprocess
import sys
import tempfile
from pathlib import Path


def main(library, limit_file):
    limit = int(Path(limit_file).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        stripped = Path(folder, "library")
        subprocess.run(["strip", "-o", stripped, library], check=True)
        size = stripped.stat().st_size
    print(f"{size:,} bytes stripped, of {limit:,} allowed")
    return 0 if size <= limit else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
