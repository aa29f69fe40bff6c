"""What is most important among what a visit lacks, with what mends it."""

from __future__ import annotations

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.visit_missing import Missing, most_important
from app.services.completion_offers import find_offers
from app.services.context import AppContext
from app.services.corrections import corrections_of
from app.services.review import open_findings, review


def missing_thing(app: AppContext, encounter: Encounter, books: Codebooks) -> Missing | None:
    """Review a visit and return the one thing to do first, or None where nothing is missing.

    For whoever has no review at hand: the window asks `most_important` with what it knows.

    Raises:
        StorageError: the region's decisions cannot be read, and never were.

    """
    findings = review(app, encounter)
    corrections = corrections_of(app, encounter, findings)
    offers = find_offers(app, encounter, books)
    return most_important(open_findings(encounter, findings), corrections, offers)
