"""Runs clang-tidy over core/src and bindings, and only over what changed since it last passed.

Usage: tidy.py CLANG-TIDY BUILD-FOLDER...

A file has passed when its own bytes, those of every header of ours that it includes (ninja knows
them from the build), its flags and the checks are the same as in a run that found nothing. What
passed is remembered in the user's cache folder, so that a fresh clone starts warm.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "lamella/tidy")
CHECKED = ("core/src/", "bindings/")
KEPT_SECONDS = 30 * 24 * 3600
# Flags that g++ understands and clang does not.
ACCEPT_FLAGS = ["-Wno-ignored-optimization-argument", "-Wno-unknown-warning-option"]


def headers_by_object(build):
    """Maps each object file to the files that it was made from, as ninja recorded them."""
    deps = {}
    output = subprocess.run(
        ["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True
    ).stdout
    for line in output.splitlines():
        if not line.startswith(" ") and ": #deps" in line:
            current = deps.setdefault(line.split(": #deps")[0], [])
        elif line.startswith("    "):
            current.append((build / line.strip()).resolve())
    return deps


def sources(build):
    """Yields (path in the tree, key of its state) for each file of ours that is compiled."""
    deps = headers_by_object(build)
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["directory"], entry["file"]).resolve()
        if not file.is_relative_to(ROOT):
            continue
        name = file.relative_to(ROOT).as_posix()
        if name.startswith(CHECKED):
            made_from = deps.get(entry.get("output"), [])
            yield name, state(file, entry["command"], made_from)


def state(file, command, made_from):
    digest = hashlib.sha256(command.replace(str(ROOT), "").encode())
    for path in sorted({file, *made_from}):
        if path.is_relative_to(ROOT):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main(clang_tidy, builds):
    version = subprocess.run([clang_tidy, "--version"], capture_output=True, check=True)
    checks = hashlib.sha256(version.stdout + (ROOT / ".clang-tidy").read_bytes())
    pending = {}
    for build in map(Path, builds):
        for name, key in sources(build.resolve()):
            pending.setdefault(name, (build, f"{checks.hexdigest()[:16]}-{key}"))
    if not pending:
        sys.exit("tidy: no source file found: build first")

    def check(item):
        name, (build, key) = item
        stamp = CACHE / key
        if stamp.exists():
            stamp.touch()
            return True
        extra = [f"--extra-arg={flag}" for flag in ACCEPT_FLAGS]
        result = subprocess.run(
            [clang_tidy, "--quiet", *extra, "-p", build, ROOT / name],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            print(result.stdout + result.stderr, flush=True)
            return False
        stamp.touch()
        return True

    CACHE.mkdir(parents=True, exist_ok=True)
    for old in CACHE.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(check, sorted(pending.items())))
    print(f"{sum(passed)} of {len(passed)} files pass")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
