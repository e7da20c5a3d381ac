"""What does not fit in a request, in words: which field, and what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.pages import territory_data
from onrecord.pages.words import _

# What validation finds, by its name for it; values are its own.
WRONG = {
    "missing": _("it is missing"),
    "string_too_long": _("at most %(max_length)s characters"),
    "string_too_short": _("at least %(min_length)s characters"),
    "string_pattern_mismatch": _("it does not look as it should"),
    "int_parsing": _("it is no whole number"),
    "float_parsing": _("it is no number"),
    "bool_parsing": _("true or false"),
    "greater_than_equal": _("at least %(ge)s"),
    "less_than_equal": _("at most %(le)s"),
    "literal_error": _("one of %(expected)s"),
}


def unfit(errors: Iterable[Mapping[str, Any]]) -> str:
    """Every field that does not fit, and why."""
    return "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {_said(one)}" for one in errors)


def _said(error: Mapping[str, Any]) -> str:
    """What is wrong in words; a pattern says nothing to a reader."""
    values, given = error.get("ctx", {}), str(error.get("input", ""))[:40]
    if values.get("pattern") == territory_data.DAY:
        return _("“%s” is not a date. Write 2022, 2022-11 or 2022-11-13.") % given
    if values.get("pattern") == territory_data.RULE:
        return _("“%s” is no rule: they are R1 to R12.") % given
    if error["type"] not in WRONG:
        return str(error["msg"])
    expected = str(values.get("expected", "")).replace("' or '", "', '")
    return str(WRONG[error["type"]] % {**values, "expected": expected})
