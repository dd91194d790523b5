"""Reads the #include lines of the tree and names each one that design forbids.

The rule is in core/README.md. Usage: include_rule.py ROOT; exit code 1 when a line breaks it.
A new public header must be given an owner here, a new module its place.
"""

import re
import sys
from pathlib import Path

# The modules that a module may include beside itself.
MODULES = {
    "base": set(),
    "vault": {"base"},
    "codec": {"base", "clinical"},
    "clinical": {"base"},
    "insight": {"base", "clinical"},
    "log": {"base", "codec", "vault"},
    "sync": {"base", "codec", "vault", "log"},
    "diary": {"base", "vault", "codec", "clinical", "insight", "log", "sync"},
}

# The module that a public header belongs to; who sees the module may include the header.
OWNERS = {
    "base": ["day", "error", "id", "secret", "task"],
    "vault": ["credential", "keys", "version"],
    "codec": ["record", "therapy"],
    "clinical": [
        "body_map",
        "cell_therapy",
        "control",
        "dose_plan",
        "factor_catalogue",
        "flare",
        "instrument",
        "lesion",
        "measure",
        "medication",
        "response",
    ],
    "insight": ["correlation", "grid", "multiplicity", "planned_test", "simulate", "triggers"],
    "log": ["check", "entry", "salvage"],
    "diary": [
        "arrow_abi",
        "clinical_messages",
        "course",
        "diary",
        "messages",
        "rows",
        "table",
        "treatment",
        "trigger_messages",
    ],
}
PUBLIC = {f"lamella/{name}.h": module for module in OWNERS for name in OWNERS[module]}

# Translate the types of every public header to messages, and call none of their functions but those
# that put a result into words.
TRANSLATORS = {
    Path("core/src/codec") / name
    for name in (
        "clinical_messages.cc",
        "course_messages.cc",
        "messages.cc",
        "questions.h",
        "trigger_messages.cc",
    )
}

C_INTERFACE = {"lamella.h", "lamella_arrow.h", "lamella_export.h", "lamella_failure.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SOURCES = {".h", ".c", ".cc", ".cpp"}


def includes(text):
    """Yields (line number, included name); an example in a block comment is none."""
    blanked = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(blanked.split("\n"), 1):
        if match := INCLUDE.match(line):
            yield number, match[1]


def place(path):
    """Returns (area, module) of a file; the module of a core test is the one it is named for."""
    parts = path.parts
    if parts[:3] == ("core", "include", "lamella"):
        return "public", PUBLIC.get(f"lamella/{path.name}")
    if parts[:2] == ("core", "src"):
        return "core", parts[2]
    if parts[:2] == ("tests", "core"):
        named = path.stem.split("_")[0]
        return "tests/core", named if named in MODULES else None
    return "/".join(parts[:2]), None


def broken_third_party(area, module, name):
    if name == "sqlite3.h":
        inside = area in ("core", "tests/core") and module == "vault"
        if inside or area in ("tests/bench", "tests/faults"):
            return None
        return "only vault includes sqlite3.h"
    if name.endswith(".pb.h") or name.startswith("google/protobuf/"):
        if area.startswith("tests/") or (area == "core" and module == "codec"):
            return None
        return "only codec includes protobuf's headers"
    return None


def broken_module(area, module, target, name):
    """Judges an include that belongs to the module target."""
    if module == target or target in MODULES.get(module, ()):
        return None
    if module in MODULES:
        return f"{module} may not include {target}"
    if name in PUBLIC:
        return None
    return f"{area} sees only the public headers, not {target}'s"


def broken(path, name, root):
    """Returns the rule that this include breaks, or None."""
    area, module = place(path)
    if area == "public" and module is None:
        return f"give the public header an owner in {Path(__file__).name}"
    if area == "core" and module not in MODULES:
        return f"give the module {module} its place in {Path(__file__).name}"
    if rule := broken_third_party(area, module, name):
        return rule
    if name in C_INTERFACE:
        if area in ("bindings/c", "tests/c", "tests/fuzz", "tests/package"):
            return None
        if area.startswith("examples/"):
            return None
        return "the C interface is for bindings/c, examples and the tests of both"
    if name in PUBLIC:
        if area == "tests/core" or path in TRANSLATORS:
            return None
        return broken_module(area, module, PUBLIC[name], name)
    if name.startswith("lamella/") and not name.endswith(".pb.h"):
        return f"give the public header an owner in {Path(__file__).name}"
    target = name.split("/")[0]
    if "/" in name and target in MODULES:
        if area == "public":
            return "a public header may not include an internal one"
        # The log's bytes for a raw insert, the raw key for another engine, the hash of a content.
        if area in ("tests/bench", "tests/faults") and target in ("vault", "base"):
            return None
        # The scan that tests/bench/triggers.cc takes the time of.
        if area == "tests/bench" and target == "insight":
            return None
        # The parsers themselves.
        if area == "tests/fuzz" and target in ("base", "codec", "log", "vault"):
            return None
        return broken_module(area, module, target, name)
    if area == "core" and (root / path.parent / name).is_file():
        return "include internal headers by their place in core/src"
    return None


def main(root):
    count = 0
    for top in ("core", "bindings", "examples", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in SOURCES or not path.is_file():
                continue
            place_in_tree = path.relative_to(root)
            for number, name in includes(path.read_text(encoding="utf-8")):
                if rule := broken(place_in_tree, name, root):
                    print(f'{place_in_tree}:{number}: "{name}": {rule}')
                    count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
