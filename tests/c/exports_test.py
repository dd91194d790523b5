"""The library exports what its headers declare, and fits systems with pages of 16 KB.

Usage: exports_test.py INCLUDE-FOLDER LIBRARY
"""

import re
import subprocess
import sys
from pathlib import Path

PAGE = 0x4000
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def declared(include):
    names = set()
    for header in Path(include).glob("*.h"):
        text = COMMENT.sub("", header.read_text(encoding="utf-8"))
        for declaration in re.findall(r"LAMELLA_API\b([^;#]*);", text):
            names.add(re.search(r"\b(lamella_\w+)\s*\(", declaration)[1])
    return names


def exported(library):
    lines = run("nm", "-D", "--defined-only", library).splitlines()
    return {line.split()[-1].split("@")[0] for line in lines}


def segments(library):
    """Yields (type, virtual address, size in memory, alignment)."""
    for line in run("readelf", "-lW", library).splitlines():
        fields = line.split()
        if fields[:1] in (["LOAD"], ["GNU_RELRO"]):
            yield fields[0], int(fields[2], 16), int(fields[5], 16), int(fields[-1], 16)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main(include, library):
    wrong = []
    functions, symbols = declared(include), exported(library)
    wrong += [f"declared and not exported: {n}" for n in sorted(functions - symbols)]
    wrong += [f"exported and not declared: {n}" for n in sorted(symbols - functions)]
    found = list(segments(library))
    for kind, address, size, alignment in found:
        if kind == "LOAD" and alignment != PAGE:
            wrong.append(f"a LOAD segment is aligned to {alignment:#x}, not {PAGE:#x}")
        if kind == "GNU_RELRO" and (address + size) % PAGE:
            wrong.append(f"RELRO ends at {address + size:#x}, within a page")
    for kind in ("LOAD", "GNU_RELRO"):
        if not any(segment[0] == kind for segment in found):
            wrong.append(f"the library has no {kind} segment")
    print(*wrong, sep="\n")
    print(f"{len(functions)} functions declared, {len(symbols)} symbols exported")
    return 1 if wrong or not functions else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
