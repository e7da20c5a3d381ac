"""Serving as a process: the address is printed, pages answer, an interrupt ends it cleanly."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest


@contextlib.contextmanager
def process(*words):
    """onrecord WORDS, running; interrupted at the end."""
    started = subprocess.Popen([sys.executable, "-m", "onrecord", *map(str, words)], stderr=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGINT)
            started.wait(30)
        started.stderr.close()


def address(started):
    """The address that the process prints when it serves."""
    for line in started.stderr:
        found = re.search(r"http://\S+", line)
        if found:
            return found.group()
    raise AssertionError(f"no address printed; status {started.wait(5)}")


def fetched(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


def test_the_demonstration_shows_its_sample(folder):
    with process("demo", "--port", 0, "--folder", folder) as started:
        home = address(started)
        page = fetched(home)
        assert page.count("/articles/") >= 14
        assert fetched(home + "healthz")
    assert started.returncode == 0


def test_a_second_start_records_nothing_twice(folder):
    with process("demo", "--port", 0, "--folder", folder) as started:
        first = fetched(address(started))
    with process("demo", "--port", 0, "--folder", folder) as started:
        second = fetched(address(started))
    assert re.findall(r"/articles/\w+", first) == re.findall(r"/articles/\w+", second)


def test_a_taken_port_is_said_in_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "onrecord",
            "serve",
            "--port",
            str(port),
            "--db",
            f"sqlite:///{tmp_path / 'l'}",
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}: cannot listen there" in done.stderr
    assert "--port" in done.stderr
