"""What a new user does first, with lamella and Python alone: no NumPy, no pyarrow, no network.

first_steps.py FOLDER keeps a diary there, and fails where the installed package reaches for a
library that a machine without compilers and development files does not have.
"""

import ctypes  # noqa: F401
import hashlib  # noqa: F401
import importlib.metadata
import importlib.util
import shutil
import sqlite3
import ssl  # noqa: F401
import subprocess
import sys
import sysconfig
from pathlib import Path

PASSPHRASE = "correct horse battery"
NOTE = "scratched in my sleep"
# The C and C++ libraries that every Linux has, by PEP 600.
PLATFORM = ("ld-linux", "libc.", "libdl.", "libgcc_s.", "libm.", "libpthread.", "libstdc++.")


def loaded_libraries() -> set[Path]:
    lines = Path("/proc/self/maps").read_text().splitlines()
    return {Path(line.split(None, 5)[5]) for line in lines if ".so" in line}


def keep_a_diary(path: Path) -> None:
    with lamella.create(path, passphrase=PASSPHRASE) as diary:
        diary.log_symptom("itch", 6, at="2026-11-24T21:00+01:00", site="elbow.left", note=NOTE)
        diary.log_exposure("sweat", True, at="2026-11-24T18:30+01:00")
        diary.log_measurement("tewl", 18.2, "g/(m2.h)", at="2026-11-24")


def read_it_again(path: Path) -> None:
    with lamella.open(path, passphrase=PASSPHRASE, read_only=True) as diary:
        assert len(diary.samples()) == 3
        assert diary.daily().column_names[1:] == [
            "exposure.sweat",
            "measurement.tewl",
            "symptom.itch",
        ]
        assert '"arrow_schema"' in repr(diary.samples().__arrow_c_schema__())
        assert '"arrow_array_stream"' in repr(diary.samples().__arrow_c_stream__())


def only_ciphertext_is_there(path: Path) -> None:
    for file in path.parent.glob(path.name + "*"):
        content = file.read_bytes()
        assert NOTE.encode() not in content
        assert not content.startswith(b"SQLite format 3")
    try:
        sqlite3.connect(path).execute("SELECT * FROM sqlite_master")
    except sqlite3.DatabaseError:
        pass
    else:
        raise AssertionError("Python's SQLite reads the diary")
    try:
        lamella.open(path, passphrase="wrong horse")
    except lamella.WrongSecret:
        pass
    else:
        raise AssertionError("any passphrase opens the diary")


def the_command_shows_it(path: Path) -> None:
    secret = path.with_name("passphrase.txt")
    secret.write_text(PASSPHRASE)
    installed = shutil.which("lamella", path=sysconfig.get_path("scripts"))
    assert installed, "the command lamella is not installed"
    for command in [sys.executable, "-m", "lamella"], [installed]:
        show = [*command, "show", str(path), "--passphrase-file", str(secret)]
        shown = subprocess.run(show, capture_output=True, text=True)
        assert shown.returncode == 0, shown.stderr
        assert "itch" in shown.stdout, shown.stdout


def nothing_foreign_is_loaded(before: set[Path]) -> list[Path]:
    """Returns the libraries that came with the package."""
    ours = Path(lamella.__file__).parent.parent
    loaded = sorted(loaded_libraries() - before)
    foreign = [
        file
        for file in loaded
        if not file.is_relative_to(ours / "lamella")
        and not file.is_relative_to(ours / "lamella.libs")
        and not file.name.startswith(PLATFORM)
        and not file.is_relative_to(sysconfig.get_path("stdlib"))
    ]
    assert not foreign, f"from outside of the package: {foreign}"
    carried = [file for file in loaded if file.parent == ours / "lamella.libs"]
    for name in "libcrypto", "libprotobuf-lite", "libsodium":
        assert any(file.name.startswith(name) for file in carried), f"{name} is not in the package"
    return carried


for absent in "numpy", "pandas", "polars", "pyarrow":
    assert importlib.util.find_spec(absent) is None, f"{absent} is here: not a clean environment"
assert not [
    needed for needed in importlib.metadata.requires("lamella") or [] if "extra ==" not in needed
], "lamella needs another package"

python_alone = loaded_libraries()
import lamella  # noqa: E402

diary_path = Path(sys.argv[1]) / "diary.db"
keep_a_diary(diary_path)
read_it_again(diary_path)
only_ciphertext_is_there(diary_path)
if importlib.util.find_spec("lamella.cli"):
    the_command_shows_it(diary_path)
for library in nothing_foreign_is_loaded(python_alone):
    print(library.name)
print("lamella", lamella.__version__, "with SQLCipher", lamella.sqlcipher_version())
