"""Each member of a team visit registers its own part, and the principal diagnosis is the same."""

from __future__ import annotations

from dataclasses import replace

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.coding_acts import set_principal
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Status
from app.domain.errors import StorageError
from app.services.context import AppContext
from app.services.review import review
from app.services.signing import sign_event
from app.services.team_visit import team_left
from tests.services.workday import ANNA, event, put

OTHER_PRINCIPAL = "VH007"


def member(event_id: str, profession: str, code: str, status: Status = Status.DRAFT) -> Encounter:
    """One member's part of the same visit."""
    facts = {
        "encounter_class": EncounterClass.OUTPATIENT,
        "encounter_type": EncounterType.SPECIALIST_OUTPATIENT,
        "contact": ContactFacts(team_id="t1"),
        "contact_form": "Teambesök",
    }
    part = event(event_id, professions=(profession,), **facts)
    return replace(set_principal(part, code), status=status)


def found(app: AppContext, encounter: Encounter) -> list[str]:
    return [f.message for f in review(app, encounter) if f.rule_id == OTHER_PRINCIPAL]


def test_another_principal_than_a_colleague_signed_is_objected_to(app: AppContext) -> None:
    doctor = member("doctor", "Läkare", "F33.1", Status.SIGNED)
    nurse, social = member("nurse", "Sjuksköterska", "F33.1"), member("social", "Kurator", "J00.9")
    put(app, doctor, nurse, social)

    assert found(app, nurse) == []
    assert found(app, doctor) == []
    assert found(app, social) == [
        "Teamets medlemmar har skilda huvuddiagnoser: J00.9 här och F33.1 hos en annan."
    ]


def test_what_is_signed_keeps_the_facts_that_were_read_in(app: AppContext) -> None:
    (doctor, nurse) = put(
        app,
        member("doctor", "Läkare", "F33.1", Status.SIGNED),
        member("nurse", "Sjuksköterska", "F33.1"),
    )

    version = sign_event(app, nurse, ANNA, "save-nurse")

    assert version.encounter.contact == nurse.contact
    assert doctor.contact == nurse.contact


def test_the_team_is_done_when_each_member_has_signed(app: AppContext) -> None:
    parts = [
        member("doctor", "Läkare", "F33.1", Status.SIGNED),
        member("nurse", "Sjuksköterska", "F33.1"),
        member("social", "Kurator", "F33.1", Status.SIGNED),
    ]
    put(app, *parts)

    assert team_left(app, parts[0]) == ("Sjuksköterska",)
    assert team_left(app, parts[1]) == ()
    assert team_left(app, event("alone")) is None


def test_without_a_database_the_review_goes_on(app: AppContext) -> None:
    def away() -> None:
        raise StorageError("borta")

    assert found(replace(app, unit_of_work=away), member("a", "Kurator", "F33.1")) == []
