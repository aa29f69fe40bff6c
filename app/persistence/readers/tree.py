"""From rows to a checked tree of concepts: what every reader does last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.codebook import TreeFault, find_tree_fault
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.errors import CodebookFileError
from app.persistence.readers.text_file import Row, row_error

_REMEDY = "Rätta raden, eller hämta filen på nytt från utgivaren."
#: The longest official title has 322 signs.
_LONGEST_TITLE = 1_000
#: What the codes of a system look like, its headings, blocks and chapters among them.
_SHAPES = {
    CodeSystem.ICD10SE: re.compile(r"\d\d|[A-Z]\d\d-[A-Z]\d\d|[A-Z]\d\d(?:\.[0-9A-Z]{1,2})?"),
    CodeSystem.KVA: re.compile(
        r"(?:KKÅ|KMÅ):[A-ZÅÄÖ][A-ZÅÄÖ0-9-]{0,11}|[A-Z]{3}\d\d|[A-Z]{2}\d{3}"
    ),
    CodeSystem.ATC: re.compile(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?"),
}
_SHOWN = 40
#: How a mark may be written in a file.
_MARKS = {"": Mark.NONE, "†": Mark.DAGGER, "+": Mark.DAGGER, "*": Mark.ASTERISK}


@dataclass(frozen=True, slots=True)
class Draft:
    """A concept as its row gives it, before it is known whether anything stands below it."""

    row: Row
    code: str
    title: str
    level: Level
    parent: str | None
    mark: Mark = Mark.NONE
    may_be_principal: bool = True
    description: str = ""
    partners: tuple[str, ...] = ()


def read_mark(row: Row, text: str) -> Mark:
    """Read a dagger or asterisk.

    Raises:
        CodebookFileError: the cell holds something else.

    """
    if text not in _MARKS:
        remedy = "Kolumnen ska vara tom eller innehålla † eller *."
        raise row_error(row, f"”{text}” är ingen markering. {remedy}")
    return _MARKS[text]


def build_concepts(system: CodeSystem, drafts: Sequence[Draft]) -> Iterator[Concept]:
    """Yield the concepts of the drafts, in the same order, once they are known to be a tree.

    Raises:
        CodebookFileError: a code or title is missing or cannot be one, a code occurs twice, a
            parent is missing, or the parents go round.

    """
    for draft in drafts:
        _check_draft(system, draft)
    fault = find_tree_fault(drafts)
    if fault is not None:
        raise _tree_error(fault, [draft.row for draft in drafts if draft.code == fault.code])
    parents = {draft.parent for draft in drafts}
    for draft in drafts:
        yield Concept(
            system=system,
            code=draft.code,
            title=draft.title,
            level=draft.level,
            parent=draft.parent,
            mark=draft.mark,
            may_be_principal=draft.may_be_principal,
            is_leaf=draft.code not in parents,
            description=draft.description,
            partners=draft.partners,
        )


def _check_draft(system: CodeSystem, draft: Draft) -> None:
    if not _SHAPES[system].fullmatch(draft.code):
        shown = draft.code[:_SHOWN]
        text = f"”{shown}” har inte den form som koder i {SYSTEM_LABEL[system]} har."
        raise row_error(draft.row, f"{text} {_REMEDY}")
    if not draft.title:
        raise row_error(draft.row, f"Koden {draft.code} saknar titel. {_REMEDY}")
    if len(draft.title) > _LONGEST_TITLE:
        text = f"Titeln till {draft.code} är {len(draft.title)} tecken lång, men får vara högst"
        raise row_error(draft.row, f"{text} {_LONGEST_TITLE}. {_REMEDY}")


def _tree_error(fault: TreeFault, rows: Sequence[Row]) -> CodebookFileError:
    first, last = rows[0], rows[-1]
    if first is last:
        return row_error(last, f"{fault.text} {_REMEDY}")
    earlier = f"Den står redan på rad {first.line} i {first.path.name}."
    return row_error(last, f"{fault.text} {earlier} {_REMEDY}")
