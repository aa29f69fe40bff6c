"""How the notes and partners beside the codes differ between two editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Note, NoteKind

#: The notes of an edition by code, as storage keeps them apart from the concepts.
NotesByCode = Mapping[str, Sequence[Note]]
#: What the partners of a † or * are called beside the kinds of notes.
PARTNERS = "Koppling †/*"
#: A kind that one edition lacks and the other has on more codes than this is a matter of the
#: format of the files; fewer are the first notes of that kind.
_MOST_FIRST_NOTES = 100
_LONGEST = 240
#: Of a text that begins like the other, so much is kept before the first difference.
_LEAD = 40


@dataclass(frozen=True, slots=True)
class NoteComparison:
    """Which kinds of notes two editions both carry, so that a change there is a change."""

    kinds: frozenset[str]
    #: Whether both editions say themselves which codes may not be principal diagnosis.
    covers_principal: bool
    #: Whole Swedish sentences about what cannot be compared, and why.
    remarks: tuple[str, ...] = ()


def plan_comparison(
    before: tuple[Edition, Iterable[Concept], NotesByCode],
    after: tuple[Edition, Iterable[Concept], NotesByCode],
) -> NoteComparison:
    """Find what can be compared: an edition without notes has not withdrawn its successor's.

    The practice edition's notes, and the flags that the program itself sets where files say
    nothing, are the program's words and no publisher's.
    """
    editions = (before[0], after[0])
    if any(edition.is_starter for edition in editions):
        text = f"Övningskodverkets {_what(editions[0])} är skrivna för övning"
        return NoteComparison(frozenset(), False, (f"{text} och jämförs inte.",))
    counts = tuple(_count_kinds(concepts, notes) for _, concepts, notes in (before, after))
    bare = [edition for edition, each in zip(editions, counts, strict=True) if not each]
    if bare:
        return NoteComparison(frozenset(), False, _without_notes(bare))
    lost = {
        kind: editions[at]
        for at, (here, there) in enumerate((counts, counts[::-1]))
        for kind in there.keys() - here.keys()
        if there[kind] > _MOST_FIRST_NOTES
    }
    kinds = frozenset(counts[0].keys() | counts[1].keys()) - lost.keys()
    full = not any(_lacks_official_notes(each) for each in counts)
    return NoteComparison(kinds, full, tuple(_without_kinds(lost)))


def compare_notes(
    before: tuple[Concept, Sequence[Note]],
    after: tuple[Concept, Sequence[Note]],
    kinds: frozenset[str],
) -> tuple[str, str] | None:
    """Return what only the one and only the other edition says beside a code, by kind.

    None where they say the same; order, blanks and repetition are nothing.
    """
    if before[1] == after[1] and _beside(before[0]) == _beside(after[0]):
        return None
    then, now = _texts(*before), _texts(*after)
    changed = [
        kind for kind in dict.fromkeys((*then, *now)) if kind in kinds and _differ(then, now, kind)
    ]
    if not changed:
        return None
    pairs = [_shown(kind, then.get(kind, {}), now.get(kind, {})) for kind in changed]
    gone, come = zip(*pairs, strict=True)
    return " · ".join(filter(None, gone)), " · ".join(filter(None, come))


def _without_notes(bare: Sequence[Edition]) -> tuple[str, ...]:
    labels = " och ".join(edition.label for edition in bare)
    if bare[0].system is CodeSystem.ATC:
        return ()
    return (f"{labels} har inga anmärkningar i sina filer; {_what(bare[0])} jämförs därför inte.",)


def _what(edition: Edition) -> str:
    """Name what cannot be compared without notes."""
    is_icd = edition.system is CodeSystem.ICD10SE
    return "anmärkningar och märkning av huvuddiagnoser" if is_icd else "anmärkningar"


def _without_kinds(lost: Mapping[str, Edition]) -> Iterator[str]:
    by_edition: dict[str, list[str]] = {}
    for kind, edition in sorted(lost.items()):
        by_edition.setdefault(edition.label, []).append(kind)
    for label, kinds in by_edition.items():
        yield f"{label} saknar {', '.join(kinds)} i sina filer; det jämförs därför inte."


def _lacks_official_notes(kinds: Counter[str]) -> bool:
    """Whether there are descriptions and partners at most, as in files of the older form."""
    return not kinds.keys() - {NoteKind.DESCRIPTION.value, PARTNERS}


def _count_kinds(concepts: Iterable[Concept], notes: NotesByCode) -> Counter[str]:
    counted = Counter(note.kind.value for each in notes.values() for note in each)
    for concept in concepts:
        if concept.code not in notes:
            counted.update(note.kind.value for note in concept.notes)
            if _description(concept):
                counted[NoteKind.DESCRIPTION.value] += 1
        if concept.partners:
            counted[PARTNERS] += 1
    return counted


def _description(concept: Concept) -> str:
    """Return the description; that of a chapter is the range of its codes."""
    return "" if concept.level is Level.CHAPTER else concept.description


def _beside(concept: Concept) -> tuple[str, tuple[str, ...]]:
    return (_description(concept), concept.partners)


def _texts(concept: Concept, notes: Sequence[Note]) -> dict[str, dict[str, None]]:
    """Give the texts of each kind once, in file order, blanks evened out."""
    found: dict[str, dict[str, None]] = {}
    for note in notes:
        found.setdefault(note.kind.value, {})[" ".join(note.text.split())] = None
    described = NoteKind.DESCRIPTION.value
    if described in found:
        found[described] = {" ".join(found[described]): None}
    elif _description(concept).strip():
        found[described] = {" ".join(_description(concept).split()): None}
    if concept.partners:
        found[PARTNERS] = dict.fromkeys(concept.partners)
    return found


def _differ(
    then: Mapping[str, Mapping[str, None]], now: Mapping[str, Mapping[str, None]], kind: str
) -> bool:
    return then.get(kind, {}).keys() != now.get(kind, {}).keys()


def _shown(kind: str, then: Mapping[str, None], now: Mapping[str, None]) -> tuple[str, str]:
    """Say of a kind what only the one, and only the other edition has."""
    gone = "; ".join(text for text in then if text not in now)
    come = "; ".join(text for text in now if text not in then)
    shared = next((at for at, (a, b) in enumerate(zip(gone, come, strict=False)) if a != b), 0)
    return _excerpt(kind, gone, shared), _excerpt(kind, come, shared)


def _excerpt(kind: str, text: str, shared: int) -> str:
    if not text:
        return ""
    if len(text) > _LONGEST:
        start = text.rfind(" ", 0, max(shared - _LEAD, 0) + 1) + 1
        lead, rest = ("…" if start else ""), text[start:]
        text = lead + (rest if len(rest) <= _LONGEST else f"{rest[:_LONGEST].rstrip()}…")
    return f"{kind}: {text}"
