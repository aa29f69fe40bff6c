"""Which of four encodings a file is written in, told by its bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum


class TextEncoding(StrEnum):
    """The encodings that code files come in; the value is what the user is told."""

    UTF8 = "UTF-8"
    UTF8_WITH_MARK = "UTF-8 med BOM"
    UTF16 = "UTF-16"
    WINDOWS_1252 = "Windows-1252"


_MARKS_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Without one of these a file is not surely Swedish, and so not surely Windows-1252.
_SWEDISH = frozenset("åäöÅÄÖ")
#: Letters of Latin-1, and the signs that titles are written with. What the bytes of the old
#: encodings of DOS and Macintosh would turn into is not among them (Œ, Š, Ž, ƒ, €).
_EXPECTED = frozenset(map(chr, range(0xC0, 0x100))) - {"×", "÷"} | frozenset("–—‘’“”„†‡…•")
_EXPECTED |= frozenset("\u00a0§°±²³µ·¹º»«¼½¾×®©´¨¿")
#: In DOS, å, ä and ö are the bytes of †, „ and ”.
_INSIDE_A_WORD = re.compile(r"[^\W\d_][†‡„“”•…][^\W\d_]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: A whole letter of two or three bytes in UTF-8.
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
#: What a login page or an error page begins with, saved in place of the file.
_WEB_PAGES = (b"<!doctype html", b"<html")
#: What a workbook begins with: today's are zip archives, those before 2007 are not.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
WEB_PAGE_FAULT = (
    "är en webbsida, inte den fil som skulle hämtas. Logga in hos utgivaren om det behövs, och"
    " hämta den igen."
)
_AS_UTF8 = "Öppna den i en textredigerare, spara den som UTF-8 och läs in den igen."
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."


class EncodingFault(ValueError):  # noqa: N818 - the text of a later error, never shown alone
    """What is wrong with the bytes: a Swedish sentence that follows the name of the file."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file, and the encoding that it was written in."""

    text: str
    encoding: TextEncoding


def decode(content: bytes) -> DecodedText:
    """Decode the whole content of a file; a byte order mark is left out.

    Raises:
        EncodingFault: a web page, NUL bytes, or bytes that are none of the encodings for sure.

    """
    if is_web_page(content):
        raise EncodingFault(WEB_PAGE_FAULT)
    if content.startswith(_MARKS_16):
        return DecodedText(_decode_16(content), TextEncoding.UTF16)
    bare = content.removeprefix(codecs.BOM_UTF8)
    if b"\0" in bare:
        raise _nul_fault(bare)
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as error:
        if bare == content and _is_surely_1252(content):
            return DecodedText(content.decode("cp1252"), TextEncoding.WINDOWS_1252)
        line = _line(bare, error.start)
        raise EncodingFault(f"{_not_utf8(bare, error.start, line)}") from error
    has_mark = bare != content
    return DecodedText(text, TextEncoding.UTF8_WITH_MARK if has_mark else TextEncoding.UTF8)


def decode_beginning(content: bytes) -> str:
    """Decode the first bytes of a file to recognise it by; a fault is told when it is read."""
    if content.startswith(_MARKS_16):
        return content.decode("utf-16", errors="replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def is_web_page(content: bytes) -> bool:
    """Whether the bytes begin a page in HTML."""
    beginning = content.removeprefix(codecs.BOM_UTF8).lstrip()[: len(_WEB_PAGES[0])]
    return beginning.lower().startswith(_WEB_PAGES)


def is_blank(content: bytes) -> bool:
    """Whether nothing but white space stands behind a byte order mark, if there is one."""
    return not content.removeprefix(codecs.BOM_UTF8).strip()


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin a workbook or a zip archive."""
    return content.startswith(_WORKBOOKS)


def is_spoiled(beginning: bytes) -> bool:
    """Whether the first bytes are of no text that a code file could begin with.

    A file of the right name that is empty, a web page, a workbook or full of NUL bytes is taken
    for what its name says, so that its fault can be named when it is read.
    """
    if not beginning.startswith(_MARKS_16) and b"\0" in beginning:
        return True
    is_blank = not decode_beginning(beginning).strip("\ufeff \t\r\n")
    return is_blank or is_web_page(beginning) or is_workbook(beginning)


def _decode_16(content: bytes) -> str:
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        whole = content[: error.start].decode("utf-16", errors="replace")
        line = whole.count("\n") + 1
        raise EncodingFault(f"är skadad: rad {line} är inte hel UTF-16. {_FETCH_AGAIN}") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise EncodingFault(f"har ett NUL-tecken på rad {line} och är skadad. {_FETCH_AGAIN}")
    return text


def _nul_fault(content: bytes) -> EncodingFault:
    # In UTF-16 every second byte of Swedish text is NUL.
    if content.count(b"\0") * 3 > len(content):
        return EncodingFault(f"ser ut att vara skriven i UTF-16 utan BOM. {_AS_UTF8}")
    line = _line(content, content.index(b"\0"))
    return EncodingFault(f"har ett NUL-tecken på rad {line} och är skadad. {_FETCH_AGAIN}")


def _is_surely_1252(content: bytes) -> bool:
    """Whether nothing in the bytes speaks against Windows-1252, and Swedish letters for it."""
    if _CONTROLS.search(content) or _UTF8_LETTER.search(content):
        return False
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    signs = {sign for sign in set(text) if not sign.isascii()}
    return bool(signs & _SWEDISH) and signs <= _EXPECTED and not _INSIDE_A_WORD.search(text)


def _not_utf8(content: bytes, position: int, line: int) -> str:
    if content[:position].isascii() and not _UTF8_LETTER.search(content):
        # The first letter outside ASCII is already no UTF-8: the file was never meant to be.
        text = f"är varken UTF-8 eller säkert Windows-1252 (rad {line})."
        return f"{text} {_AS_UTF8}"
    return f"är skadad: rad {line} är inte hel UTF-8. {_FETCH_AGAIN}"


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
