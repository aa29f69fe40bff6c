"""What a clinician has declined for good is that clinician's, and is kept by the earlier event."""

from __future__ import annotations

from app.domain.codes import CodeSystem
from app.domain.visit_offers import CodeOffer
from app.services.context import AppContext
from app.services.declined_conditions import decline_for_good, read_declined
from tests.services.asked import LO, MIO, people


def offer(code: str, source: str) -> CodeOffer:
    return CodeOffer(CodeSystem.ICD10SE, code, "", "", source=source)


def test_what_is_declined_is_kept_for_one_person(app: AppContext) -> None:
    people(app, LO, MIO)

    decline_for_good(app, LO, offer("I10.9", "e1"))
    decline_for_good(app, LO, offer("I10.9", "e1"))
    decline_for_good(app, LO, offer("E11.9", "e1"))
    decline_for_good(app, LO, offer("J44.1", "e2"))

    assert read_declined(app, LO) == {("e1", "I10"), ("e1", "E11"), ("e2", "J44")}
    assert read_declined(app, MIO) == set()
