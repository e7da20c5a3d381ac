"""The messages of the pages and their translations: taken from the code, kept in locales/, compiled for the pages.

`python3 dev.py words` brings the catalogues up to date; what it lists is to be translated in the
.po file. A test compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # the same messages give the same bytes, on whatever day
PAGES = Path(__file__).parent / "pages"
LOCALES = PAGES / "locales"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.xml", "jinja2")]
BENEATH = ("ledger/territory/sentences.py",)  # rooms below whose sentences the pages say too
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "counted": (1, 2)}


def messages() -> Catalog:
    """Every message that the pages say, without translations."""
    found = Catalog(project="onrecord", charset="utf-8")
    for name, line, said, _comments, context in extract_from_dir(str(PAGES), METHODS, keywords=KEYWORDS):
        found.add(said, None, [(name, line)], context=context)
    for name in BENEATH:
        for line, said, _comments, context in extract_from_file("python", PAGES.parent / name, keywords=KEYWORDS):
            found.add(said, None, [(name, line)], context=context)
    return found


def path_of(lang: str) -> Path:
    """Where the translations into a language are kept."""
    return LOCALES / lang / "LC_MESSAGES" / "messages.po"


def kept(lang: str) -> Catalog:
    """The translations into a language as they are kept."""
    with path_of(lang).open("rb") as file:
        return read_po(file, locale=lang, charset="utf-8")


def updated(lang: str) -> Catalog:
    """The messages of now with the translations that there are; nothing is guessed from what is alike."""
    former, now = kept(lang), Catalog(locale=lang, project="onrecord", charset="utf-8", fuzzy=False)
    for one in said(messages()):
        held = former.get(one.id)
        now.add(one.id, held.string if held else None, flags=one.flags)
    return now


def said(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its head."""
    yield from (one for one in catalogue if one.id)


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages that have no translation, or not for each number."""
    return [str(one.id) for one in said(catalogue) if not all(_strings(one))]


def _strings(one: Message) -> list[str]:
    given = one.string
    return list(map(str, given)) if isinstance(given, list | tuple) else [str(given or "")]


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the pages read it."""
    made = BytesIO()
    catalogue.creation_date = catalogue.revision_date = UNDATED
    write_mo(made, catalogue)
    return made.getvalue()


def text(catalogue: Catalog) -> bytes:
    """The catalogue as people edit it: the same messages give the same bytes."""
    made = BytesIO()
    catalogue.header_comment = "# What onrecord's pages say. `python3 dev.py words` brings this file up to date."
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "onrecord", "1", ""
    write_po(made, catalogue, width=118, no_location=True, omit_header=False, sort_output=True)
    lines = made.getvalue().splitlines(keepends=True)
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Language-Team')
    return b"".join(line for line in lines if not line.startswith(dated))


def write() -> int:
    """Brings every catalogue up to date; 1 where something is to be translated."""
    missing = 0
    for folder in sorted(LOCALES.iterdir()):
        now = updated(folder.name)
        path_of(folder.name).write_bytes(text(now))
        path_of(folder.name).with_suffix(".mo").write_bytes(compiled(now))
        for one in untranslated(now):
            print(f"{folder.name}: {one}")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(write())
