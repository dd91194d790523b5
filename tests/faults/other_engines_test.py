"""Other engines read the same file: SQLite3 Multiple Ciphers and an older SQLCipher.

The file format is SQLCipher 4's. What another implementation of it reads must be what we read, row
by row. Needs the executable ``lamella_faults``, named by the environment variable LAMELLA_FAULTS;
an engine that is not installed is skipped, and says so.
"""

import os
import subprocess

import pytest


def lamella_faults(*arguments):
    program = os.environ.get("LAMELLA_FAULTS")
    if program is None:
        pytest.skip("LAMELLA_FAULTS does not name the fault laboratory")
    result = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
    return result.stdout


@pytest.fixture(scope="module")
def diary(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("diary") / "diary.db")
    lamella_faults("make-diary", path)
    return path


def multiple_ciphers(path, key):
    apsw = pytest.importorskip("apsw", reason="apsw-sqlite3mc is not installed")
    if not hasattr(apsw, "mc_version"):
        pytest.skip("apsw is installed without SQLite3 Multiple Ciphers")
    connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
    connection.pragma("cipher", "sqlcipher")
    connection.pragma("legacy", 4)
    connection.pragma("key", f"x'{key}'")
    return connection


def older_sqlcipher(path, key):
    sqlcipher3 = pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed")
    connection = sqlcipher3.connect(f"file:{path}?mode=ro", uri=True)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def rows(connection):
    """Yields every row in the form of ``lamella_faults dump-rows``."""
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    for (table,) in list(connection.execute(tables)):
        names = connection.execute(f"SELECT name FROM pragma_table_info('{table}')")
        columns = " || ',' || ".join(f"quote({name})" for (name,) in list(names))
        for (row,) in connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1"):
            yield f"{table} {row}"


@pytest.mark.parametrize("engine", [multiple_ciphers, older_sqlcipher])
def test_reads_every_row_as_we_do(diary, engine):
    ours = lamella_faults("dump-rows", diary).splitlines()
    connection = engine(diary, lamella_faults("dump-key", diary).strip())
    theirs = list(rows(connection))
    connection.close()
    tables = {row.split(" ")[0] for row in ours}
    assert {"log", "log_chunk", "entry", "entry_id", "block", "topic", "replica"} <= tables
    assert theirs == ours


@pytest.mark.parametrize("engine", [multiple_ciphers, older_sqlcipher])
def test_reads_nothing_with_another_key(diary, engine):
    key = lamella_faults("dump-key", diary).strip()
    wrong = ("0" if key[0] != "0" else "1") + key[1:]
    with pytest.raises(Exception, match=r"file is not a database|encrypted"):
        list(rows(engine(diary, wrong)))
