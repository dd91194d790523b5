"""The command `lamella` as people run it: in a process of its own, with or without a terminal."""

import os
import pty
import select
import subprocess
import sys
import termios

COMMAND = [sys.executable, "-m", "lamella"]
# Makes the terminal on stdin the controlling one, as a shell does.
_WITH_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "lamella", *sys.argv[1:]])
"""
_PATIENCE = 60  # seconds


def lamella_process(*words, **options):
    """Runs the command without a terminal, and returns what it wrote and its exit code."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        start_new_session=True,
        timeout=_PATIENCE,
        **options,
    )


class Terminal:
    """A terminal in which the command runs; what it shows is `seen`. The command ends with the
    `with` block."""

    def __init__(self, *words):
        self._fd, inside = pty.openpty()
        termios.tcsetwinsize(inside, (24, 80))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WITH_TERMINAL, *map(str, words)],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)
        self.seen = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def wait_for(self, text):
        """Reads on until this text is shown, after what an earlier call waited for."""
        begin = len(self.seen)
        while text not in self.seen[begin:]:
            assert self._read(), f"the command ended: {self.seen}"

    def type(self, text):
        os.write(self._fd, text.encode())

    def end(self):
        """Waits for the end of the command, and returns its exit code."""
        while self._read():
            pass
        return self._process.wait(_PATIENCE)

    def _read(self):
        ready, _, _ = select.select([self._fd], [], [], _PATIENCE)
        assert ready, f"nothing came for {_PATIENCE} s after: {self.seen}"
        try:
            data = os.read(self._fd, 4096)
        except OSError:  # Linux: the command ended
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)
