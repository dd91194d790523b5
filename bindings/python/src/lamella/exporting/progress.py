"""How far a long export or import is, for those who wait."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lamella import _core
from lamella.errors import Cancelled

#: True for a bar on a terminal, or what to call with the entries done and all entries.
Progress = bool | Callable[[int, int], None]


@contextmanager
def shown(progress: Progress, total: int) -> Iterator[Callable[[int], None]]:
    """What to call with the number of entries done."""
    if callable(progress):
        yield lambda done: progress(done, total)
    elif progress and sys.stderr.isatty():
        from tqdm import tqdm  # type: ignore[import-untyped]

        with tqdm(total=total, unit=" entries", file=sys.stderr) as bar:
            yield lambda done: bar.update(done - bar.n)
    else:
        yield lambda done: None


def check_cancelled(task: _core.Task | None) -> None:
    """Fails with ``Cancelled`` once the task was."""
    if task is not None and task.cancelled:
        raise Cancelled("cancelled by the caller")
