"""The group of an event as marked-up text: what it is, why, and what it left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from app.domain.drg_told import NAMELESS, PRODUCT_TYPE, ToldGroup
from app.domain.drg_words import Line
from ui.theme import colour

if TYPE_CHECKING:
    from app.services.drg_desk import DeskGroup

_PARAGRAPH = "<p style='margin-top:4px; margin-bottom:4px'>{}</p>"
_HEADING = "<p style='margin-top:10px; margin-bottom:2px; color:{colour}'><b>{text}</b></p>"
_ITEM = "<p style='margin-top:0; margin-bottom:3px; margin-left:12px; text-indent:-10px'>{}</p>"


def group_html(group: DeskGroup) -> str:
    """Return the panel's text in the colours of the present theme."""
    if group.told is None:
        return "".join(_PARAGRAPH.format(escape(each)) for each in (group.sentence, *group.remarks))
    return "".join((*_warnings(group, group.told), *told_html(group.told), *_tables(group)))


def told_html(told: ToldGroup) -> Iterator[str]:
    """Yield the parts of an explanation."""
    if told.conditions:
        yield _heading("Därför")
        yield from _items(_line(each) for each in told.conditions)
    if told.complications:
        yield _heading("Komplicerande tillstånd")
        yield from _items(map(escape, told.complications))
    if told.near:
        yield _heading("Det här skiljer från närliggande grupper")
        yield from _items(map(escape, told.near))
    if told.unknown:
        yield _heading("Okända för tabellerna")
        yield from _items([f"{_joined(told.unknown)}. De påverkar inte gruppen."])
    if told.idle:
        yield _heading("Hade ingen betydelse för gruppen")
        yield from _items([f"{_joined(told.idle)}."])


def _warnings(group: DeskGroup, told: ToldGroup) -> Iterator[str]:
    problem = told.problem
    if problem is not None:
        yield _warning(f"Problemgrupp. {problem.meaning}")
    elif told.trouble:
        yield _warning(told.trouble)
    for remark in group.remarks:
        yield _warning(remark)
    if not told.drg:
        yield _PARAGRAPH.format("Ingen regel i tabellerna uppfylls, så händelsen får ingen grupp.")


def _tables(group: DeskGroup) -> Iterator[str]:
    told, tables = group.told, group.tables
    if told is None or tables is None:
        return
    yield _heading("Underlag")
    rule = f"Regel {told.rule}, nummer {told.row} i ordningen. " if told.rule else ""
    product = f"Produkttyp {PRODUCT_TYPE}. " if told.drg else ""
    nameless = f" {NAMELESS}" if told.is_nameless else ""
    yield _PARAGRAPH.format(
        f"<span style='color:{_name('muted')}'>{escape(rule)}{product}"
        f"Tabeller: {escape(tables.label)}.{nameless}</span>"
    )


def _line(line: Line) -> str:
    codes = escape("; ".join(line.codes))
    return f"{escape(line.text)}: <b>{codes}</b>" if codes else escape(line.text)


def _joined(names: Iterable[str]) -> str:
    return escape("; ".join(names))


def _items(texts: Iterable[str]) -> Iterator[str]:
    return (_ITEM.format(f"· {text}") for text in texts)


def _heading(text: str) -> str:
    return _HEADING.format(colour=_name("muted"), text=escape(text))


def _warning(text: str) -> str:
    return _PARAGRAPH.format(f"<b style='color:{_name('warning')}'>⚠ {escape(text)}</b>")


def _name(token: str) -> str:
    return colour(token).name()
