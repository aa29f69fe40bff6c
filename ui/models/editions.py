"""The columns of the table of editions, and what an edition contains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codebook import RESTING, effective_editions, name_state
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import EDITION_STATE_LABEL, Edition, EditionState, Level, SourceFile
from app.domain.plain_text import group_thousands
from ui.models.list_table_model import Column

#: Letters of a checksum that tell two files apart at a glance.
_SHORT = 12
_STATE_ICON = {
    EDITION_STATE_LABEL[EditionState.IMPORTED]: "draft",
    EDITION_STATE_LABEL[EditionState.ACTIVE]: "signed",
    EDITION_STATE_LABEL[EditionState.RETIRED]: "parked",
    RESTING: "parked",
}
_LEVEL_LABEL = {
    Level.CHAPTER.value: "Kapitel",
    Level.BLOCK.value: "Avsnitt",
    Level.CATEGORY.value: "Kategorier",
    Level.SUBCATEGORY.value: "Fyrställiga koder",
    Level.EXTENSION.value: "Femställiga koder",
    Level.HEADING.value: "Rubriker",
    Level.ITEM.value: "Koder att rapportera",
}
_SYSTEMS = tuple(CodeSystem)


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition, its state in words, and the last day on which a day asks for it."""

    edition: Edition
    state: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many codes an edition has in one respect, beside the edition before."""

    name: str
    now: int
    #: None where nothing is known of an edition before.
    before: int | None = None

    @property
    def difference(self) -> str:
        """The change in words, the same that the icon says."""
        if self.before is None:
            return ""
        step = self.now - self.before
        return (
            f"{group_thousands(step)} fler"
            if step > 0
            else f"{group_thousands(-step)} färre"
            if step < 0
            else "lika"
        )

    @property
    def icon(self) -> str:
        """The same as an icon; none where nothing has changed."""
        if self.before is None or self.now == self.before:
            return ""
        return "added" if self.now > self.before else "removed"


def edition_rows(editions: Sequence[Edition]) -> list[EditionRow]:
    """Return a row an edition, by system, newest first; those in use end where the next begins."""
    ends = {
        edition.id: edition.valid.end
        for system in _SYSTEMS
        for edition in effective_editions(editions, system)
    }
    rows = [
        EditionRow(each, name_state(each, editions), ends.get(each.id, each.valid.end))
        for each in editions
    ]
    return sorted(rows, key=lambda row: _SYSTEMS.index(row.edition.system))


def count_rows(
    edition: Edition, previous: Edition | None, titles: Mapping[str, str]
) -> list[CountRow]:
    """Return the counts per level, then per chapter, beside those of the edition before."""
    return [
        *_beside(edition.counts, previous.counts if previous else {}, _LEVEL_LABEL),
        *_beside(edition.chapter_counts, previous.chapter_counts if previous else {}, titles),
    ]


def count_codes(edition: Edition) -> int:
    """Count what can be reported, as far as the edition tells; else all its concepts."""
    return sum((edition.chapter_counts or edition.counts).values())


def format_count(number: int | None) -> str:
    """Write a number with a hard blank between thousands; nothing where there is none."""
    return "" if number is None else group_thousands(number)


def _beside(
    now: Mapping[str, int], before: Mapping[str, int], titles: Mapping[str, str]
) -> Iterator[CountRow]:
    known = [level for level in _LEVEL_LABEL if level in now or level in before]
    for key in dict.fromkeys((*known, *now, *before)):
        title = titles.get(key, "")
        name = title if key in _LEVEL_LABEL else f"{key} {title}".strip()
        yield CountRow(name, now.get(key, 0), before.get(key, 0) if before else None)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _imported(row: EditionRow) -> str:
    at = row.edition.imported_at
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def _files(row: EditionRow) -> str:
    return ", ".join(source.name for source in row.edition.sources)


EDITION_COLUMNS: tuple[Column[EditionRow], ...] = (
    Column("Kodverk", lambda r: SYSTEM_LABEL[r.edition.system]),
    Column("Utgåva", lambda r: r.edition.label, tooltip=lambda r: r.edition.label),
    Column("Gäller från", lambda r: _day(r.edition.valid.start)),
    Column("Gäller till", lambda r: _day(r.until)),
    Column("Läge", lambda r: r.state, icon=lambda r: _STATE_ICON[r.state]),
    Column("Koder", lambda r: format_count(count_codes(r.edition)), is_number=True),
    Column("Inläst", _imported),
    Column("Av", lambda r: r.edition.imported_by),
    Column("Filer", _files, tooltip=_files),
)
EDITION_WIDTHS = (11, 30, 12, 12, 12, 10, 17, 16, 20)

COUNT_COLUMNS: tuple[Column[CountRow], ...] = (
    Column("Nivå eller kapitel", lambda r: r.name, tooltip=lambda r: r.name),
    Column("Koder", lambda r: format_count(r.now), is_number=True),
    Column("Före", lambda r: format_count(r.before), is_number=True),
    Column("Skillnad", lambda r: r.difference, icon=lambda r: r.icon),
)
#: Name first, which takes the room that is left.
COUNT_WIDTHS = (20, 9, 9, 14)

SOURCE_COLUMNS: tuple[Column[SourceFile], ...] = (
    Column("Fil", lambda s: s.name, tooltip=lambda s: s.name),
    Column("SHA-256", lambda s: f"{s.sha256[:_SHORT]} …", tooltip=lambda s: s.sha256),
)
SOURCE_WIDTHS = (20, 18)
