"""Where the codes that differ between two editions are in use at this workplace."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.code_use import CodeUse
from app.domain.codes import CodeRange, CodeSystem, has_icd_shape, has_kva_shape
from app.domain.concept import Edition
from app.domain.edition_difference import (
    CodeDifference,
    DifferenceKind,
    EditionDifference,
    Touched,
    TouchKind,
)
from app.domain.encounter import STATUS_LABEL
from app.domain.ports import UnitOfWork
from app.domain.regional import BLOCK_LABEL, Block
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: Codes between two reports of progress.
_STEP = 500


def find_touched(
    app: AppContext, difference: EditionDifference, control: JobControl = NO_CONTROL
) -> Mapping[str, tuple[Touched, ...]]:
    """Find what names the codes that changed: favourites, templates, synonyms, blocks, events.

    By code, in this order; a code that nobody uses is left out, and a new one touches nobody.
    An event is touched when the newer edition judges it, or will, since it has no end yet. A
    change of "not as principal" alone touches events and templates where the code is principal.

    Raises:
        StorageError: the database cannot be read.
        Cancelled: the user cancelled.

    """
    changed = _Changed.of(difference)
    total = len(changed.codes)
    with app.unit_of_work() as uow:
        control.step(0, total, "Söker i favoriter och kodmallar …")
        found = [*_favourites(uow, changed), *_templates(uow, changed)]
        control.step(0, total, "Söker i vårdhändelser …")
        events = list(_events(uow, changed))
        blocks = uow.regional.block_list()
    found += _synonyms(app, changed, control)
    found += _blocks(blocks, changed)
    by_code: dict[str, list[Touched]] = {}
    for touched in (*found, *events):
        by_code.setdefault(touched.code, []).append(touched)
    return {code: tuple(each) for code, each in by_code.items()}


@dataclass(frozen=True, slots=True)
class _Changed:
    """The codes that differ, and from which day the newer edition judges each."""

    system: CodeSystem
    #: None for an edition without a first day.
    starts: Mapping[str, date | None]
    #: Those that differ in "not as principal" and in nothing else.
    as_principal: frozenset[str]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the difference."""
        return tuple(self.starts)

    @classmethod
    def of(cls, difference: EditionDifference) -> _Changed:
        """Gather the codes that were there before; a new one is in nobody's use."""
        starts: dict[str, date | None] = {}
        others: set[str] = set()
        for change in difference.changes:
            if change.kind is DifferenceKind.NEW:
                continue
            starts[change.code] = _first_day(difference.after, change)
            if change.kind is not DifferenceKind.NOT_PRINCIPAL:
                others.add(change.code)
        return cls(difference.after.system, starts, frozenset(starts.keys() - others))

    def judges(self, use: CodeUse) -> bool:
        """Whether the event's code is, or will be, judged as the newer edition has it."""
        if use.code in self.as_principal and not use.is_principal:
            return False
        first = self.starts[use.code]
        return use.end_day is None or first is None or first <= use.end_day


def _first_day(edition: Edition, change: CodeDifference) -> date | None:
    """Return from when the change counts; a code is good up to the last day that it is given."""
    first = edition.valid.start
    is_withdrawn = change.kind is DifferenceKind.WITHDRAWN
    last = change.after.valid_to if change.after and is_withdrawn else None
    return max(first, last + timedelta(days=1)) if first and last else first


def _favourites(uow: UnitOfWork, changed: _Changed) -> Iterator[Touched]:
    names = {person.id: person.name for person in uow.people.all()}
    for kept in uow.favourites.all():
        if kept.system is changed.system and kept.code in changed.starts:
            name = names.get(kept.person_id, kept.person_id)
            yield Touched(TouchKind.FAVOURITE, kept.code, name, kept.person_id)


def _templates(uow: UnitOfWork, changed: _Changed) -> Iterator[Touched]:
    for code_set in uow.code_sets.all():
        codes = dict.fromkeys(
            item.code
            for item in code_set.items
            if item.system is changed.system
            and item.code in changed.starts
            and (item.is_principal or item.code not in changed.as_principal)
        )
        for code in codes:
            yield Touched(TouchKind.TEMPLATE, code, code_set.name, code_set.id)


def _synonyms(app: AppContext, changed: _Changed, control: JobControl) -> Iterator[Touched]:
    codes = changed.codes
    for done, code in enumerate(codes):
        if done % _STEP == 0:
            control.step(done, len(codes), "Söker bland synonymer …")
        if code not in changed.as_principal:
            for term in app.engine.synonyms_of(changed.system, code):
                yield Touched(TouchKind.SYNONYM, code, term, term)


def _blocks(blocks: Sequence[Block], changed: _Changed) -> Iterator[Touched]:
    codes = [code for code in changed.codes if has_icd_shape(code) or has_kva_shape(code)]
    for block in blocks:
        places = [_codes_of(text) for text in (block.codes, block.other) if text]
        beside = f" {block.other}" if block.other else ""
        text = f"{block.codes} {BLOCK_LABEL[block.kind]}{beside}"
        for code in codes:
            if any(code in place for place in places):
                yield Touched(TouchKind.BLOCK_LIST, code, text)


def _codes_of(text: str) -> Container[str]:
    """Read once what a row of the block list is about; `app.domain.regional.matches` for many."""
    return frozenset({text}) if has_kva_shape(text) else CodeRange.parse(text)


def _events(uow: UnitOfWork, changed: _Changed) -> Iterator[Touched]:
    for use in uow.encounters.using(changed.system, changed.codes):
        if changed.judges(use):
            day = use.end_day.isoformat() if use.end_day else "inte avslutad"
            status = STATUS_LABEL[use.status].lower()
            text = f"{use.encounter_id}, {status}, {day}"
            yield Touched(TouchKind.EVENT, use.code, text, use.encounter_id)
