"""The tables of the differences screen: kinds, chapters, changes and what they touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.edition_difference import (
    CodeDifference,
    DifferenceFilter,
    DifferenceKind,
    Touched,
    TouchedByCode,
    TouchKind,
)
from ui.models.editions import format_count
from ui.models.list_table_model import Column

KIND_ICON = {DifferenceKind.NEW: "added", DifferenceKind.WITHDRAWN: "removed"}
_DIFFERS = "differs"
_WHOLE = (DifferenceKind.NEW, DifferenceKind.WITHDRAWN, DifferenceKind.NOTES)
#: Changes per chapter and kind.
Counted = Mapping[str, Mapping[DifferenceKind, int]]
_ALL_KINDS, _ALL_CHAPTERS = "Alla ändringar", "Alla kapitel"
#: What Enter does on a row of each kind.
_JUMP_LABEL = {
    TouchKind.EVENT: "öppnar händelsen",
    TouchKind.FAVOURITE: "visar koden",
    TouchKind.SYNONYM: "visar koden",
    TouchKind.TEMPLATE: "visar mallarna",
    TouchKind.BLOCK_LIST: "visar listorna",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change with the places that use its code."""

    change: CodeDifference
    touched: Sequence[Touched] = ()

    @property
    def says(self) -> str:
        """What became what, in a line."""
        change = self.change
        title = change.concept.title
        if change.kind is DifferenceKind.RETITLED:
            return f"{change.before_text} → {change.after_text}"
        if change.kind in _WHOLE:
            return title
        return f"{title}: {change.before_text} → {change.after_text}"


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of change, or all of them, with how many there are."""

    kind: DifferenceKind | None
    count: int

    @property
    def name(self) -> str:
        """The kind in words."""
        return self.kind.value if self.kind else _ALL_KINDS


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter, or all of them, with how many changes there are."""

    code: str
    name: str
    count: int


def change_rows(changes: Sequence[CodeDifference], touched: TouchedByCode) -> list[ChangeRow]:
    """Return a row a change, in the same order."""
    return [ChangeRow(change, touched.get(change.code, ())) for change in changes]


def kind_rows(counted: Counted, chosen: DifferenceFilter) -> list[KindRow]:
    """Count the kinds that there are in the chosen chapter; all kinds come first."""
    counts: Counter[DifferenceKind] = Counter()
    for code, kinds in counted.items():
        if chosen.chapter in ("", code):
            counts.update(kinds)
    rows = [KindRow(k, counts[k]) for k in DifferenceKind if counts[k] or k in chosen.kinds]
    return [KindRow(None, counts.total()), *rows]


def chapter_rows(
    counted: Counted, chosen: DifferenceFilter, titles: Mapping[str, str]
) -> list[ChapterRow]:
    """Count the changes of the chosen kinds in the chapters that have any; all come first."""
    counts = {
        code: sum(count for kind, count in kinds.items() if chosen.kinds <= {kind})
        for code, kinds in counted.items()
    }
    rows = [
        ChapterRow(code, f"{code} {titles.get(code, '')}".strip(), count)
        for code, count in ({chosen.chapter: 0} | counts).items()
        if code and (count or code == chosen.chapter)
    ]
    return [ChapterRow("", _ALL_CHAPTERS, sum(counts.values())), *rows]


def _touching(row: ChangeRow) -> str:
    return format_count(len(row.touched)) if row.touched else ""


CHANGE_COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column(
        "Vad",
        lambda r: r.change.kind.value,
        tooltip=lambda r: r.change.kind.value,
        icon=lambda r: KIND_ICON.get(r.change.kind, _DIFFERS),
    ),
    Column("Kod", lambda r: r.change.concept.marked_code),
    Column("Titel, före → efter", lambda r: r.says, tooltip=lambda r: r.says),
    Column("Kapitel", lambda r: r.change.chapter),
    Column("Berör", _touching, is_number=True),
)

KIND_COLUMNS: tuple[Column[KindRow], ...] = (
    Column(
        "Ändring",
        lambda r: r.name,
        icon=lambda r: KIND_ICON.get(r.kind, _DIFFERS) if r.kind else "",
    ),
    Column("Antal", lambda r: format_count(r.count), is_number=True),
)
CHAPTER_COLUMNS: tuple[Column[ChapterRow], ...] = (
    Column("Kapitel", lambda r: r.name, tooltip=lambda r: r.name),
    Column("Antal", lambda r: format_count(r.count), is_number=True),
)
TOUCH_COLUMNS: tuple[Column[Touched], ...] = (
    Column("Berör", lambda t: t.kind.value),
    Column("Vad", lambda t: t.text, tooltip=lambda t: t.text),
    Column("Retur", lambda t: _JUMP_LABEL[t.kind]),
)
#: The middle one takes the room that is left.
TOUCH_WIDTHS = (14, 12, 18)
