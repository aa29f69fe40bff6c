"""Opening a TakeCare message (X2Message) safely, and reading single values out of it."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.domain.errors import InputFileError
from app.domain.intake import Rejected
from app.exchange.quarantined import piece_content
from app.exchange.text_file import shown_name

ROOT = "X2Message"
#: Deeper than any template; a hostile file must not exhaust the stack.
DEEPEST = 60

_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?", re.ASCII)


def parse_message(text: str, path: Path) -> Element:
    """Parse a message.

    Raises:
        InputFileError: not well-formed (cut off, for example), carrying entities or a document
            type, nested beyond reason, or no TakeCare message.

    """
    name = shown_name(path)
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise InputFileError(
            f"Filen {name} innehåller XML-entiteter eller en dokumenttyp och läses inte, "
            "eftersom sådana kan dölja angrepp. Begär en ny export från TakeCare."
        ) from None
    except (ParseError, ValueError) as error:
        row = getattr(error, "position", (0, 0))[0]
        raise InputFileError(
            f"Filen {name} är avklippt eller skadad: XML-koden går inte att läsa vid rad {row}. "
            "Exportera den igen från TakeCare."
        ) from None
    if root.tag != ROOT:
        raise InputFileError(
            f"Filen {name} är XML men inget meddelande från TakeCare ({ROOT}). Välj en annan fil."
        )
    if _is_too_deep(root):
        raise InputFileError(
            f"Filen {name} har rubriker i fler än {DEEPEST} nivåer och läses inte. "
            "Begär en ny export från TakeCare."
        )
    return root


def text_of(element: Element, path: str) -> str:
    """Read the text at a path below an element, stripped; empty where there is none."""
    return (element.findtext(path) or "").strip()


def moment_of(element: Element, path: str) -> datetime | None:
    """Read `ÅÅÅÅMMDD`, `ÅÅÅÅMMDDTTMM[SS]` or the same with separators; None for anything else."""
    return read_moment(text_of(element, path))


def read_moment(text: str) -> datetime | None:
    """Read a moment as TakeCare writes it, without time zone; None for anything else."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        return None


def rejected_piece(root: Element, piece: Element, path: Path, place: str, reason: str) -> Rejected:
    """Set one note or drug aside as a message of its own, so that it can be read again."""
    message = Element(root.tag, root.attrib)
    parent = message
    for level in _way_to(root, piece):
        copied = Element(level.tag, level.attrib)
        parent.append(copied)
        parent = copied
    for identity in ("CareDocumentation/PatientId", "PatientID"):
        if (found := root.find(identity)) is not None:
            owner = message.find("CareDocumentation") if "/" in identity else message
            (message if owner is None else owner).insert(0, found)
    parent.append(piece)
    content = piece_content(path, tostring(message, encoding="unicode"))
    return Rejected(shown_name(path), place, reason, content)


def _way_to(root: Element, piece: Element) -> list[Element]:
    parents = {child: parent for parent in root.iter() for child in parent}
    way: list[Element] = []
    above = parents[piece]
    while above is not root:
        way.insert(0, above)
        above = parents[above]
    return way


def _is_too_deep(root: Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
