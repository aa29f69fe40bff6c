"""Corrections of codes that are one too many: duplicates, and codes that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.codes import CodeSet, has_icd_shape
from app.domain.correction import Correction
from app.domain.encounter import Diagnosis, Encounter
from app.domain.finding import Finding
from app.domain.row_changes import drop_icd, drop_kva, put_first
from app.rules.case import Case
from app.rules.corrections.offers import named, offer
from app.rules.principal_diagnosis import is_reserved

#: Pairs in which neither code says more than the other: the coder picks.
_EQUAL = CodeSet.parse("O01, O02.0, U07.1-U07.2, Z21")
#: An organism goes before the infection that it is told by already.
_ORGANISMS = CodeSet.parse("B95-B98")


def drop_first_named(case: Case, finding: Finding) -> Iterator[Correction]:
    """Take the code away that the rule is about."""
    yield from _dropped(case, finding, finding.codes[:1])


def drop_if_told(case: Case, finding: Finding) -> Iterator[Correction]:
    """Take the first code away where the finding names the one that says it better."""
    if len(finding.codes) > 1:
        yield from drop_first_named(case, finding)


def drop_less_telling(case: Case, finding: Finding) -> Iterator[Correction]:
    """Take the code away that the other one makes needless; either, where they are equals."""
    code, other = finding.codes[:2]
    if _is_in(code, _EQUAL):
        yield from keep_one_of_two(case, finding)
    else:
        yield from _dropped(case, finding, (other if _is_in(other, _ORGANISMS) else code,))


def keep_one_of_two(case: Case, finding: Finding) -> Iterator[Correction]:
    """Take one of the two codes away: first of all one that is not principal."""
    codes = sorted(finding.codes[:2], key=lambda code: code in case.principal_codes)
    yield from _dropped(case, finding, tuple(codes))


def keep_one_if_two(case: Case, finding: Finding) -> Iterator[Correction]:
    """Do the same where the finding names two codes; what it asks for otherwise it does not say."""
    if len(finding.codes) > 1:
        yield from keep_one_of_two(case, finding)


def drop_duplicate(case: Case, finding: Finding) -> Iterator[Correction]:
    """Keep the first place where the code stands, with everything that hangs on the others."""
    code = finding.code
    rows = _without_duplicates(list(case.diagnoses), code)
    yield offer(
        f"Ta bort dubbletten av {named(case, code)}.",
        replace(case.encounter, diagnoses=tuple(rows)),
    )


def _dropped(case: Case, finding: Finding, codes: tuple[str, ...]) -> Iterator[Correction]:
    for code in codes:
        after = _without(case, code, finding)
        if after is not None:
            yield offer(f"Ta bort {named(case, code)}{_with_it(case, code)}.", after)


def _without(case: Case, code: str, finding: Finding) -> Encounter | None:
    """Return the event without a code; None where nothing could be principal in its place."""
    if code in case.kva_codes and code not in case.icd_codes:
        return drop_kva(case.encounter, code)
    after = drop_icd(case.encounter, code)
    if code not in case.principal_codes or after.principal is not None:
        return after
    heirs = [
        n
        for n, row in enumerate(after.diagnoses)
        if row.code in finding.codes and not is_reserved(case, row.code)
    ]
    return put_first(after, heirs[0]) if heirs else None


def _with_it(case: Case, code: str) -> str:
    """Say that other codes go with a row."""
    hanging = [
        other
        for row in case.diagnoses
        if row.code == code
        for other in (row.partner, *row.external_causes, *row.drugs)
        if other
    ]
    hanging += [
        other
        for line in case.encounter.procedures
        if line.code == code
        for other in (*line.additional, *line.drugs)
    ]
    return f" och det som står under den ({', '.join(dict.fromkeys(hanging))})" if hanging else ""


def _without_duplicates(rows: list[Diagnosis], code: str) -> list[Diagnosis]:
    kept: list[Diagnosis] = []
    for row in rows:
        causes = tuple(dict.fromkeys(row.external_causes))
        line = replace(row, external_causes=causes) if code in row.external_causes else row
        first = next((n for n, known in enumerate(kept) if _is_double(known, line, code)), None)
        if first is None:
            kept.append(line)
        else:
            kept[first] = _merged(kept[first], line)
    return kept


def _is_double(known: Diagnosis, line: Diagnosis, code: str) -> bool:
    """Whether the later row says the code again: as lead, or as the partner of the earlier."""
    if line.code != code:
        return False
    if known.code == code:
        return None in (known.partner, line.partner) or known.partner == line.partner
    return known.partner == code and line.partner in (None, known.code)


def _merged(kept: Diagnosis, gone: Diagnosis) -> Diagnosis:
    partner = kept.partner or gone.partner
    causes = tuple(dict.fromkeys((*kept.external_causes, *gone.external_causes)))
    drugs = tuple(dict.fromkeys((*kept.drugs, *gone.drugs)))
    role = gone.role if gone.is_principal else kept.role
    return replace(
        kept,
        role=role,
        partner=None if partner == kept.code else partner,
        external_causes=causes,
        drugs=drugs,
        text=kept.text or gone.text,
    )


def _is_in(code: str, span: CodeSet) -> bool:
    return has_icd_shape(code) and code in span
