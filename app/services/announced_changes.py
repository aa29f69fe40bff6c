"""Use case for a publisher's list of changes, held against what was imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.domain.codebook import choose_edition
from app.domain.codebook_changes import ChangeKind, CodeChange
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept, Edition
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: The kinds that an edition can answer for; of the others nothing is compared.
_CHECKED = frozenset({ChangeKind.NEW, ChangeKind.WITHDRAWN, ChangeKind.RETITLED})
#: Headings of KVÅ stand in an edition with the name of their part before the code.
_PARTS = {CodeSystem.KVA: ("KKÅ", "KMÅ")}


class Agreement(StrEnum):
    """Whether an edition says what the publisher announced; the value is what the user reads."""

    AGREES = "Ja"
    DIFFERS = "Nej"
    NOT_CHECKED = "Inte prövad"


@dataclass(frozen=True, slots=True)
class AnnouncedChange:
    """A change of the list, held against the edition in use."""

    change: CodeChange
    agreement: Agreement
    #: The edition that was asked; None where no official one of the system is in use.
    edition: Edition | None

    @property
    def said(self) -> str:
        """What the publisher says: the text before and after, or the remark."""
        change = self.change
        if change.kind is ChangeKind.NEW:
            return change.after
        if change.kind is ChangeKind.WITHDRAWN:
            return change.before
        if change.kind is ChangeKind.REMARK:
            return change.comment
        return f"{change.before or '–'} → {change.after or '–'}"


@dataclass(frozen=True, slots=True)
class AnnouncedChanges:
    """A list of changes in file order."""

    file_name: str
    changes: tuple[AnnouncedChange, ...]
    #: Whole Swedish sentences: of which days no edition is in use, and what was asked instead.
    remarks: tuple[str, ...]

    def count(self, agreement: Agreement) -> int:
        """Return how many of the changes came out so."""
        return sum(each.agreement is agreement for each in self.changes)

    @property
    def summary(self) -> str:
        """The counts in one Swedish sentence."""
        number = len(self.changes)
        agrees, differs = self.count(Agreement.AGREES), self.count(Agreement.DIFFERS)
        rest = self.count(Agreement.NOT_CHECKED)
        noun = "ändring" if number == 1 else "ändringar"
        how = "inte prövad" if rest == 1 else "inte prövade"
        return f"{number} {noun}: {agrees} stämmer, {differs} stämmer inte, {rest} {how}."


@dataclass(frozen=True, slots=True)
class _Asked:
    """The edition that a change is held against."""

    edition: Edition | None
    #: Whether it covers the day of the change.
    covers: bool


def read_announced_changes(
    app: AppContext, path: Path, control: JobControl = NO_CONTROL
) -> AnnouncedChanges:
    """Read a publisher's list of changes and hold each against the edition of the change's day.

    Nothing is kept. Only official editions in use are asked; where none covers the day the
    nearest is, as everywhere in the program, and the remarks say so.

    Raises:
        CodebookFileError: it is no such list, or cannot be used; with sheet, row and remedy.
        Cancelled: the user cancelled.

    """
    changes = app.readers.changes(path)
    found, asked = [], []
    for done, change in enumerate(changes):
        control.step(done, len(changes), f"Jämför {change.code} …")
        asked.append(_choose(app, change))
        agreement = _compare(change, _find(app, asked[-1].edition, change))
        found.append(AnnouncedChange(change, agreement, asked[-1].edition))
    return AnnouncedChanges(path.name, tuple(found), tuple(_remarks(changes, asked)))


def _choose(app: AppContext, change: CodeChange) -> _Asked:
    chosen = choose_edition(app.library.editions(), change.system, change.day)
    if chosen is None or chosen.edition.is_starter:
        return _Asked(None, covers=False)
    return _Asked(chosen.edition, covers=not chosen.is_outside)


def _find(app: AppContext, edition: Edition | None, change: CodeChange) -> list[Concept] | None:
    """Return what an edition has under a code; None where there is no edition to ask."""
    book = app.library.codebook(edition.id) if edition else None
    if book is None:
        return None
    parts = _PARTS.get(change.system, ())
    written = (change.code, *(f"{part}:{change.code}" for part in parts))
    return [concept for concept in map(book.concept, written) if concept is not None]


def _compare(change: CodeChange, found: Sequence[Concept] | None) -> Agreement:
    if found is None or len(found) > 1 or (not found and "-" in change.code):
        return Agreement.NOT_CHECKED  # no edition, a heading of both parts, or several codes
    concept = found[0] if found else None
    match change.kind:
        case ChangeKind.NEW:
            agrees = concept is not None and not concept.has_ended(change.day)
        case ChangeKind.WITHDRAWN:
            agrees = concept is None or concept.valid_to is not None
        case ChangeKind.RETITLED:
            agrees = concept is not None and _bare(concept.title) == _bare(change.after)
        case _:
            return Agreement.NOT_CHECKED
    return Agreement.AGREES if agrees else Agreement.DIFFERS


def _bare(title: str) -> str:
    return "".join(title.split())


def _remarks(changes: Sequence[CodeChange], asked: Sequence[_Asked]) -> list[str]:
    days: dict[tuple[CodeSystem, Edition | None], list[date]] = {}
    for change, one in zip(changes, asked, strict=True):
        if change.kind in _CHECKED and not one.covers:
            days.setdefault((change.system, one.edition), []).append(change.day)
    return [_remark(SYSTEM_LABEL[system], of, edition) for (system, edition), of in days.items()]


def _remark(system: str, days: Iterable[date], edition: Edition | None) -> str:
    if edition is None:
        text = f"Ingen officiell utgåva av {system} är i bruk, så dess ändringar är inte prövade."
        return f"{text} Läs in utgåvan och visa listan igen."
    first, *rest = sorted(set(days))
    span = f"{first}" if not rest else f"{first} till {rest[-1]}"
    text = f"Ingen utgåva av {system} gäller {span}."
    return f"{text} De ändringarna är jämförda med den närmaste, {edition.label}."
