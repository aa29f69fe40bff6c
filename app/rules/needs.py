"""What an event must hold for a rule to have anything to say: so that most rules are not asked.

A rule that names its needs is skipped on events without them; one that names none is always
asked. Needs never decide what a rule finds: with and without them the findings are the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Protocol

from app.domain.care_types import CareSetting
from app.domain.codes import CodeRange, CodeSet, has_atc_shape, has_kva_shape
from app.rules.case import Case

_CATEGORY = 3
_START = 2
#: More codes than any edition has.
_MOST_CODES = 65_536
#: Every text that can be a category, in order.
_KNOWN = [f"{letter}{number:02}" for letter in ascii_uppercase for number in range(100)]
_PROCEDURE, _DRUG, _TEXT, _FIRST = "procedure", "drug", "text", "first "
_REPEATED, _ASTERISK, _BLOCKS = "repeated", "asterisk", "blocks"
_ROW_TEXT, _NOTE, _PROBLEM = "row text", "note", "problem group"


class Beside(Protocol):
    """A row of a rule table about codes beside others."""

    @property
    def codes(self) -> CodeSet:
        """The codes that the row is about."""
        ...

    @property
    def others(self) -> CodeSet:
        """Those beside them."""
        ...


@dataclass(frozen=True, slots=True)
class Needs:
    """Marks of an event, one of each group of which it must bear."""

    groups: tuple[frozenset[str], ...] = ()

    def __and__(self, other: Needs) -> Needs:
        """Return that both must be met."""
        return Needs((*self.groups, *other.groups))

    def __or__(self, other: Needs) -> Needs:
        """Return that either is enough.

        Raises:
            ValueError: one of them asks for several things at once, or for none.

        """
        if len(self.groups) != 1 or len(other.groups) != 1:
            raise ValueError("only needs of one group can be alternatives")
        return Needs((self.groups[0] | other.groups[0],))

    def are_met(self, marks: frozenset[str]) -> bool:
        """Whether an event with these marks may be spoken about."""
        return all(not group.isdisjoint(marks) for group in self.groups)


def _mark(mark: str) -> Needs:
    return Needs((frozenset({mark}),))


#: The rule is asked about every event.
ALWAYS_ASKED = Needs()
#: Any procedure code, any ATC code, the words of the record.
PROCEDURES, DRUGS, RECORD_TEXT = _mark(_PROCEDURE), _mark(_DRUG), _mark(_TEXT)
#: The free wording of a diagnosis.
ROW_TEXTS = _mark(_ROW_TEXT)
#: A code with notes that rules ask about, in the edition of the day; see Case.notes.
NOTES = _mark(_NOTE)
#: Text without the shape of a code: about such an event every rule is asked.
ODD_TEXT = _mark("odd")
#: An ICD code in two places, whichever they are; a manifestation (*), by the edition of the day.
REPEATED, ASTERISKS = _mark(_REPEATED), _mark(_ASTERISK)
#: A region that blocks codes.
BLOCKS = _mark(_BLOCKS)
#: Imported tables that group the event in a problem group.
PROBLEM_GROUPS = _mark(_PROBLEM)


def icd(*codes: CodeSet | str) -> Needs:
    """Return the need of an ICD code in one of the sets, in whatever place on the event."""
    return Needs((frozenset(_categories(codes)),))


def principal(*codes: CodeSet | str) -> Needs:
    """Return the need of a principal code in one of the sets."""
    return Needs((frozenset(f"{_FIRST}{category}" for category in _categories(codes)),))


def procedures(*codes: CodeSet | str) -> Needs:
    """Return the need of a KVÅ code, lead or additional, whose first two letters are among these.

    A set with a span over several beginnings asks for any procedure.
    """
    starts = set()
    for each in codes:
        for span in (CodeSet((CodeRange(each, each),)) if isinstance(each, str) else each).ranges:
            start = span.first[:_START]
            if len(start) < _START or not span.last.startswith(start):
                return PROCEDURES
            starts.add(f"{_PROCEDURE} {start}")
    return Needs((frozenset(starts),))


def rows_beside(rows: Iterable[Beside]) -> Needs:
    """Return the need of a code of some row, and of one of the codes beside it of some row."""
    known = list(rows)
    return icd(*(row.codes for row in known)) & icd(*(row.others for row in known))


class Asked:
    """A rule book sorted by needs. Safe to share between threads: nothing changes."""

    def __init__(self, needs: Sequence[Needs], settings: Sequence[frozenset[CareSetting]]) -> None:
        self._settings = {
            setting: _bits(setting in each for each in settings) for setting in CareSetting
        }
        depth = max((len(each.groups) for each in needs), default=0)
        self._layers = [_Layer([_group(each, place) for each in needs]) for place in range(depth)]

    def places(self, case: Case) -> int:
        """Return the rules to ask about an event, as bits: the first rule is the lowest."""
        asked = self._settings[case.setting]
        marks = marks_of(case)
        if marks is not None:
            for layer in self._layers:
                asked &= layer.met_by(marks)
        return asked


class _Layer:
    """One group of needs of every rule: which rules each mark is enough for."""

    def __init__(self, groups: Sequence[frozenset[str]]) -> None:
        self._content = _bits(not group for group in groups)
        self._by_mark: dict[str, int] = {}
        for place, group in enumerate(groups):
            for mark in group:
                self._by_mark[mark] = self._by_mark.get(mark, 0) | 1 << place

    def met_by(self, marks: Iterable[str]) -> int:
        found, by_mark = self._content, self._by_mark
        for mark in marks:
            found |= by_mark.get(mark, 0)
        return found


def marks_of(case: Case) -> frozenset[str] | None:
    """Return what an event bears; None where odd text is among its codes, so that all are asked.

    The categories of text without the shape of a code say nothing of what a rule makes of it.
    """
    if not _have_shape(case):
        return None
    marks = {f"{_FIRST}{code[:_CATEGORY]}" for code in case.principal_codes}
    known = case.words_of_codes
    for code in case.icd_codes:
        marks |= known.get(code) or _marks_of_code(case, code)
    if case.encounter.procedures:
        marks.add(_PROCEDURE)
        marks.update([f"{_PROCEDURE} {code[:_START]}" for code in case.kva_codes])
    if case.atc_codes:
        marks.add(_DRUG)
    for mark, is_borne in (
        (_TEXT, case.encounter.record_text),
        (_REPEATED, case.has_repeated_codes),
        (_BLOCKS, case.blocks),
        (_PROBLEM, case.encounter.problem_group),
        (_ROW_TEXT, any(row.text for row in case.diagnoses)),
    ):
        if is_borne:
            marks.add(mark)
    return frozenset(marks)


def _have_shape(case: Case) -> bool:
    """Whether every code of the event has the shape of a code of its system."""
    if len(case.shaped_codes) != len(case.icd_codes):
        return False
    return all(map(has_kva_shape, case.kva_codes)) and all(map(has_atc_shape, case.atc_codes))


def _marks_of_code(case: Case, code: str) -> frozenset[str]:
    """Return what a code alone gives an event, and keep it for the next event with the code."""
    marks = {code[:_CATEGORY]}
    if case.is_asterisk(code):
        marks.add(_ASTERISK)
    if case.notes(code):
        marks.add(_NOTE)
    found = frozenset(marks)
    if len(case.words_of_codes) < _MOST_CODES:
        case.words_of_codes[code] = found
    return found


def _group(needs: Needs, place: int) -> frozenset[str]:
    return needs.groups[place] if place < len(needs.groups) else frozenset()


def _bits(answers: Iterable[bool]) -> int:
    return sum(1 << place for place, answer in enumerate(answers) if answer)


def _categories(sets: Iterable[CodeSet | str]) -> list[str]:
    """Return every category that a set holds whole or in part."""
    found: list[str] = []
    for codes in sets:
        for span in (CodeSet.parse(codes) if isinstance(codes, str) else codes).ranges:
            first = bisect_left(_KNOWN, span.first[:_CATEGORY])
            found += _KNOWN[first : bisect_right(_KNOWN, span.last[:_CATEGORY])]
    return found
