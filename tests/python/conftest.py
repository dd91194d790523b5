"""What the tests of the Python package share."""

import os
from pathlib import Path

import pytest

import lamella

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "diary.db"


@pytest.fixture
def diary(path):
    with lamella.create(path, device_key=KEY) as opened:
        yield opened


@pytest.fixture
def key_file(tmp_path):
    """A file with the key of ``diary``, for the command line."""
    path = tmp_path / "device.key"
    path.write_bytes(KEY)
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def shared_data():
    """The folder of real reference data, which stays outside of the repository."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    folder = Path(os.environ.get("LAMELLA_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip("no reference data: set LAMELLA_SHARED_DATA to its folder")
    return folder
