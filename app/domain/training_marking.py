"""Marks a coding against a key: rows first, then what hangs on them, then what is too many.

The scheme stands in docs/training.md. Three things hold for it always: the key itself earns
everything, the order of secondary diagnoses matters only where the exercise says so, and a
wrong code that is added never raises the marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.training import ExerciseKey, KeyCode, KeyDiagnosis, KeyProcedure, WrongCode
from app.domain.training_marks import (
    FULL,
    HALVING,
    SURPLUS_COST,
    WRONG_COST,
    MarkLine,
    Marks,
    Part,
    Verdict,
)
from app.domain.training_slots import (
    GivenRow,
    Place,
    Pool,
    Slot,
    diagnosis_rows,
    procedure_rows,
)

#: How often each verdict halves the points of a line; what is not here earns nothing.
_HALVINGS = {
    Verdict.RIGHT: 0,
    Verdict.ALTERNATIVE: 0,
    Verdict.ROLE: 1,
    Verdict.TURNED: 1,
    Verdict.UNLINKED: 1,
    Verdict.CATEGORY: 1,
    Verdict.CATEGORY_AND_ROLE: 2,
}
#: The better of two fits comes first.
_RANK = {verdict: rank for rank, verdict in enumerate(_HALVINGS)}


@dataclass(slots=True, eq=False)
class _Asked:
    """A row of the key, and the row of the coding that answers to it."""

    row: KeyDiagnosis | KeyProcedure
    part: Part
    position: int
    given: GivenRow | None = None
    found: Slot | None = None
    verdict: Verdict = Verdict.MISSING
    links: list[_Link] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Link:
    """A code of the key that hangs on a row, and what answers to it."""

    code: KeyCode
    system: CodeSystem
    place: Place
    found: Slot | None = None
    verdict: Verdict = Verdict.MISSING


def mark_coding(key: ExerciseKey, coded: Encounter) -> Marks:
    """Return what a coding earns against a key; its times and texts earn nothing."""
    coded = coded.folded()
    wrong = frozenset((each.system, each.code) for each in key.wrong if not each.is_near)
    diagnoses = Pool(diagnosis_rows(coded.diagnoses), wrong)
    procedures = Pool(procedure_rows(coded.procedures), wrong)
    asked = [_ask_diagnosis(row, place) for place, row in enumerate(key.diagnoses)]
    acts = [_ask_procedure(row, place) for place, row in enumerate(key.procedures)]
    for rows, pool in ((asked, diagnoses), (acts, procedures)):
        _match_rows(rows, pool)
        _match_links(rows, pool)
        _match_strays(rows, pool)
    lines = [
        *_row_lines(asked),
        *_order_lines(key, asked),
        *_row_lines(acts),
        *_surplus_lines(key, diagnoses),
        *_surplus_lines(key, procedures),
    ]
    return Marks(tuple(_explained(key, line) for line in lines), sum(line.full for line in lines))


def points_for(verdict: Verdict, full: int) -> int:
    """Return what a verdict earns of the full points of a line."""
    halvings = _HALVINGS.get(verdict)
    return 0 if halvings is None else full // int(HALVING**halvings)


def _explained(key: ExerciseKey, line: MarkLine) -> MarkLine:
    """Say on the line of a nearly right code what the key says of that code."""
    if line.is_right or line.part is Part.SURPLUS:
        return line
    near = _wrong(key, line.system, line.given)
    if near is None:
        return line
    why = " ".join(filter(None, (near.reason, line.why)))
    return replace(line, why=why, cites=tuple(dict.fromkeys((*near.cites, *line.cites))))


def _ask_diagnosis(row: KeyDiagnosis, position: int) -> _Asked:
    icd, atc = CodeSystem.ICD10SE, CodeSystem.ATC
    links = [_Link(row.partner, icd, Place.PARTNER)] if row.partner else []
    links += [_Link(code, icd, Place.CAUSE) for code in row.causes]
    links += [_Link(code, atc, Place.DRUG) for code in row.drugs]
    part = Part.PRINCIPAL if row.is_principal else Part.SECONDARY
    return _Asked(row, part, position, links=links)


def _ask_procedure(row: KeyProcedure, position: int) -> _Asked:
    links = [_Link(code, CodeSystem.KVA, Place.ADDON) for code in row.addons]
    links += [_Link(code, CodeSystem.ATC, Place.DRUG) for code in row.drugs]
    return _Asked(row, Part.PROCEDURE, position, links=links)


def _match_rows(asked: Sequence[_Asked], pool: Pool) -> None:
    """Give each row of the key the best row of the coding, the best fits of all first."""
    fits = [
        (_RANK[verdict], not each.row.is_required, each.position, row.order, each, row, verdict)
        for each in asked
        for row in pool.rows
        if (verdict := _fit(each, row, pool)) is not None
    ]
    for *_, each, row, verdict in sorted(fits, key=lambda fit: fit[:4]):
        if each.given is not None or row.lead.is_used:
            continue
        each.given, each.verdict = row, verdict
        each.found = row.partner if verdict is Verdict.TURNED else row.lead
        row.lead.is_used = True
        if verdict is Verdict.TURNED:
            _take_turned(each, row)


def _fit(each: _Asked, row: GivenRow, pool: Pool) -> Verdict | None:
    """Say how a row of the coding answers to a row of the key; None where it does not."""
    code = each.row.code
    has_role = each.part is Part.PROCEDURE or row.is_principal is (each.part is Part.PRINCIPAL)
    if code.accepts(row.lead.code):
        right = Verdict.RIGHT if row.lead.code == code.code else Verdict.ALTERNATIVE
        return right if has_role else Verdict.ROLE
    if has_role and _is_turned(each, row):
        return Verdict.TURNED
    if each.row.is_required and pool.is_near(row.lead, code.accepted):
        return Verdict.CATEGORY if has_role else Verdict.CATEGORY_AND_ROLE
    return None


def _is_turned(each: _Asked, row: GivenRow) -> bool:
    partner = next((link for link in each.links if link.place is Place.PARTNER), None)
    if partner is None or row.partner is None:
        return False
    return each.row.code.accepts(row.partner.code) and partner.code.accepts(row.lead.code)


def _take_turned(each: _Asked, row: GivenRow) -> None:
    """Count both halves of a turned pair as found."""
    link = next(link for link in each.links if link.place is Place.PARTNER)
    link.found, link.verdict = row.lead, Verdict.RIGHT
    if row.partner is not None:
        row.partner.is_used = True


def _match_links(asked: Sequence[_Asked], pool: Pool) -> None:
    """Find what hangs on rows: on the right row, then anywhere, then nearly right on the row."""
    for is_there in (_hangs_there, _stands_anywhere, _hangs_nearly):
        for each in asked:
            for link in each.links:
                if link.found is None:
                    is_there(each, link, pool)


def _hangs_there(each: _Asked, link: _Link, _pool: Pool) -> None:
    for code in link.code.accepted:
        for slot in _own(each, link):
            if link.found is None and slot.code == code:
                is_first = code == link.code.code
                _take(link, slot, Verdict.RIGHT if is_first else Verdict.ALTERNATIVE)


def _stands_anywhere(_each: _Asked, link: _Link, pool: Pool) -> None:
    found = next((s for s in pool.free(link.system) if link.code.accepts(s.code)), None)
    if found is not None:
        _take(link, found, Verdict.UNLINKED)


def _hangs_nearly(each: _Asked, link: _Link, pool: Pool) -> None:
    if not each.row.is_required:
        return
    near = (slot for slot in _own(each, link) if pool.is_near(slot, link.code.accepted))
    found = min(near, key=lambda slot: slot.code, default=None)
    if found is not None:
        _take(link, found, Verdict.CATEGORY)


def _own(each: _Asked, link: _Link) -> Iterator[Slot]:
    """Yield the unused codes of the row that was found, where the link belongs."""
    hanging = each.given.hanging if each.given is not None else ()
    return (slot for slot in hanging if slot.place is link.place and not slot.is_used)


def _take(link: _Link, slot: Slot, verdict: Verdict) -> None:
    link.found, link.verdict = slot, verdict
    slot.is_used = True


def _match_strays(asked: Sequence[_Asked], pool: Pool) -> None:
    """Find leads of the key that hang on another row instead of standing on their own."""
    for each in asked:
        if each.given is not None:
            continue
        system = CodeSystem.KVA if each.part is Part.PROCEDURE else CodeSystem.ICD10SE
        code = each.row.code
        found = next((slot for slot in pool.free(system) if code.accepts(slot.code)), None)
        if found is not None:
            each.found, each.verdict = found, Verdict.ROLE
            found.is_used = True


def _row_lines(asked: Sequence[_Asked]) -> Iterator[MarkLine]:
    for each in asked:
        if not each.row.is_required:
            continue
        row, full = each.row, FULL[each.part]
        is_act = each.part is Part.PROCEDURE
        line = MarkLine(
            each.part,
            each.verdict,
            points_for(each.verdict, full),
            full,
            CodeSystem.KVA if is_act else CodeSystem.ICD10SE,
            row.code.accepted,
            each.found.code if each.found else "",
            why=row.why,
            cites=row.rules,
        )
        yield line
        yield from (_link_line(link, line) for link in each.links)


def _link_line(link: _Link, lead: MarkLine) -> MarkLine:
    full = FULL[Part.LINK]
    return replace(
        lead,
        part=Part.LINK,
        verdict=link.verdict,
        points=points_for(link.verdict, full),
        full=full,
        system=link.system,
        expected=link.code.accepted,
        given=link.found.code if link.found else "",
        hangs_on=lead.expected[0],
    )


def _order_lines(key: ExerciseKey, asked: Sequence[_Asked]) -> Iterator[MarkLine]:
    wanted = [each for each in asked if each.part is Part.SECONDARY and each.row.is_required]
    if not key.order_matters or len(wanted) < 2:  # noqa: PLR2004 - one row has no order
        return
    found = [e for e in wanted if e.given is not None and not e.given.is_principal]
    places = [each.given.position for each in found if each.given is not None]
    full = FULL[Part.ORDER]
    if len(places) < 2:  # noqa: PLR2004 - one row has no order
        verdict, points = Verdict.MISSING, 0
    elif places != sorted(places):
        verdict, points = Verdict.DISORDERED, 0
    elif len(places) == len(wanted):
        verdict, points = Verdict.RIGHT, full
    else:
        verdict, points = Verdict.MISSING, full // HALVING
    expected = tuple(each.row.code.code for each in wanted)
    in_order = sorted(found, key=lambda e: e.given.position if e.given is not None else 0)
    given = ", ".join(each.found.code for each in in_order if each.found is not None)
    yield MarkLine(Part.ORDER, verdict, points, full, expected=expected, given=given)


def _surplus_lines(key: ExerciseKey, pool: Pool) -> Iterator[MarkLine]:
    for row in pool.rows:
        for slot in (row.lead, *row.hanging):
            if not slot.is_used:
                yield _surplus(key, slot, row)


def _surplus(key: ExerciseKey, slot: Slot, row: GivenRow) -> MarkLine:
    wrong = _wrong(key, slot.system, slot.code)
    hangs_on = "" if slot is row.lead else row.lead.code
    line = MarkLine(
        Part.SURPLUS, Verdict.SURPLUS, -SURPLUS_COST, 0, slot.system, (), slot.code, hangs_on
    )
    if wrong is None:
        return line
    return replace(
        line, verdict=Verdict.WRONG, points=-WRONG_COST, why=wrong.reason, cites=wrong.cites
    )


def _wrong(key: ExerciseKey, system: CodeSystem, code: str) -> WrongCode | None:
    found = (each for each in key.wrong if (each.system, each.code) == (system, code))
    return next(found, None)
