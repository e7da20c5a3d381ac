"""A long run in pieces: killed and gone on with, it tells of all pieces together."""

from __future__ import annotations

from benchmarks import _long
from benchmarks.archive import records
from onrecord.bulk.desk import Report


def test_a_run_in_two_pieces_is_one_run(tmp_path, capsys):
    _long.go(str(tmp_path), pages=60, minutes=0.06)
    first = capsys.readouterr().out
    assert "1 times ended by SIGKILL" in first
    assert first.endswith("the same command goes on\n")
    made = {file: file.stat().st_mtime_ns for file in (tmp_path / "archive").iterdir()}
    _long.go(str(tmp_path), pages=60, minutes=5.0)
    last = capsys.readouterr().out
    assert "1 times ended by SIGKILL" in last
    assert "done: rows" in last
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "archive").iterdir()} == made


def test_a_file_that_was_half_made_is_made_again(tmp_path):
    (tmp_path / "news-00000.warc.tmp").write_bytes(b"half")
    _long.made(tmp_path, 20)
    [file] = tmp_path.iterdir()
    assert file.read_bytes() == b"".join(records(20, _long.SEED, _long.BRIEF))


def test_what_gets_slower_shows():
    """Ten parts, of which the later ones take twice as long."""
    parts = [Report(key=f"{at}", pages=10, seconds=1.0 if at < 8 else 2.0, memory=200_000_000) for at in range(10)]
    shown = [line.split() for line in _long.fifths(parts)]
    assert [line[4] for line in shown] == ["100.0", "100.0", "100.0", "100.0", "200.0"]
    assert shown[0][-2:] == ["200", "MB"]
