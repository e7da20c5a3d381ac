"""Libraries run in one thread, whatever command is given; whole pages side by side where a person says so."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from onrecord.abreast import AHEAD, in_order
from onrecord.config import Settings
from onrecord.intake import Run

THROUGH = """
import os
from onrecord import cli
cli.app = lambda **_: print(os.environ["OPENBLAS_NUM_THREADS"])
cli.main()
"""


def said(code: str, **more: str) -> str:
    env = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name} | more
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout


def test_a_command_sets_one_thread():
    assert said(THROUGH) == "1\n"


def test_what_a_person_set_stays():
    assert said(THROUGH, OPENBLAS_NUM_THREADS="4") == "4\n"


def test_numpy_is_not_there_before_it_is_set():
    assert said("import sys; from onrecord import cli; print('numpy' in sys.modules)") == "False\n"


def test_what_comes_of_the_items_is_in_their_order_though_later_ones_are_done_first():
    later = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert later.wait(10), "the second was not in work at the same time"
        later.set()
        return item

    assert list(in_order(work, range(5), 2)) == [0, 1, 2, 3, 4]


def test_items_are_asked_for_in_the_callers_own_thread_and_few_ahead():
    asked: list[int] = []
    full = threading.Event()

    def items():
        for item in range(50):
            assert threading.current_thread() is threading.main_thread()
            asked.append(item)
            if item == 2 * AHEAD:
                full.set()
            yield item

    def work(item: int) -> int:
        assert item or full.wait(10), "no more was asked for while the first was in work"
        return item

    done = in_order(work, items(), 2)
    assert next(done) == 0
    assert len(asked) == 2 * AHEAD + 1
    done.close()


def test_a_failure_is_the_callers_after_what_came_before_it():
    def work(item: int) -> float:
        return 1 / (2 - item)

    done = in_order(work, range(9), 2)
    assert [next(done), next(done)] == [0.5, 1.0]
    with pytest.raises(ZeroDivisionError):
        next(done)


SAID = ("“The pier is closed,” {} said.", "According to {}, the pier is closed.", "{} denied that the pier was closed.")


@pytest.mark.parametrize("count", [1, 6])
def test_pages_give_the_same_rows_in_the_same_order_by_any_number_of_threads(tmp_path, count):
    names = []
    for at in range(count):
        page = tmp_path / f"{at}.txt"
        page.write_text("\n\n".join(form.format(f"Ann Roe{at}") for form in SAID * 20), encoding="utf-8")
        names.append(str(page))

    def rows(threads: int):
        over = Run(Settings(threads=threads), plain=True).over(names)
        return [(name, [(one.id, one.score) for one in reading.statements]) for name, reading in over]

    first = rows(1)
    assert [name for name, _ in first] == names
    assert rows(2) == rows(3) == first
