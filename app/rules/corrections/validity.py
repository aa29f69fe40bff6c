"""Corrections of codes by themselves: written right, whole, and in use on the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.codes import (
    CodeSystem,
    format_icd,
    has_icd_shape,
    is_external_cause,
)
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import exchange_icd, exchange_kva
from app.rules.case import Case
from app.rules.corrections.apart import drop_first_named
from app.rules.corrections.offers import known_among, named, offer

_KVA = CodeSystem.KVA
_CATEGORY, _SUBCATEGORY = 3, 5
#: General and unspecified ends before the others, as `I10.9` before `I10.0`.
_ENDS = "9801234567"
#: Unspecified place and activity, as the last resort of an external cause.
_CAUSE_ENDS = (".99", ".9", ".09", ".19", ".29", ".39", ".49", ".59", ".69", ".79", ".89")
#: What fingers and eyes take for each other.
_LETTERS_READ_AS_DIGITS = str.maketrans("OILSB", "01158")
_DIGITS_READ_AS_LETTERS = str.maketrans("0158", "OISB")
_HEAD = 3


def read_as_icd(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write the text as the code that it must be meant for; else take a secondary text away."""
    readings = known_among(case, _icd_readings(finding.code))
    yield from _exchanged_icd(case, finding.code, readings)
    if not readings:
        yield from drop_first_named(case, finding)


def choose_below_category(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick a code below the category, the unspecified one first."""
    code = finding.code
    ends = _CAUSE_ENDS if is_external_cause(code) else tuple(f".{end}" for end in _ENDS)
    yield from _exchanged_icd(case, code, known_among(case, (code + end for end in ends)))


def nearest_in_edition(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick the code above the one that is gone, where that is whole, or its unspecified sister."""
    code = finding.code
    above = [code[:length] for length in range(len(code) - 1, _SUBCATEGORY - 1, -1)]
    category = code[:_CATEGORY]
    if is_external_cause(code):
        sisters = [f"{code[:_SUBCATEGORY]}9"]
    else:
        sisters = [f"{category}.9", f"{category}.8"] if len(code) > _CATEGORY else []
    whole = [other for other in (*above, *sisters) if other != code]
    known = [other for other in known_among(case, whole) if not _is_short_cause(other)]
    yield from _exchanged_icd(case, code, known)


def read_as_procedure(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write the text as the KVÅ code that it must be meant for, or fill up the start of one."""
    code = finding.code
    readings = known_among(case, _kva_readings(code), _KVA)
    for other in readings:
        after = exchange_kva(case.encounter, code, other)
        yield offer(f"Skriv {named(case, other)} i stället för ”{code}”.", after)
    if not readings:
        yield from drop_first_named(case, finding)


def _exchanged_icd(case: Case, old: str, codes: Sequence[str]) -> Iterator[Correction]:
    for code in codes:
        after = exchange_icd(case.encounter, old, code)
        yield offer(f"Byt {old} mot {named(case, code)}.", after)


def _icd_readings(text: str) -> Iterator[str]:
    bare = "".join(sign for sign in text.upper() if sign.isalnum())
    yield format_icd(bare)
    if len(bare) < _HEAD:
        return
    head = bare[:1].translate(_DIGITS_READ_AS_LETTERS)
    swapped = format_icd(head + bare[1:].translate(_LETTERS_READ_AS_DIGITS))
    if has_icd_shape(swapped):
        yield swapped


def _kva_readings(text: str) -> Iterator[str]:
    bare = "".join(sign for sign in text.upper() if sign.isalnum())
    for letters in (3, 2):
        head = bare[:letters].translate(_DIGITS_READ_AS_LETTERS)
        yield head + bare[letters:].translate(_LETTERS_READ_AS_DIGITS)
    if len(bare) == _HEAD and bare.isalpha():
        yield from (f"{bare}{number:02}" for number in range(100))


def _is_short_cause(code: str) -> bool:
    """Whether an external cause lacks its activity."""
    return is_external_cause(code) and code[:3] < "Y35" and len(code) <= _SUBCATEGORY
