"""What is in the two packages that wheel.sh, beside this file, made in build/packages."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "build/packages"

pytestmark = pytest.mark.skipif(
    not list(MADE.glob("*.whl")), reason="tests/package/wheel.sh makes the packages"
)


@pytest.fixture(scope="module")
def sdist() -> set[str]:
    """Names in the source archive, below its one folder."""
    (path,) = MADE.glob("lamella-*.tar.gz")
    with tarfile.open(path) as archive:
        names = [PurePosixPath(member.name) for member in archive if member.isfile()]
    return {str(name.relative_to(name.parts[0])) for name in names}


@pytest.fixture(scope="module")
def wheel():
    (path,) = MADE.glob("lamella-*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.fixture(scope="module")
def dist_info(wheel) -> str:
    return next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))[:-8]


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    wheel.extractall(folder)
    return folder


def libraries(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.so*") if file.is_file())


def test_the_source_archive_carries_sqlcipher_with_its_licence(sdist):
    carried = {name for name in sdist if name.startswith("core/sqlcipher/")}
    assert "core/sqlcipher/sqlite3.h" in carried
    assert any(name.endswith(".c") for name in carried)
    assert any("LICENSE" in name for name in carried)


def test_the_source_archive_has_every_source_and_nothing_else(sdist):
    needed = {
        file.relative_to(ROOT).as_posix()
        for folder in ("core/include", "core/src", "proto/lamella", "bindings/python/src")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert needed <= sdist
    assert {"LICENSE", "README.md", "CHANGELOG.md", "bindings/python/NOTICE", "PKG-INFO"} <= sdist
    assert {PurePosixPath(name).parts[0] for name in sdist if "/" in name} == {
        "bindings",
        "core",
        "proto",
    }
    assert not [name for name in sdist if re.search(r"(^|/)\.|\.(pyc|so|o|a)$|setup/|\.sh$", name)]


def test_the_wheel_has_the_python_files_of_the_tree(wheel):
    source = ROOT / "bindings/python/src"
    needed = {
        file.relative_to(source).as_posix()
        for file in source.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    in_wheel = {name for name in wheel.namelist() if name.startswith("lamella/")}
    binary = {name for name in in_wheel if name.startswith("lamella/_core.cpython")}
    assert {name for name in in_wheel - binary if not name.endswith("/")} == needed
    assert len(binary) == 1


def test_the_wheel_brings_every_licence(wheel, dist_info):
    licences = [name for name in wheel.namelist() if name.startswith(dist_info + "licenses/")]
    text = "".join(wheel.read(name).decode() for name in licences)
    for holder in "ZETETIC", "Wenzel Jakob", "The OpenSSL Project", "Google Inc.", "Frank Denis":
        assert holder in text
    assert "Apache License" in text


def test_bills_of_materials_name_what_is_compiled_in_and_what_lies_beside(wheel, dist_info):
    boms = [json.loads(wheel.read(n)) for n in wheel.namelist() if n.endswith(".cdx.json")]
    components = {part["name"]: part["version"] for bom in boms for part in bom["components"]}
    for name in "SQLCipher", "SQLite", "pybind11":
        assert re.fullmatch(r"\d+\.\d+\.\d+.*", components[name]), name
    if sys.platform == "linux":
        for name in "protobuf", "sodium", "ssl":
            assert any(name in component for component in components), name


@pytest.mark.skipif(sys.platform != "linux", reason="ELF")
def test_one_symbol_leaves_the_module_and_its_libraries_are_found_beside_it(unpacked):
    (module,) = unpacked.glob("lamella/_core*.so")
    symbols = subprocess.check_output(["nm", "-D", "--defined-only", module], text=True)
    assert [line.split()[-1] for line in symbols.splitlines()] == ["PyInit__core"]
    header = subprocess.check_output(["readelf", "-d", module], text=True)
    assert "[$ORIGIN/../lamella.libs]" in header
    for library in libraries(unpacked):
        sections = subprocess.check_output(["readelf", "-SW", library], text=True)
        assert not re.search(r"\.symtab|\.debug_info", sections), library.name


def test_the_wheel_says_which_systems_it_is_for():
    (path,) = MADE.glob("lamella-*.whl")
    assert "manylinux_2_" in path.name or sys.platform != "linux"


def test_no_path_of_the_machine_is_in_the_wheel(unpacked):
    for file in unpacked.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert str(ROOT).encode() not in content, file.name
            assert str(Path.home()).encode() + b"/" not in content, file.name
