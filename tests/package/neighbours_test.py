"""lamella beside libraries that bring their own SQLite, protobuf, OpenSSL or BLAS.

Each in a fresh process, imported before and after lamella, and really used while a diary is open.
The package tested is the one that this Python finds; PYTHONPATH names another.
"""

import shutil
import subprocess
import sys
import textwrap

import pytest

LAMELLA = """
import lamella

KEY = bytes(range(32))
NOTE = "scratched in my sleep"
"""

BEGIN = """
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
diary = lamella.create(folder / "diary.db", device_key=KEY)
for day in range(1, 29):
    diary.log_symptom("itch", day % 10, at=f"2026-11-{day:02}T21:00+01:00", note=NOTE)
samples = diary.samples()
"""

END = """
assert len(diary.samples()) == 28
diary.log_symptom("itch", 3, at="2026-11-29T21:00+01:00", note=NOTE)
diary.close()
with lamella.open(folder / "diary.db", device_key=KEY) as diary:
    assert len(diary.samples()) == 29
for file in folder.glob("diary.db*"):
    content = file.read_bytes()
    assert NOTE.encode() not in content and not content.startswith(b"SQLite format 3")
print("done")
"""

# Name: how it is imported, and what is done with it.
NEIGHBOURS = {
    "sqlite3": (
        "import sqlite3",
        """
        with sqlite3.connect(folder / "other.db") as other:
            other.execute("CREATE TABLE t (x)")
            other.executemany("INSERT INTO t VALUES (?)", [(1,), (2,)])
        other.close()
        assert (folder / "other.db").read_bytes().startswith(b"SQLite format 3")
        """,
    ),
    "ssl": (
        "import hashlib, ssl",
        """
        ssl.create_default_context()
        assert hashlib.new("sha512_256", b"itch").hexdigest().startswith("8b8a")
        """,
    ),
    "sqlcipher3": (
        "import sqlcipher3",
        """
        other = sqlcipher3.connect(str(folder / "other.db"))
        other.execute("PRAGMA key = 'another'")
        other.execute("CREATE TABLE t (x)")
        other.execute("INSERT INTO t VALUES (1)")
        other.commit()
        assert other.execute("SELECT count(*) FROM t").fetchone() == (1,)
        other.close()
        assert not (folder / "other.db").read_bytes().startswith(b"SQLite format 3")
        """,
    ),
    "apsw": (
        "import apsw",
        """
        other = apsw.Connection(str(folder / "other.db"))
        other.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        assert other.execute("SELECT count(*) FROM t").get == 1
        other.close()
        assert (folder / "other.db").read_bytes().startswith(b"SQLite format 3")
        """,
    ),
    "pyarrow": (
        "import pyarrow, pyarrow.parquet",
        """
        pyarrow.parquet.write_table(pyarrow.table(samples), folder / "samples.parquet")
        read = pyarrow.parquet.read_table(folder / "samples.parquet")
        assert read.column("value").to_pylist()[:3] == [1.0, 2.0, 3.0]
        """,
    ),
    "protobuf": (
        "from google.protobuf import descriptor_pb2\n"
        "from google.protobuf.internal import api_implementation",
        """
        assert api_implementation.Type() == "upb"
        message = descriptor_pb2.FileDescriptorProto(name="a.proto", dependency=["b.proto"])
        assert descriptor_pb2.FileDescriptorProto.FromString(message.SerializeToString()) == message
        """,
    ),
    "onnx": (
        "import onnx, onnx.checker, onnx.helper, onnx.shape_inference",
        """
        ends = [
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [2]) for name in "xy"
        ]
        node = onnx.helper.make_node("Relu", ["x"], ["y"])
        model = onnx.helper.make_model(onnx.helper.make_graph([node], "g", ends[:1], ends[1:]))
        onnx.checker.check_model(model, full_check=True)
        assert onnx.shape_inference.infer_shapes(model).graph.output[0].name == "y"
        """,
    ),
    "duckdb": (
        "import duckdb",
        """
        assert duckdb.sql("SELECT sum(value) FROM samples").fetchall() == [(126.0,)]
        """,
    ),
    "polars": (
        "import polars",
        """
        frame = polars.DataFrame(samples)
        assert frame.group_by("series").agg(polars.col("value").sum())["value"].to_list() == [126.0]
        """,
    ),
    "scipy": (
        "import numpy, scipy.linalg, scipy.stats",
        """
        values = samples["value"]
        assert scipy.stats.spearmanr(values, values).statistic > 0.999
        matrix = numpy.eye(200) + numpy.outer(numpy.arange(200), numpy.arange(200))
        assert numpy.allclose(scipy.linalg.inv(matrix) @ matrix, numpy.eye(200))
        """,
    ),
}


def run(imports: list[str], use: str, folder) -> None:
    program = "\n".join([*imports, BEGIN, textwrap.dedent(use), END])
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", program, str(folder)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


@pytest.mark.parametrize("name", NEIGHBOURS)
@pytest.mark.parametrize("order", ["before", "after"])
def test_a_neighbour_and_a_diary_do_not_disturb_each_other(name, order, tmp_path):
    neighbour, use = NEIGHBOURS[name]
    imports = [neighbour, LAMELLA] if order == "before" else [LAMELLA, neighbour]
    run(imports, use, tmp_path)


@pytest.mark.parametrize("order", ["before", "after"])
def test_neither_do_all_of_them_in_one_process(order, tmp_path):
    neighbours = [neighbour for neighbour, _ in NEIGHBOURS.values()]
    imports = [*neighbours, LAMELLA] if order == "before" else [LAMELLA, *neighbours]
    uses = []
    for name, (_, use) in NEIGHBOURS.items():
        uses.append(use.replace("other.db", f"{name}.db"))
    run(imports, "\n".join(textwrap.dedent(use) for use in uses), tmp_path)


# Names that the core takes from OpenSSL and from libsodium.
LOUD = """
void abort(void);
void EVP_CipherInit_ex(void) { abort(); }
void sodium_init(void) { abort(); }
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RTLD_DEEPBIND")
@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_a_library_that_others_see_first_does_not_replace_ours(tmp_path):
    """TensorFlow shows its OpenSSL and protobuf in this way."""
    source, library = tmp_path / "loud.c", tmp_path / "libloud.so"
    source.write_text(LOUD)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    loud = f"import ctypes\nctypes.CDLL({str(library)!r}, ctypes.RTLD_GLOBAL)"
    run([loud, LAMELLA], "", tmp_path)
