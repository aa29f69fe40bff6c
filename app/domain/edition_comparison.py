"""The comparison of two editions, code by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from app.domain.codebook_ports import Codebook
from app.domain.concept import Concept, Edition, Mark, Note, NoteKind
from app.domain.edition_difference import CodeDifference, DifferenceKind, EditionDifference
from app.domain.note_difference import (
    NoteComparison,
    NotesByCode,
    compare_notes,
    plan_comparison,
)

NO_NOTES: NotesByCode = {}
#: Where a concept without anything above it stands.
TOP_LEVEL = "översta nivån"
_NOTHING_BESIDE = NoteComparison(frozenset(), covers_principal=False)


def compare_codebooks(
    before: Codebook,
    after: Codebook,
    before_notes: NotesByCode = NO_NOTES,
    after_notes: NotesByCode = NO_NOTES,
) -> EditionDifference:
    """Find every change by canonical code, headings included; blanks alone are no change.

    The notes are those that storage keeps apart from the concepts. What only one of the
    editions can carry is not compared, and named in the remarks.
    """
    plan = plan_comparison(
        (before.edition, before.concepts(), before_notes),
        (after.edition, after.concepts(), after_notes),
    )
    comparison = _Comparison(_Side(before, before_notes), _Side(after, after_notes), plan)
    return EditionDifference(
        before.edition,
        after.edition,
        tuple(comparison.changes()),
        {c.code: c.title for book in (before, after) for c in _tops(book)},
        plan.remarks,
    )


def count_changes(before: Codebook, after: Codebook) -> Mapping[DifferenceKind, int]:
    """Count the changes of each kind as `compare_codebooks` finds them.

    What notes and flags tell is left out, so that it is quick enough while files are read.
    """
    comparison = _Comparison(_Side(before), _Side(after), _NOTHING_BESIDE)
    return Counter(change.kind for change in comparison.changes())


def _tops(book: Codebook) -> list[Concept]:
    """Give the concepts of the top level in code order; quicker than asking for children."""
    return sorted((c for c in book.concepts() if c.parent is None), key=attrgetter("code"))


def is_in_use(concept: Concept, edition: Edition) -> bool:
    """Whether an edition had the code in use on its first day."""
    first = edition.valid.start
    return concept.valid_to is None or (first is not None and first <= concept.valid_to)


def same_title(before: Concept, after: Concept) -> bool:
    """Whether the titles agree but for blanks."""
    return before.title == after.title or before.title.split() == after.title.split()


def is_withdrawn(before: Concept, after: Concept, edition: Edition) -> bool:
    """Whether a code that both editions list goes out of use with the newer one."""
    is_announced = before.valid_to is None and after.valid_to is not None
    return is_announced or not is_in_use(after, edition)


def name_above(book: Codebook, concept: Concept) -> str:
    """Name what a concept stands right below, with its title."""
    above = book.concept(concept.parent) if concept.parent else None
    return f"{above.code} {above.title}" if above else TOP_LEVEL


def format_mark(mark: Mark) -> str:
    """Write a mark, or that there is none."""
    return str(mark) or "utan märke"


def _format_principal(concept: Concept) -> str:
    return "Får vara huvuddiagnos" if concept.may_be_principal else "Ej huvuddiagnos"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the editions with its notes, and the top of the tree above every code seen so far."""

    book: Codebook
    notes: NotesByCode = field(default_factory=dict)
    tops: dict[str, str] = field(default_factory=dict)

    def top(self, concept: Concept) -> str:
        """Find the code of the top level that a concept stands below."""
        path: list[str] = []
        step: Concept | None = concept
        while step is not None and step.code not in self.tops and step.code not in path:
            path.append(step.code)
            step = self.book.concept(step.parent) if step.parent else None
        known = self.tops.get(step.code) if step else None
        top = known or path[-1]
        self.tops.update(dict.fromkeys(path, top))
        return top

    @property
    def edition(self) -> Edition:
        """The edition itself."""
        return self.book.edition

    def notes_of(self, concept: Concept) -> Sequence[Note]:
        """Return the notes of a concept, wherever they are kept."""
        return self.notes.get(concept.code, concept.notes)


class _Comparison:
    """Walks through both editions at once."""

    def __init__(self, before: _Side, after: _Side, plan: NoteComparison) -> None:
        self._before = before
        self._after = after
        self._plan = plan

    def changes(self) -> Iterator[CodeDifference]:
        """Yield every change in the order of the newer edition."""
        gone = self._gone_by_place()
        yield from gone.get(None, ())
        for now in self._after.book.concepts():
            yield from self._of_code(self._before.book.concept(now.code), now)
            yield from gone.get(now.code, ())

    def _gone_by_place(self) -> dict[str | None, list[CodeDifference]]:
        """Give what the newer edition lacks by the kept code that it stood after."""
        found: dict[str | None, list[CodeDifference]] = {}
        place: str | None = None
        for then in self._before.book.concepts():
            if self._after.book.concept(then.code) is not None:
                place = then.code
            elif is_in_use(then, self._before.edition):
                found.setdefault(place, []).append(self._withdrawn(then, None))
        return found

    def _of_code(self, then: Concept | None, now: Concept) -> Iterator[CodeDifference]:
        if then is None or not is_in_use(then, self._before.edition):
            if is_in_use(now, self._after.edition):
                yield self._change(DifferenceKind.NEW, None, now, ("", now.title))
        elif is_withdrawn(then, now, self._after.edition):
            yield self._withdrawn(then, now)
        else:
            yield from self._differences(then, now)

    def _withdrawn(self, then: Concept, now: Concept | None) -> CodeDifference:
        text = ""
        if now is not None and now.valid_to is not None:
            verb = "Gäller" if is_in_use(now, self._after.edition) else "Gällde"
            text = f"{verb} till och med {now.valid_to.isoformat()}"
        return self._change(DifferenceKind.WITHDRAWN, then, now, (then.title, text))

    def _differences(self, then: Concept, now: Concept) -> Iterator[CodeDifference]:
        if not same_title(then, now):
            yield self._change(DifferenceKind.RETITLED, then, now, (then.title, now.title))
        if then.mark is not now.mark:
            texts = (format_mark(then.mark), format_mark(now.mark))
            yield self._change(DifferenceKind.MARK, then, now, texts)
        if self._plan.covers_principal and then.may_be_principal is not now.may_be_principal:
            texts = (_format_principal(then), _format_principal(now))
            yield self._change(DifferenceKind.NOT_PRINCIPAL, then, now, texts)
        if then.parent != now.parent:
            texts = (name_above(self._before.book, then), name_above(self._after.book, now))
            yield self._change(DifferenceKind.MOVED, then, now, texts)
        if self._plan.kinds:
            yield from self._noted(then, now)

    def _noted(self, then: Concept, now: Concept) -> Iterator[CodeDifference]:
        kinds = self._plan.kinds
        if then.may_be_principal is not now.may_be_principal:
            # Said already by the change of the flag, which the note is about.
            kinds -= {NoteKind.NOT_PRINCIPAL.value}
        texts = compare_notes(
            (then, self._before.notes_of(then)), (now, self._after.notes_of(now)), kinds
        )
        if texts is not None:
            yield self._change(DifferenceKind.NOTES, then, now, texts)

    def _change(
        self,
        kind: DifferenceKind,
        then: Concept | None,
        now: Concept | None,
        texts: tuple[str, str],
    ) -> CodeDifference:
        concept, side = (now, self._after) if now else (then, self._before)
        if concept is None:
            raise ValueError(kind)
        return CodeDifference(kind, concept.code, side.top(concept), then, now, *texts)
