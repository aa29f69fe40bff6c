"""Corrections of codes that can be told more finely: the codes right below are picked from."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import drop_icd, exchange_icd
from app.rules.case import Case
from app.rules.corrections.offers import MOST_LISTED, is_known, known_among, named, offer
from app.rules.principal_diagnosis import is_reserved

_CATEGORY = 3


def choose_finer(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick one of the codes right below."""
    below = (concept.code for concept in case.books.icd10se.children(finding.code))
    for code in known_among(case, below, most=MOST_LISTED):
        after = exchange_icd(case.encounter, finding.code, code)
        yield offer(f"Byt {finding.code} mot {named(case, code)}.", after)


def tell_overlap(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write one tumour that overlaps in the place of two neighbouring sites."""
    one, other = finding.codes[:2]
    overlap = f"{one[:_CATEGORY]}.8"
    if not is_known(case, overlap) or is_reserved(case, overlap):
        return
    kept, gone = (other, one) if other in case.principal_codes else (one, other)
    after = exchange_icd(drop_icd(case.encounter, gone), kept, overlap)
    yield offer(f"Byt {one} och {other} mot {named(case, overlap)}.", after)
