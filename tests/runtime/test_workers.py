"""Workers: order, errors, deaths, and an end without leftovers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.runtime import workers
from generator.runtime.limits import WorkerDied
from generator.runtime.workers import Workers, batches, make_workers
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.starts_processes


@contextmanager
def _begin(factor: int) -> Iterator[int]:
    yield factor


def _multiply(factor: int, batch: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(number * factor for number in batch)


def _slow_first(_: int, batch: tuple[int, ...]) -> tuple[int, ...]:
    if batch[0] == 0:
        time.sleep(0.3)
    return batch


def _first_waits_for_last(_: int, batch: tuple[Path, ...]) -> None:
    """Each item is a file to make; the first one is made when the last one is there."""
    if batch[0].name == "0":
        wait_until(batch[0].with_name("59").exists)
    batch[0].touch()


def _fail_at_seven(_: int, batch: tuple[int, ...]) -> tuple[int, ...]:
    if 7 in batch:
        raise ValueError("seven")
    return batch


def _die_at_thirteen(_: int, batch: tuple[int, ...]) -> tuple[int, ...]:
    if 13 in batch:
        os.kill(os.getpid(), signal.SIGSEGV)
    return batch


def _exhaust_at_thirteen(_: int, batch: tuple[int, ...]) -> tuple[int, ...]:
    if 13 in batch:
        raise MemoryError
    return batch


def _spin(_: int, batch: tuple[int, ...]) -> tuple[int, ...]:
    signal.setitimer(signal.ITIMER_PROF, 0.2)  # as if the time were nearly over
    while 1 in batch:
        pass
    return batch


def _process(_: int, batch: tuple[int, ...]) -> int:
    return os.getpid()


def _lost(number: int) -> tuple[int, ...]:
    return (-number,)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_batches(jobs: int) -> None:
    with make_workers(jobs, _begin, (3,)) as some:
        assert list(some.map(_multiply, batches(range(7), 3))) == [(0, 3, 6), (9, 12, 15), (18,)]
        assert list(some.map(_slow_first, batches(range(30), 1))) == [(number,) for number in range(30)]
        assert list(some.map(_multiply, [])) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_task_raises_is_raised_here(jobs: int) -> None:
    with pytest.raises(ValueError, match="seven"), make_workers(jobs, _begin, (1,)) as some:
        list(some.map(_fail_at_seven, batches(range(100), 2)))


def test_one_job_is_this_process_and_two_are_others() -> None:
    with make_workers(1, _begin, (1,)) as some:
        assert set(some.map(_process, [(1,)])) == {os.getpid()}
    with make_workers(2, _begin, (1,)) as some:
        assert os.getpid() not in set(some.map(_process, [(1,)] * 9))


def _check_that_all_survive(some: Workers[int]) -> None:
    results = list(some.map(_die_at_thirteen, batches(range(40), 5), lost=_lost))
    flat = [number for result in results for number in result]
    assert flat == [-number if number == 13 else number for number in range(40)]


def test_an_item_that_kills_its_worker_is_found_and_the_others_are_done() -> None:
    with make_workers(2, _begin, (1,)) as some:
        _check_that_all_survive(some)
        assert list(some.map(_multiply, [(2,)])) == [(2,)]


def test_an_item_that_kills_its_worker_is_given_to_another_function_before_it_is_lost() -> None:
    with make_workers(2, _begin, (3,)) as some:
        assert list(some.map(_die_at_thirteen, [(12, 13)], instead=_multiply, lost=_lost)) == [(12,), (39,)]
        assert list(some.map(_die_at_thirteen, [(12, 13)], instead=_die_at_thirteen, lost=_lost)) == [(12,), (-13,)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_for_which_there_is_not_enough_memory_is_lost_alone(jobs: int) -> None:
    with make_workers(jobs, _begin, (3,)) as some:
        results = list(some.map(_exhaust_at_thirteen, [(12, 13), (14,)], instead=_multiply, lost=_lost))
        assert results == [(12,), (39,), (14,)]
        assert list(some.map(_exhaust_at_thirteen, [(12, 13)], lost=_lost)) == [(12,), (-13,)]


def test_one_job_is_left_to_a_worker_after_a_death_until_nothing_dies(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with make_workers(2, _begin, (1,), marker=marker) as some:
        list(some.map(_die_at_thirteen, [(13,)], lost=_lost))
    assert marker.exists()
    for function, is_left in ((_die_at_thirteen, True), (_process, False)):
        with make_workers(1, _begin, (1,), marker=marker) as some:
            assert list(some.map(function, [(13,)], lost=_lost)) != [os.getpid()]  # type: ignore[arg-type, comparison-overlap]
        assert marker.exists() == is_left
    with make_workers(1, _begin, (1,), marker=marker) as some:
        for pid in some.map(_process, [(13,)]):
            assert pid == os.getpid()
            assert marker.exists()
    assert not marker.exists()


def test_a_death_that_nobody_provides_for_is_raised() -> None:
    with pytest.raises(WorkerDied), make_workers(2, _begin, (1,)) as some:
        list(some.map(_die_at_thirteen, batches(range(40), 5)))


def test_a_task_that_never_ends_is_ended() -> None:
    with make_workers(2, _begin, (1,)) as some:
        assert list(some.map(_spin, [(1,), (2,)], lost=_lost)) == [(-1,), (2,)]


def test_the_number_of_batches_in_flight_is_bounded() -> None:
    taken = 0

    def numbers():  # type: ignore[no-untyped-def]
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield (number,)

    with make_workers(2, _begin, (1,)) as some:
        results = some.map(_multiply, numbers())
        next(results)
        assert taken < 20


def test_over_a_batch_that_takes_long_others_go_on(tmp_path: Path) -> None:
    files = [tmp_path / str(number) for number in range(60)]
    with make_workers(2, _begin, (1,)) as some:
        assert len(list(some.map(_first_waits_for_last, batches(files, 1)))) == 60
    assert all(file.exists() for file in files)


def test_batches_keep_all_items() -> None:
    assert list(batches("abcde", 2)) == [("a", "b"), ("c", "d"), ("e",)]
    assert list(batches([], 2)) == []


def test_zero_jobs_are_one_per_core() -> None:
    assert workers.core_count() >= 1


_COUNTING = """
import gc
from contextlib import nullcontext
from generator.runtime.workers import make_workers
def count(_, batch): return gc.get_freeze_count()
if __name__ == "__main__":
    with make_workers(2, nullcontext, preload=("json",)) as some:
        print(*some.map(count, [(1,)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a fork server")
def test_workers_leave_what_their_server_has_loaded_out_of_the_search_for_cycles(tmp_path: Path) -> None:
    # In a process of its own: here a server may run already, and what it loads is decided when it starts.
    script = tmp_path / "counting.py"
    script.write_text(_COUNTING)
    environment = {**os.environ, "PYTHONPATH": str(Path(workers.__file__).parents[2])}
    done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 1_000


_PARENT = """
import os, sys, time
from contextlib import contextmanager
from pathlib import Path
from generator.runtime.workers import make_workers
@contextmanager
def begin(folder):
    yield Path(folder, str(os.getpid())).touch()
def sleep(_, batch): time.sleep(600)
if __name__ == "__main__":
    with make_workers(2, begin, (sys.argv[1],)) as some:
        list(some.map(sleep, [(1,), (2,)]))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    pids = tmp_path / "pids"
    pids.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(Path(workers.__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, str(script), str(pids)], env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    ) as parent:
        wait_until(lambda: len(list(pids.iterdir())) == 2)
        parent.send_signal(number)
        parent.wait(PATIENCE_S)
    wait_until(lambda: not any(_is_running(int(path.name)) for path in pids.iterdir()))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # A zombie that nobody has waited for yet is not running.
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
