"""The package as it is installed, and its documentation."""

import doctest
import importlib
import importlib.metadata
import inspect
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import KEY

import lamella

MODULES = [
    "lamella",
    *(
        module.name
        for module in pkgutil.walk_packages(lamella.__path__, "lamella.")
        if module.name not in ("lamella._core", "lamella.__main__")
    ),
]


def test_versions_agree():
    cmake = (Path(__file__).parents[2] / "CMakeLists.txt").read_text()
    version = re.search(r"project\(lamella VERSION ([0-9.]+)", cmake)[1]
    assert lamella.__version__ == version == importlib.metadata.version("lamella")
    assert lamella.sqlcipher_version().startswith("4.")


def test_all_names_exist_and_are_sorted():
    assert sorted(lamella.__all__) == lamella.__all__
    assert all(hasattr(lamella, name) for name in lamella.__all__)


def test_nothing_else_is_needed_to_import_log_and_export(tmp_path):
    script = """
import sys
for name in ("numpy", "pandas", "polars", "pyarrow"):
    sys.modules[name] = None  # import fails
import lamella
diary = lamella.create(sys.argv[1], device_key=bytes(32))
lamella.simulate(seed=1, days=60).log_into(diary)
print(diary.lagged_correlations("itch").summary())
print(len(diary.samples()._repr_html_()), diary.samples(), diary.daily())
print(diary.samples().__arrow_c_stream__())
"""
    subprocess.run([sys.executable, "-c", script, tmp_path / "x.db"], check=True)


@pytest.mark.skipif(shutil.which("nm") is None, reason="needs nm of binutils")
@pytest.mark.skipif(sys.platform != "linux", reason="nm has other options there")
def test_the_module_exports_nothing_of_sqlite_or_protobuf():
    listed = subprocess.run(
        ["nm", "-D", "--defined-only", lamella._core.__file__],
        capture_output=True,
        text=True,
        check=True,
    )
    names = {line.split()[-1] for line in listed.stdout.splitlines()}
    assert names == {"PyInit__core"}


def test_the_package_is_typed():
    assert (Path(lamella.__file__).parent / "py.typed").exists()
    assert (Path(lamella.__file__).parent / "_core.pyi").exists()


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_run(module, tmp_path):
    finder = doctest.DocTestFinder(exclude_empty=True)
    for i, example in enumerate(finder.find(importlib.import_module(module))):
        folder = tmp_path / str(i)
        folder.mkdir()
        with lamella.create(folder / "example.db", device_key=KEY) as diary:
            example.globs.update(lamella=lamella, folder=folder, diary=diary)
            result = doctest.DocTestRunner().run(example)
        assert result.failed == 0, example.name


def public_callables():
    for name in lamella.__all__:
        value = getattr(lamella, name)
        if getattr(value, "__module__", "").startswith("lamella._core"):
            continue
        if inspect.isclass(value) and issubclass(value, lamella.Error):
            continue
        yield name, value
        if inspect.isclass(value):
            for attribute, member in vars(value).items():
                if not attribute.startswith("_") and (
                    inspect.isfunction(member) or isinstance(member, property)
                ):
                    yield f"{name}.{attribute}", member


@pytest.mark.parametrize(
    "value", [pytest.param(value, id=name) for name, value in public_callables()]
)
def test_each_public_docstring_has_an_example(value):
    assert ">>>" in (inspect.getdoc(value) or "")
