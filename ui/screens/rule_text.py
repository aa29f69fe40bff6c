"""The page of a rule as marked-up text: what it says, where it is written, and how it fared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from app.domain.rule_page import RulePage, RuleRow, format_numbers, format_validity
from app.domain.rule_statistics import RuleCount, add_reasons
from ui.theme import colour

#: Rows of a table that a page shows at once; a rule about many codes has hundreds.
MOST_ROWS = 60
_REASONS = 4
_PARAGRAPH = "<p style='margin-top:0; margin-bottom:8px'>{}</p>"
_HEADING = "<p style='margin-top:12px; margin-bottom:3px; color:{colour}'><b>{text}</b></p>"
_ITEM = "<p style='margin-top:0; margin-bottom:3px; margin-left:12px; text-indent:-12px'>· {}</p>"
_CELL = "<td style='padding:2px 12px 2px 0'{extra}>{text}</td>"
_NO_HITS = (
    "Regeln har inte anmärkt vid någon signering de senaste tolv månaderna. Ett Fel rättas före "
    "signering och syns därför inte här."
)


def rule_html(page: RulePage, months: Sequence[RuleCount]) -> str:
    """Return the marked-up text of a rule in the colours of the present theme."""
    parts = [
        f"<h3 style='margin-bottom:4px'>{escape(page.rule_id)} {escape(page.message)}</h3>",
        _PARAGRAPH.format(_facts(page)),
    ]
    if page.decision:
        parts.append(_PARAGRAPH.format(f"<b>{escape(page.decision)}</b>"))
    parts += [_PARAGRAPH.format(escape(page.explanation)), *_source(page), *_examples(page)]
    return "".join((*parts, *_table(page.rows), *_statistics(months)))


def _facts(page: RulePage) -> str:
    basis = page.basis if page.is_verified else f"<b>{escape(page.basis)}</b>"
    numbers = f"katalognummer {format_numbers(page.catalogue)}" if page.catalogue else ""
    parts = [
        f"<b>{escape(page.state)}</b>",
        escape(page.topic),
        escape(page.standing),
        basis,
        numbers,
        format_validity(page.valid),
        escape(page.settings),
    ]
    return " · ".join(part for part in parts if part)


def _source(page: RulePage) -> Iterator[str]:
    yield _heading("Källa")
    yield _PARAGRAPH.format(escape(page.source))


def _examples(page: RulePage) -> Iterator[str]:
    if page.assumed:
        yield _heading("I exemplen gäller")
        yield from (_ITEM.format(escape(row)) for row in page.assumed)
    assumes = f" ({page.assumes})" if page.assumes else ""
    for title, examples in (("Anmärker på", page.fires_on), ("Tiger om", page.silent_on)):
        yield _heading(f"{title}{escape(assumes)}")
        yield from (_ITEM.format(escape(example)) for example in examples)


def _table(rows: Sequence[RuleRow]) -> Iterator[str]:
    if not rows:
        return
    yield _heading(f"Regelns tabell, {len(rows)} {'rad' if len(rows) == 1 else 'rader'}")
    for row in rows[:MOST_ROWS]:
        muted = f"<span style='color:{_name('muted')}'>{escape(row.source)}</span>"
        numbers = f" [{format_numbers(row.catalogue)}]" if row.catalogue else ""
        yield _ITEM.format(f"<b>{escape(row.told)}</b>{numbers} {escape(row.reason)} {muted}")
    if len(rows) > MOST_ROWS:
        yield _PARAGRAPH.format(
            f"Och {len(rows) - MOST_ROWS} rader till: de står i den utskrivna boken."
        )


def _statistics(months: Sequence[RuleCount]) -> Iterator[str]:
    yield _heading("Vid signering, månad för månad")
    if not months:
        yield _PARAGRAPH.format(_NO_HITS)
        return
    head = "".join(_cell(f"<b>{name}</b>", is_number=name != "Månad") for name in _COLUMNS)
    lines = "".join(f"<tr>{''.join(_month(count))}</tr>" for count in months)
    yield f"<table cellspacing='0'><tr>{head}</tr>{lines}</table>"
    reasons = add_reasons(reason for count in months for reason in count.reasons)
    if reasons:
        told = ", ".join(f"{escape(text)} ({times})" for text, times in reasons[:_REASONS])
        yield _PARAGRAPH.format(f"Skäl: {told}.")


_COLUMNS = ("Månad", "Anmärkte", "Avfärdades", "Andel")


def _month(count: RuleCount) -> Iterator[str]:
    yield _cell(count.month)
    for text in (str(count.hits), str(count.overridden), f"{100 * count.share:.0f} %"):
        yield _cell(text, is_number=True)


def _cell(text: str, *, is_number: bool = False) -> str:
    return _CELL.format(extra=" align='right'" if is_number else "", text=text)


def _heading(text: str) -> str:
    return _HEADING.format(colour=_name("muted"), text=text)


def _name(token: str) -> str:
    return colour(token).name()
