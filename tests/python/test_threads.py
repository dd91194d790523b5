"""The GIL is released, readers run beside a writer, and long calls can be watched and stopped."""

import _thread
import threading
import time

import pytest
from conftest import KEY

import lamella

DAY = lamella.when("2026-11-25")


def records(count):
    record = lamella.encode(lamella.Record(when=DAY, body=lamella.Symptom(item="itch", score=1)))
    return [record] * count


def run_beside(call, beside):
    """Counts how often `beside` runs while `call` runs in another thread."""
    failed = []

    def target():
        try:
            call()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=target)
    thread.start()
    rounds = 0
    while thread.is_alive():
        beside()
        rounds += 1
    thread.join()
    if failed:
        raise failed[0]
    return rounds


def test_another_thread_makes_progress_during_a_long_call(diary):
    series = {f"x{i}": [float((i * day) % 7) for day in range(2000)] for i in range(10)}
    outcome = [float(day % 5) for day in range(2000)]

    def search():
        lamella.lagged_correlations(series, outcome, lags=range(30), shifts=999)

    started = time.perf_counter()
    search()
    alone = time.perf_counter() - started
    rounds = run_beside(search, lambda: time.sleep(0.001))
    # A call that held the GIL would let the other thread run once or twice.
    assert rounds > max(5, alone / 0.001 / 20)


def test_a_passphrase_is_tried_without_the_gil(path):
    lamella.create(path, passphrase="a").close()
    rounds = run_beside(
        lambda: lamella.open(path, passphrase="a").close(), lambda: time.sleep(0.001)
    )
    assert rounds > 5


def test_reading_goes_on_while_an_import_runs(diary):
    diary.put_many(records(100))
    seen = []

    def read():
        seen.append(len(diary.samples()))
        list(diary.query(page_size=50))

    run_beside(lambda: diary.put_many(records(20_000)), read)
    assert len(seen) >= 3
    # Each read sees a committed state: before the import, or after it.
    assert set(seen) <= {100, 20_100}
    assert len(diary.samples()) == 20_100


def test_an_import_can_be_watched_and_cancelled(diary):
    task = lamella.Task()

    def cancel_when_it_moves():
        if task.done > 0:
            task.cancel()
        time.sleep(0.0005)

    with pytest.raises(lamella.Cancelled):
        run_beside(lambda: diary.put_many(records(50_000), task=task), cancel_when_it_moves)
    assert task.total == 50_000
    assert diary.summary().entries == 0
    assert diary.put_many(records(1))


def when_it_moves(task, act):
    """Acts in another thread once the call that the task watches has begun its work."""

    def watch():
        while task.done == 0:
            time.sleep(0.0005)
        act()

    threading.Thread(target=watch, daemon=True).start()


def test_ctrl_c_ends_a_long_call_which_wrote_nothing(diary):
    task = lamella.Task()
    when_it_moves(task, _thread.interrupt_main)
    with pytest.raises(KeyboardInterrupt):
        diary.put_many(records(50_000), task=task)
    assert diary.summary().entries == 0
    assert diary.check().is_sound


def test_ctrl_c_ends_a_search_that_nobody_watches():
    series = {f"x{i}": [float((i * day) % 7) for day in range(2000)] for i in range(20)}
    outcome = [float(day % 5) for day in range(2000)]
    threading.Timer(0.3, _thread.interrupt_main).start()
    started = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        lamella.lagged_correlations(series, outcome, lags=range(30), shifts=9_999)
    assert time.perf_counter() - started < 3


def test_a_task_tells_how_far_it_is_and_ends_with_what_its_function_raises(diary):
    told = []
    diary.put_many(records(50_000), task=lamella.Task(progress=lambda *now: told.append(now)))
    assert len(told) > 1
    assert told == sorted(told)
    assert {total for _, total in told} == {50_000}

    def enough(done, total):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        diary.put_many(records(1), task=lamella.Task(progress=enough))
    assert diary.summary().entries == 50_000


def test_an_interrupted_call_ends_and_the_diary_goes_on(diary):
    diary.put_many(records(1_000))

    def read_on():
        while True:
            diary.summary()

    with pytest.raises(lamella.Cancelled):
        run_beside(read_on, diary.interrupt)  # one alone may meet it between two statements
    diary.release_memory()
    diary.put(records(1)[0])
    assert diary.summary().entries == 1_001


def test_many_threads_write_one_diary(path):
    with lamella.create(path, device_key=KEY) as diary:
        threads = [
            threading.Thread(target=lambda: [diary.put(record) for record in records(25)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert diary.summary().entries == 100


def test_trigger_reports_are_the_same_in_any_number_of_threads(diary):
    lamella.simulate(seed=3, days=400).log_into(diary)
    alone = diary.triggers("itch").findings
    reports = []
    threads = [
        threading.Thread(target=lambda: reports.append(diary.triggers("itch").findings))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reports == [alone] * 4


def test_a_trigger_report_shows_how_far_it_is(diary):
    lamella.simulate(seed=3, days=400).log_into(diary)
    task = lamella.Task()
    diary.triggers("itch", task=task)
    assert (task.done, task.total) == (6, 6)
