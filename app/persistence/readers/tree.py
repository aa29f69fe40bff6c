"""From rows to a checked tree of concepts: what every reader does last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.codebook import TreeFault, find_tree_fault
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.edition_checks import find_shape_fault
from app.domain.errors import CodebookFileError
from app.persistence.readers.text_file import Row, row_error

_REMEDY = "Rätta raden, eller hämta filen på nytt från utgivaren."
#: The longest official title has 322 signs.
_LONGEST_TITLE = 1_000
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
    parents = {draft.parent for draft in drafts}
    concepts = [_concept(system, draft, is_leaf=draft.code not in parents) for draft in drafts]
    fault = find_shape_fault(system, concepts) or find_tree_fault(drafts)
    if fault is not None:
        raise _tree_error(fault, [draft.row for draft in drafts if draft.code == fault.code])
    for draft in drafts:
        _refuse_long_title(draft)
    yield from concepts


def _concept(system: CodeSystem, draft: Draft, *, is_leaf: bool) -> Concept:
    return Concept(
        system=system,
        code=draft.code,
        title=draft.title,
        level=draft.level,
        parent=draft.parent,
        mark=draft.mark,
        may_be_principal=draft.may_be_principal,
        is_leaf=is_leaf,
        description=draft.description,
        partners=draft.partners,
    )


def _refuse_long_title(draft: Draft) -> None:
    if len(draft.title) > _LONGEST_TITLE:
        text = f"Titeln till {draft.code} är {len(draft.title)} tecken lång, men får vara högst"
        raise row_error(draft.row, f"{text} {_LONGEST_TITLE}. {_REMEDY}")


def _tree_error(fault: TreeFault, rows: Sequence[Row]) -> CodebookFileError:
    first, last = rows[0], rows[-1]
    if first is last:
        return row_error(last, f"{fault.text} {_REMEDY}")
    earlier = f"Den står redan på rad {first.line} i {first.path.name}."
    return row_error(last, f"{fault.text} {earlier} {_REMEDY}")
