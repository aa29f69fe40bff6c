"""The side panel beside a finding: why now, why at all, where it is written, examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from app.domain.codes_behind import CodeBehind
from app.domain.encounter import Override
from app.domain.finding import Finding
from app.domain.rule_page import RulePage, RuleRow, format_numbers, format_validity
from ui.theme import colour

#: Rows of a rule's table that are quoted; a rule about many codes has hundreds.
_MOST_ROWS = 3
_PARAGRAPH = "<p style='margin-top:4px; margin-bottom:4px'>{}</p>"
_HEADING = "<p style='margin-top:8px; margin-bottom:2px; color:{colour}'><b>{text}</b></p>"
_ITEM = "<p style='margin-top:0; margin-bottom:2px; margin-left:10px; text-indent:-10px'>{}</p>"


@dataclass(frozen=True, slots=True)
class Because:
    """A code that made the finding, with its title, as the panel shows it."""

    behind: CodeBehind
    title: str


def finding_html(
    finding: Finding,
    override: Override | None,
    because: Sequence[Because],
    page: RulePage | None,
) -> str:
    """Return the marked-up text of the panel in the colours of the present theme."""
    parts = [*_decided(finding, page), *_overridden(override), *_why_now(because)]
    if page is not None:
        parts += [_PARAGRAPH.format(escape(page.explanation)), *_source(finding, page)]
        parts += [*_standing(page), *_examples(page)]
    return "".join(parts)


def _decided(finding: Finding, page: RulePage | None) -> Iterator[str]:
    """Say first what the region has decided, for it decides."""
    decision = page.decision if page and page.decision not in finding.remark else ""
    for text in filter(None, (finding.remark, decision)):
        yield _PARAGRAPH.format(f"<b>{escape(text)}</b>")


def _overridden(override: Override | None) -> Iterator[str]:
    if override is None:
        return
    when = f" {override.at:%Y-%m-%d %H:%M}" if override.at else ""
    editions = f" efter {override.editions[0]}" if override.editions else ""
    yield _heading(f"Avfärdad{when}{editions}")
    yield _PARAGRAPH.format(f"Skäl: {escape(override.reason)}")


def _why_now(because: Sequence[Because]) -> Iterator[str]:
    yield _heading("Varför nu?")
    if not because:
        yield _PARAGRAPH.format("Anmärkningen gäller händelsen, inte en viss kod på den.")
    for each in because:
        behind = each.behind
        muted = f"<span style='color:{_name('muted')}'> – {escape(behind.where)}</span>"
        yield _ITEM.format(f"<b>{escape(behind.code)}</b> {escape(each.title)}{muted}")


def _source(finding: Finding, page: RulePage) -> Iterator[str]:
    yield _heading("Källa")
    yield _PARAGRAPH.format(escape(page.source))
    for row in _rows_behind(finding, page)[:_MOST_ROWS]:
        yield _ITEM.format(_quoted(row))


def _rows_behind(finding: Finding, page: RulePage) -> list[RuleRow]:
    """Find the rows of the rule's table about all codes of the finding, or else about any."""
    about = [(row, [row.concerns(code) for code in finding.codes]) for row in page.rows]
    whole = [row for row, concerned in about if concerned and all(concerned)]
    return whole or [row for row, concerned in about if any(concerned)]


def _quoted(row: RuleRow) -> str:
    source = f"<span style='color:{_name('muted')}'> {escape(row.source)}</span>"
    return f"”{escape(row.reason)}”{source}"


def _standing(page: RulePage) -> Iterator[str]:
    """Say how much weight the rule bears, and when and where it applies."""
    yield _heading(f"Regel {page.rule_id}")
    basis = page.basis if page.is_verified else f"<b>{escape(page.basis)}</b>"
    numbers = f"Katalog {format_numbers(page.catalogue)}" if page.catalogue else "Utanför katalogen"
    parts = [numbers, escape(page.standing), basis, format_validity(page.valid), page.settings]
    yield _PARAGRAPH.format(" · ".join(part for part in parts if part))


def _examples(page: RulePage) -> Iterator[str]:
    if page.fires_on:
        yield _heading("Anmärker på")
        yield from _items(page.fires_on)
    if page.silent_on:
        yield _heading("Låter vara")
        yield from _items(page.silent_on)


def _items(texts: Iterable[str]) -> Iterator[str]:
    return (_ITEM.format(f"· {escape(text)}") for text in texts)


def _heading(text: str) -> str:
    return _HEADING.format(colour=_name("muted"), text=escape(text))


def _name(token: str) -> str:
    return colour(token).name()
