"""Bytes into text: what the sender said, what the bytes show, and an error that says which."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import ReadError
from onrecord.reading.language import little_words
from onrecord.reading.source import Source

# The first bytes of files that people mistake for text, and what to do with each.
BINARY = {
    b"%PDF-": ("a PDF", "Save its text first, e.g. with pdftotext."),
    b"\x89PNG": ("a picture (PNG)", ""),
    b"\xff\xd8\xff": ("a picture (JPEG)", ""),
    b"GIF8": ("a picture (GIF)", ""),
    b"PK\x03\x04": ("a zip archive or an office document", "Unpack it, or save it as text or HTML."),
    b"\xd0\xcf\x11\xe0": ("an old office document", "Save it as text or HTML."),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it first."),
    b"Rar!": ("a rar archive", "Unpack it first."),
    b"BZh": ("a bzip2 file", "Unpack it first."),
    b"\xfd7zXZ": ("an xz file", "Unpack it first."),
    b"\x28\xb5\x2f\xfd": ("a zstd file", "Unpack it first."),
    b"SQLite format 3": ("an SQLite database", "Use it with --db."),
    b"\x7fELF": ("a program", ""),
    b"MZ\x90": ("a program", ""),
    b"wOFF": ("a font", ""),
    b"OggS": ("sound", ""),
    b"ID3": ("sound", ""),
    b"\x00\x00\x00\x18ftyp": ("a film", ""),
    b"\x00\x00\x00\x20ftyp": ("a film", ""),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 65_536  # bytes from which a charset is guessed
ONE_BYTE = ("cp1252", "cp1250", "cp1251", "koi8-r", "cp1253", "cp1254", "cp1256", "cp1257")  # by how common
FEW = 6  # little words
CLEARLY = 1.3


def decoded(source: Source) -> tuple[str, tuple[str, ...]]:
    """The source's text without its byte-order mark, and notes where its charset is a guess.

    Raises ReadError for an empty input, for bytes that are no text, and for a charset that fits nothing."""
    data = source.data
    if not data.strip():
        raise ReadError("nothing in it", source.name)
    refuse_binary(source)
    text, notes = _text(source)
    controls = len(_CONTROLS.findall(text[:SAMPLE]))
    if "\x00" in text or controls > max(1, len(text[:SAMPLE]) // 50):
        raise ReadError("not text but binary data", source.name, "onrecord reads text, HTML, feeds and WARC.")
    return text, notes


def refuse_binary(source: Source) -> None:
    """Raises ReadError for the known kinds of file that hold no text."""
    for magic, (kind, hint) in BINARY.items():
        if source.data.startswith(magic):
            raise ReadError(f"not text but {kind}", source.name, hint)


def _text(source: Source) -> tuple[str, tuple[str, ...]]:
    """By byte-order mark, as UTF-8, as the sender said, by guess; the first that fits.

    UTF-8 before the sender's word: bytes above ASCII that happen to be UTF-8 are UTF-8, and a
    server's default says little."""
    marked = next((name for mark, name in _MARKS if source.data.startswith(mark)), None)
    marked = marked or _unmarked(source.data[:SAMPLE])
    for charset in filter(None, (marked, "utf-8", source.charset)):
        text = _strictly(source.data, charset)
        if text is not None:
            return text.removeprefix("\ufeff"), ()
    guessed = _guess(source)
    said = f"; it was said to be {source.charset}" if source.charset else ""
    return source.data.decode(guessed, "replace"), (f"charset guessed: {guessed}{said}",)


def _unmarked(sample: bytes) -> str | None:
    """UTF-16 without its mark, where every other byte of mostly Latin text is nought."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if max(even, odd) < 0.5 * half or min(even, odd) > 0.02 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def likeliest(data: bytes) -> str:
    """The charset that bytes are likeliest in which are not UTF-8."""
    try:
        return _guess(Source(name="", data=data))
    except ReadError:
        return ONE_BYTE[0]


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        text = data.decode(charset)
        text.encode("utf-8")  # a charset like unicode_escape makes half characters
    except (UnicodeError, LookupError, ValueError):
        return None
    return text


def _guess(source: Source) -> str:
    """The charset in which most of the words are known little words of a language; else by statistics."""
    from charset_normalizer import from_bytes

    sample = source.data[:SAMPLE]
    known = {charset: little_words(sample.decode(charset, "replace")) for charset in ONE_BYTE}
    # English has little words in every one of them: a rarer charset must do clearly better.
    usual, best = ONE_BYTE[0], max(known, key=lambda charset: known[charset])
    if known[best] < CLEARLY * known[usual]:
        best = usual
    if known[best] >= FEW:
        return best
    match = from_bytes(sample).best()
    if match is None:
        raise ReadError("not text in any charset that fits", source.name, "Convert it to UTF-8, e.g. with iconv.")
    return match.encoding
