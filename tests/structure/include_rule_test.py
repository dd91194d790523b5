"""The include rule must fail on each forbidden edge and pass the allowed ones."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKER = Path(__file__).with_name("include_rule.py")

FORBIDDEN = {
    "base sees no other module": ("core/src/base/a.h", '"vault/vault.h"'),
    "vault does not see codec": ("core/src/vault/a.cc", '"codec/record.h"'),
    "clinical does not see insight": ("core/src/clinical/a.cc", '"insight/grid.h"'),
    "log does not see sync": ("core/src/log/a.cc", '"sync/replica.h"'),
    "only vault sees SQLite": ("core/src/log/a.cc", "<sqlite3.h>"),
    "only codec sees protobuf": (
        "core/src/diary/a.cc",
        '"lamella/v1/record.pb.h"',
    ),
    "a public header hides SQLite": ("core/include/lamella/diary.h", "<sqlite3.h>"),
    "a public header hides the inside": (
        "core/include/lamella/diary.h",
        '"vault/vault.h"',
    ),
    "a public header keeps to its module": (
        "core/include/lamella/day.h",
        '"lamella/diary.h"',
    ),
    "a module keeps to the headers it may see": (
        "core/src/vault/a.cc",
        '"lamella/record.h"',
    ),
    "a new public header needs an owner": ("core/include/lamella/new.h", "<vector>"),
    "a new module needs a place": ("core/src/utils/a.cc", "<vector>"),
    "an include names its module": ("core/src/base/a.cc", '"b.h"'),
    "C goes through the public headers": ("bindings/c/a.cc", '"log/log.h"'),
    "Python does not bind the C interface": ("bindings/python/a.cpp", '"lamella.h"'),
    "examples see only the door": ("examples/c/a.c", '"base/hash.h"'),
    "a fuzzer of a parser does not see the facade": (
        "tests/fuzz/a.cc",
        '"diary/impl.h"',
    ),
    "a test of a module does not see higher ones": (
        "tests/core/codec_a_test.cc",
        '"log/log.h"',
    ),
}

ALLOWED = {
    "a module sees itself": ("core/src/vault/a.cc", '"vault/sqlite.h"'),
    "diary sees all": ("core/src/diary/a.cc", '"sync/replica.h"'),
    "vault sees SQLite": ("core/src/vault/a.cc", "<sqlite3.h>"),
    "codec sees protobuf": ("core/src/codec/a.cc", '"lamella/v1/record.pb.h"'),
    "log sees the vault's public header": (
        "core/src/log/a.cc",
        '"lamella/credential.h"',
    ),
    "C binds the core": ("bindings/c/a.cc", '"lamella/diary.h"'),
    "a fuzzer sees the parser": ("tests/fuzz/a.cc", '"log/sample_block.h"'),
    "a fuzzer sees the C interface": ("tests/fuzz/a.cc", '"lamella.h"'),
    "an example in a comment is no include": (
        "core/src/base/a.h",
        "<vector>\n/*\n#include <sqlite3.h>\n*/",
    ),
    "a test of a module sees it and what is below": (
        "tests/core/log_a_test.cc",
        '"vault/sqlite.h"',
    ),
    "a test of a module sees every public header": (
        "tests/core/log_a_test.cc",
        '"lamella/diary.h"',
    ),
}


class IncludeRule(unittest.TestCase):
    def check(self, path, include):
        """Runs the checker on a tree with one include in one file."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, path)
            file.parent.mkdir(parents=True)
            file.with_name("b.h").touch()
            file.write_text(f"// one line before\n#include {include}\n")
            return subprocess.run(
                [sys.executable, CHECKER, folder],
                capture_output=True,
                text=True,
                check=False,
            )

    def test_forbidden(self):
        for name, (path, include) in FORBIDDEN.items():
            with self.subTest(name):
                result = self.check(path, include)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertTrue(result.stdout.startswith(f"{path}:2: "), result.stdout)

    def test_allowed(self):
        for name, (path, include) in ALLOWED.items():
            with self.subTest(name):
                result = self.check(path, include)
                self.assertEqual((result.returncode, result.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
