"""The figures as one SVG of our own making: bars, one group a chart, our own bar in the accent colour.

A chart is {"title", "unit", "bars": {label: path of the figure}, "better": "more" or "less"}; a path that a run
did not measure leaves its bar out. Colours follow the reader's scheme; every bar has its number beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

WIDTH, LABEL, BAR, ROW = 720, 210, 380, 24
STYLE = """text { font: 14px system-ui, sans-serif; fill: #1b1a17 } .quiet { fill: #5d5a52; font-size: 12.5px }
.title { font-weight: 600 } .bar { fill: #b9b3a4 } .ours { fill: #8a2b1f } .line { stroke: #a8a293 }
.paper { fill: #fdfcf8 }
@media (prefers-color-scheme: dark) { text { fill: #e8e4da } .quiet { fill: #a9a498 } .bar { fill: #5c5a54 }
.ours { fill: #e0907f } .line { stroke: #6d6f70 } .paper { fill: #16181a } }"""


def value(figures: Mapping[str, Any], path: Sequence[str]) -> float | None:
    """A figure by its path; None where it was not measured."""
    found: Any = figures
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return float(found) if isinstance(found, int | float) else None


def drawn(results: Mapping[str, Any]) -> str:
    """The whole picture."""
    parts, y = [], 14
    for name, result in results.items():
        for chart in result.get("charts", []):
            lines, height = _chart(chart, result, y, name)
            parts += lines
            y += height
    body = "\n".join(parts)
    label = "Bars of the figures in bench.json, one group a benchmark."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" aria-label="{label}">\n'
        f'<style>{STYLE}</style>\n<rect class="paper" width="{WIDTH}" height="{y}"/>\n{body}\n</svg>\n'
    )


def _chart(chart: Mapping[str, Any], result: Mapping[str, Any], y: int, name: str) -> tuple[list[str], int]:
    bars = {label: got for label, path in chart["bars"].items() if (got := value(result["figures"], path)) is not None}
    if not bars:
        return [], 0
    better = "more is better" if chart.get("better", "more") == "more" else "less is better"
    lines = [
        _text(16, y + 14, chart["title"], "title"),
        _text(16, y + 32, f"{chart['unit']}, {better}; {name}, {result['on']}, load {result['load'][0]:g}", "quiet"),
    ]
    top, most = y + 42, max(bars.values()) or 1.0
    for at, (label, got) in enumerate(bars.items()):
        lines += list(_bar(top + at * ROW, label, got, got / most))
    lines.append(f'<line class="line" x1="{LABEL}" x2="{LABEL}" y1="{top}" y2="{top + len(bars) * ROW - 6}"/>')
    return lines, 42 + len(bars) * ROW + 26


def _bar(y: int, label: str, got: float, share: float) -> Iterator[str]:
    ours = "ours" if label.startswith("onrecord") else "bar"
    yield f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(label)}</text>'
    yield f'<rect class="{ours}" x="{LABEL}" y="{y}" width="{max(1.0, BAR * share):.1f}" height="{ROW - 6}"/>'
    yield _text(LABEL + max(1.0, BAR * share) + 8, y + 13, number(got))


def number(got: float) -> str:
    """As many figures as one reads: 6,512, 61.3, 1.94, .976."""
    if abs(got) >= 1000:
        return f"{got:,.0f}"
    return f"{got:.3f}" if abs(got) < 1.5 else f"{got:.2f}" if abs(got) < 10 else f"{got:.1f}"


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:g}" y="{y:g}">{escape(words)}</text>'
