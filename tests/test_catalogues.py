"""No message of the pages is without its translation, none says other things than its source, and what is compiled is
what is written. `python3 dev.py words` brings the catalogues up to date and names what is to be translated."""

from __future__ import annotations

import re

import pytest

from onrecord import catalogues
from onrecord.pages.spoken import NAMES, SOURCE

LANGS = sorted(set(NAMES) - {SOURCE})


@pytest.mark.parametrize("lang", LANGS)
def test_every_message_is_translated(lang):
    kept = catalogues.kept(lang)
    now = {str(one.id) for one in catalogues.said(catalogues.messages())}
    assert now - {str(one.id) for one in catalogues.said(kept)} == set(), "run python3 dev.py words"
    assert catalogues.untranslated(kept) == []


def places(said):
    """What a message leaves open: "%(num)s", "%s"."""
    return sorted(re.findall(r"%\(\w+\)s|%s|%%", said))


@pytest.mark.parametrize("lang", LANGS)
def test_a_translation_leaves_open_what_its_message_leaves_open(lang):
    wrong = []
    for one in catalogues.said(catalogues.kept(lang)):
        asked = one.id[1] if one.pluralizable else one.id
        given = one.string if one.pluralizable else [one.string]
        wrong += [asked for said in given if places(said) != places(asked)]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_pages_read_is_what_was_written(lang):
    kept = catalogues.kept(lang)
    assert catalogues.path_of(lang).with_suffix(".mo").read_bytes() == catalogues.compiled(kept)
    assert catalogues.path_of(lang).read_bytes() == catalogues.text(kept)


@pytest.mark.parametrize("lang", LANGS)
def test_no_translation_is_a_guess(lang):
    assert [one.id for one in catalogues.said(catalogues.kept(lang)) if one.fuzzy] == []
