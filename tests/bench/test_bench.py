"""The benchmarks' own house: found by themselves, one table, kept figures, a picture that browsers draw."""

from __future__ import annotations

import json
import sys
import tomllib

import pytest
from lxml import etree

from benchmarks import __main__ as bench
from benchmarks import _chart, _table

RESULTS = {
    "reading": {
        "on": "2026-01-02",
        "seconds": 3.5,
        "load": [0.5, 1.25],
        "figures": {"onrecord": {"f1": 0.976, "rate": 6512.0}, "a <peer>": {"f1": 0.9, "rate": 10.5}},
        "charts": [
            {
                "title": "Pages & more",
                "unit": "pages a second",
                "bars": {"onrecord": ["onrecord", "rate"], "a <peer>": ["a <peer>", "rate"], "gone": ["gone", "rate"]},
            }
        ],
    },
    "empty": {"on": "2026-01-02", "seconds": 1.0, "load": [0, 0], "figures": {}, "charts": []},
}


def test_every_file_with_a_main_is_a_benchmark():
    known = bench.names()
    assert {"discussion", "extraction", "gum", "imports", "ledger", "places", "reading"} <= set(known)
    assert not any(name.startswith("_") or name == "shapes" for name in known)


def test_the_table_has_a_line_a_figure_and_says_how_busy_it_was():
    lines = list(bench.rows(RESULTS))
    assert lines[0] == "reading (2026-01-02, 3.5 s, load 0.5 to 1.25)"
    assert lines[1].split() == ["onrecord:", "f1", "0.976"]
    assert lines[2].split() == ["onrecord:", "rate", "6,512.000"]


def test_the_head_names_machine_versions_and_load():
    head = bench.head()
    assert {"commit", "python", "machine", "load", "onnxruntime"} <= set(head)
    assert "cores" in head["machine"]


def test_bars_are_as_long_as_their_figures_and_missing_ones_are_left_out():
    tree = etree.fromstring(_chart.drawn(RESULTS).encode())
    ns = {"s": "http://www.w3.org/2000/svg"}
    bars = tree.xpath("//s:rect[@class='ours' or @class='bar']", namespaces=ns)
    widths = [float(bar.get("width")) for bar in bars]
    assert [bar.get("class") for bar in bars] == ["ours", "bar"]
    assert widths[1] / widths[0] == pytest.approx(10.5 / 6512, abs=0.002)
    words = [text.text for text in tree.iterfind(".//s:text", ns)]
    assert {"Pages & more", "a <peer>", "6,512", "10.5"} <= set(words)
    assert "gone" not in words


@pytest.mark.parametrize(("value", "shown"), [(6512.4, "6,512"), (61.27, "61.3"), (0.9761, "0.976"), (0.0, "0.000")])
def test_a_figure_is_as_long_as_one_reads(value, shown):
    assert _chart.number(value) == shown


def test_a_run_of_one_leaves_the_others_figures(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench, "DOCS", tmp_path)
    bench.save({"head": {}, "results": RESULTS})
    monkeypatch.setattr(bench, "measured", lambda name: RESULTS["reading"] | {"figures": {"x": 1.0}})
    monkeypatch.setattr(sys, "argv", ["bench", "extraction"])
    assert bench.main() == 0
    kept = json.loads((tmp_path / "bench.json").read_text())["results"]
    assert sorted(kept) == ["empty", "extraction", "reading"]
    assert "extraction (2026-01-02" in capsys.readouterr().out


def test_what_cannot_be_run_is_said_and_the_rest_is_done(tmp_path, monkeypatch, capsys):
    def measured(name):
        if name == "gum":
            raise bench.Missing("needs ../shared/data/gum, which is not beside this checkout")
        return RESULTS["empty"]

    monkeypatch.setattr(bench, "DOCS", tmp_path)
    monkeypatch.setattr(bench, "measured", measured)
    monkeypatch.setattr(sys, "argv", ["bench", "gum", "ledger"])
    assert bench.main() == 1
    told = capsys.readouterr()
    assert "gum: not run: needs ../shared/data/gum" in told.err
    assert "ledger (" in told.out


def test_a_name_that_is_none_is_wrong_use(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", "nosuch"])
    assert bench.main() == 2
    assert "no benchmark of that name: nosuch; there are" in capsys.readouterr().err


# --- the table of all that is compared ---


def test_the_table_has_what_was_run_and_says_so_of_what_was_not():
    lines = list(_table.lines(RESULTS))
    at = lines.index("reading: the article's words on 181 pages, F1")
    assert lines[at + 1].split() == ["onrecord", "0.976", "2026-01-02,", "load", "0.5"]
    assert lines[at + 2].split() == ["trafilatura", "not", "run", "here"]
    assert [row["who"] for row in _table.saved(RESULTS)] == ["onrecord", "onrecord"]


def test_every_figure_of_the_table_is_one_that_some_benchmark_gives():
    """A path that leads nowhere in what was measured once is a row that stays empty for ever."""
    results = bench.kept()["results"]
    known = set(bench.names())
    for row in tomllib.loads(_table.WORDS.read_text(encoding="utf-8"))["figures"]:
        for who, path in row.items():
            if who not in ("section", "what"):
                assert path[0] in known, f"{who}: no benchmark is named {path[0]}"
                if path[0] in results:
                    assert _chart.value(results[path[0]]["figures"], path[1:]) is not None, f"{who}: {path}"


def test_the_table_names_every_section_that_is_compared():
    sections = {row.section for row in _table.table({})}
    wanted = {"reading", "extraction", "places", "bulk", "engines", "loading", "ledger", "discussion"}
    assert sections == wanted
