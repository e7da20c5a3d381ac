"""Libraries run in one thread, whatever command is given."""

from __future__ import annotations

import os
import subprocess
import sys

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
