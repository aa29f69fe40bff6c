"""Corrections of additional codes of procedures, their sides first, and of codes of restraint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.codes import CodeSystem
from app.domain.correction import Correction
from app.domain.encounter import Encounter, Procedure
from app.domain.finding import Finding
from app.domain.row_changes import drop_kva, exchange_kva, with_procedure
from app.rules.case import ADDITIONAL, Case
from app.rules.corrections.apart import drop_first_named
from app.rules.corrections.offers import is_usable, known_among, named, offer

_KVA = CodeSystem.KVA
_BOTH_SIDES = "ZXA10"
_SIDES = {"ZXA00": "höger sida", "ZXA05": "vänster sida", "ZXA10": "båda sidor"}
_JOINT_SIDES = {"ZXB00": "lateral sida", "ZXB10": "medial sida", "ZXB20": "båda sidor"}
_UNDER_RESTRAINT, _HELD = "XU021", "ZV229"
#: The code of the same measure for the other age, by the first hours.
_OTHER_AGE = {
    "XU000": ("XU007", "XU008"),
    "XU010": ("XU017", "XU018"),
    "XU007": ("XU000",),
    "XU008": ("XU000",),
    "XU017": ("XU010",),
    "XU018": ("XU010",),
}


def hang_on_procedure(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the additional code on the first procedure after it; take it away where none is."""
    rows = case.encounter.procedures
    lead = next((n for n, line in enumerate(rows) if not line.code.startswith(ADDITIONAL)), None)
    if lead is None:
        yield from drop_first_named(case, finding)
        return
    loose = [line for line in rows[:lead] if line.code == finding.code]
    kept = [line for line in rows[:lead] if line.code != finding.code]
    whole = _with_hung(rows[lead], loose)
    after = replace(case.encounter, procedures=(*kept, whole, *rows[lead + 1 :]))
    yield offer(f"Lägg {named(case, finding.code)} som tillägg på {whole.code}.", after)


def keep_one_of_kind(case: Case, finding: Finding) -> Iterator[Correction]:
    """Keep one of the additional codes of a kind; two sides may also be both sides."""
    codes = finding.codes
    lead = _lead_with(case, codes)
    if lead is None:
        return
    for code in codes:
        after = _with_extras(case, lead, code, set(codes))
        yield offer(f"Behåll {named(case, code)} på {_code_at(case, lead)}.", after)
    if set(codes) == _SIDES.keys() - {_BOTH_SIDES} and is_usable(case, _BOTH_SIDES, _KVA):
        after = _with_extras(case, lead, _BOTH_SIDES, set(codes))
        sentence = f"Sätt {named(case, _BOTH_SIDES)} på {_code_at(case, lead)}."
        yield offer(sentence, after)


def add_side(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick the side of the body that the procedure was done on."""
    yield from _sided(case, finding, _SIDES)


def add_side_of_joint(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick the side of the joint that the procedure was done on."""
    yield from _sided(case, finding, _JOINT_SIDES)


def restrain_by_age(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write the code of the same measure for the patient's age."""
    for code in known_among(case, _OTHER_AGE.get(finding.code, ()), _KVA):
        after = exchange_kva(case.encounter, finding.code, code)
        yield offer(f"Byt {finding.code} mot {named(case, code)}.", after)


def take_off_procedure(case: Case, finding: Finding) -> Iterator[Correction]:
    """Take the additional code off the procedure that it does not belong to."""
    code, lead = finding.codes[:2]
    if code == _HELD and is_usable(case, _UNDER_RESTRAINT, _KVA):
        after = drop_kva(exchange_kva(case.encounter, lead, _UNDER_RESTRAINT), _HELD)
        sentence = f"Byt {lead} mot {named(case, _UNDER_RESTRAINT)} och ta bort {_HELD}."
        yield offer(sentence, after)
    for row, (line, extras) in _leads(case):
        if line.code == lead and code in extras:
            after = _with_extras(case, row, "", {code})
            yield offer(f"Ta bort {named(case, code)} från {named(case, lead)}.", after)
            return


def _sided(case: Case, finding: Finding, sides: Mapping[str, str]) -> Iterator[Correction]:
    """Put a code of side on the first row of the procedure that has none."""
    for row, (line, extras) in _leads(case):
        if line.code == finding.code and not sides.keys() & set(extras):
            for code in sides:
                if is_usable(case, code, _KVA):
                    sided = replace(line, additional=(*line.additional, code))
                    sentence = f"Sätt {sides[code]}, {code}, på {named(case, line.code)}."
                    yield offer(sentence, with_procedure(case.encounter, row, sided))
            return


def _leads(case: Case) -> list[tuple[int, tuple[Procedure, tuple[str, ...]]]]:
    """Each lead with its place and its additional codes, those on Z rows after it included."""
    places = [
        n
        for n, line in enumerate(case.encounter.procedures)
        if not line.code.startswith(ADDITIONAL)
    ]
    return list(zip(places, case.led_procedures, strict=True))


def _lead_with(case: Case, codes: tuple[str, ...]) -> int | None:
    return next((n for n, (_, extras) in _leads(case) if set(codes) <= set(extras)), None)


def _code_at(case: Case, row: int) -> str:
    return case.encounter.procedures[row].code


def _with_extras(case: Case, lead: int, kept: str, kind: set[str]) -> Encounter:
    """Take the codes of a kind off a lead and off the Z rows after it, and put one back on it."""
    rows = list(case.encounter.procedures)
    end = next((n for n, _ in _leads(case) if n > lead), len(rows))
    line, below = rows[lead], rows[lead + 1 : end]
    extras = tuple(code for code in line.additional if code not in kind)
    drugs = (*line.drugs, *(d for row in below if _left(row, kind) is None for d in row.drugs))
    whole = replace(line, additional=(*extras, kept) if kept else extras, drugs=drugs)
    after = [left for row in below if (left := _left(row, kind)) is not None]
    return replace(case.encounter, procedures=(*rows[:lead], whole, *after, *rows[end:]))


def _left(row: Procedure, kind: set[str]) -> Procedure | None:
    """Return what is left of a Z row, or None where nothing is."""
    left = [code for code in row.codes if code not in kind]
    return replace(row, code=left[0], additional=tuple(left[1:])) if left else None


def _with_hung(lead: Procedure, loose: Sequence[Procedure]) -> Procedure:
    """Return a lead with the codes and the drugs of loose rows."""
    codes = [*lead.additional, *(code for row in loose for code in row.codes)]
    drugs = [*lead.drugs, *(drug for row in loose for drug in row.drugs)]
    return replace(lead, additional=tuple(dict.fromkeys(codes)), drugs=tuple(dict.fromkeys(drugs)))
