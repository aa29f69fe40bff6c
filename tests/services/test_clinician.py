"""Which visits wait for a clinician, and what is offered for one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.access import AccessKind, Person, Role
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_procedure, set_principal
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Status, Unit
from app.domain.errors import NotFoundError
from app.domain.finding import Severity
from app.domain.record import CareRecord, Medication, Proposal, ProposalState, RecordDocument
from app.domain.usable_code import find_usable
from app.domain.visit_missing import Mend
from app.domain.visit_offers import VisitOffers
from app.services.clinician import look_at_visit, read_offers, recent_visits, waiting_visits
from app.services.clinician_missing import missing_thing
from app.services.clinician_tables import read_clinician_tables
from app.services.coding import OpenedEvent
from app.services.context import AppContext
from tests.services.workday import ANNA, event, put

NOW = datetime.fromisoformat("2025-06-01T12:00")
DISA = Person("disa", "Disa Doktor", Role.CLINICIAN, ("Medicinmottagningen",))
ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA


@pytest.fixture
def app(app: AppContext) -> AppContext:
    """The workstation on the first of June."""
    return replace(app, now=lambda: NOW)


def visit(event_id: str, day: str = "2025-06-01", **changes: object) -> Encounter:
    times = {
        "start": datetime.fromisoformat(f"{day}T09:00"),
        "end": datetime.fromisoformat(f"{day}T23:59"),
    }
    return event(event_id, **(times | changes))


def offers(
    app: AppContext, encounter: Encounter, record: CareRecord = CareRecord(), *others: Encounter
) -> VisitOffers:
    books = app.library.for_day(encounter.day)
    return read_offers(app, OpenedEvent(encounter, record, others), books)


def codes(found: tuple[object, ...]) -> list[str]:
    return [str(getattr(offer, "code", "")) for offer in found]


def test_today_and_yesterday_wait_and_all_when_asked(app: AppContext) -> None:
    put(
        app,
        visit("today"),
        visit("yesterday", "2025-05-31"),
        visit("older", "2025-05-20"),
        visit("oldest", "2019-05-01"),
        visit("tomorrow", "2025-06-02"),
        visit("elsewhere", unit=Unit("K", "Kirurgen")),
    )

    assert [row.id for row in recent_visits(app, DISA)] == ["today", "yesterday"]
    waiting = [row.id for row in waiting_visits(app, DISA)]
    assert waiting == ["today", "yesterday", "older", "oldest"]
    assert "elsewhere" in [row.id for row in recent_visits(app, ANNA)]


def test_looking_at_a_visit_is_logged_and_claims_nothing(app: AppContext) -> None:
    put(app, visit("v"), visit("before", "2025-03-03"))

    looked = look_at_visit(app, DISA, "v")

    assert [other.id for other in looked.earlier] == ["before"]
    with app.unit_of_work() as uow:
        (line,) = uow.access_log.latest(5)
        assert uow.claims.holder("v") is None
    assert (line.kind, line.encounter_id) == (AccessKind.OPENED, "v")
    with pytest.raises(NotFoundError):
        look_at_visit(app, DISA, "gone")


def test_codes_of_the_record_are_offered_with_their_words(app: AppContext) -> None:
    proposals = (
        Proposal("p1", ICD, "J18.9", "Lunginflammation"),
        Proposal("p2", ICD, "N39.0", state=ProposalState.DISMISSED),
        Proposal("p3", KVA, "AF015"),
        Proposal("p4", ICD, "J18.9"),
        Proposal("p5", ICD, "X99.9Q"),
    )

    (noted,) = offers(app, visit("v"), CareRecord(proposals=proposals)).noted

    assert (noted.code, noted.text, noted.why) == ("J18.9", "Lunginflammation", "står i journalen")


def test_a_chronic_condition_is_offered_and_nothing_is_set(app: AppContext) -> None:
    before = replace(set_principal(visit("b", "2025-05-01"), "E11.9"), status=Status.SIGNED)
    drug = Medication("m", "A10BA02", substance="metformin", start=date(2020, 1, 1))
    (now,) = put(app, visit("v"))

    found = offers(app, now, CareRecord(medications=(drug,)), before)

    assert codes(found.chronic) == ["E11.9"]
    assert found.chronic[0].why == "behandlas: metformin · kodad 2025-05-01"
    with app.unit_of_work() as uow:
        assert uow.encounters.get("v") == now


def test_what_the_team_shares_is_not_offered_as_chronic_too(app: AppContext) -> None:
    mine = visit("v", contact=ContactFacts(team_id="t1"))
    theirs = replace(
        set_principal(visit("b", contact=ContactFacts(team_id="t1")), "F33.1"),
        status=Status.SIGNED,
    )

    found = offers(app, mine, CareRecord(), theirs)

    assert found.team is not None
    assert found.team.diagnosis.code == "F33.1"
    assert found.chronic == ()


def test_procedures_are_those_of_the_units_habits(app: AppContext) -> None:
    for number in range(3):
        done = visit(f"s{number}", "2025-04-01")
        for code in ("AF015", "DV063"):
            done = add_procedure(done, code, None)
        put(app, replace(done, status=Status.SIGNED))

    found = offers(app, add_procedure(visit("v"), "DV063", None)).procedures

    assert codes(found) == ["AF015"]
    assert found[0].why == "använd 3 gånger vid sådana besök här"


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (ContactFacts(("Diabetes, årskontroll",)), "AF015"),
        (ContactFacts(visit_type="Psyk KUR Återbesök"), "DU007"),
        (ContactFacts(visit_type="Ort LÄK Återbesök", reasons=("Fraktur",)), "PG001"),
        (ContactFacts(visit_type="Pv LÄK Telefon Återbesök", reasons=("Diabetes",)), ""),
    ],
)
def test_a_unit_without_habits_gets_those_of_the_table(
    app: AppContext, facts: ContactFacts, first: str
) -> None:
    found = offers(app, visit("v", contact=facts)).procedures

    assert (codes(found) or [""])[0] == first


def test_a_child_is_not_offered_what_is_usual_for_grown_ups(app: AppContext) -> None:
    facts = ContactFacts(("Utslag",), visit_type="Pv LÄK Nybesök")
    grown = visit("v", contact=facts)
    child = replace(grown, patient=replace(grown.patient, birth_date=date(2022, 5, 1)))

    assert codes(offers(app, grown).procedures)
    assert codes(offers(app, child).procedures) == []


def test_a_stay_gets_no_procedures_of_visits(app: AppContext) -> None:
    inpatient = visit(
        "v",
        encounter_class=EncounterClass.INPATIENT,
        encounter_type=EncounterType.INPATIENT,
        contact=ContactFacts(("Diabetes",)),
    )

    assert offers(app, inpatient).procedures == ()


def test_the_most_important_thing_is_said_with_what_mends_it(app: AppContext) -> None:
    wound = set_principal(visit("v"), "S61.0")
    books = app.library.for_day(wound.day)

    missing = missing_thing(app, wound, books)

    assert missing is not None
    assert missing.mend is Mend.COMPLETE
    assert missing.severity is Severity.WARNING
    assert missing_thing(app, set_principal(visit("v"), "J00.9"), books) is None


def test_every_code_of_the_tables_is_in_use(app: AppContext) -> None:
    tables = read_clinician_tables(app.resources)
    today = NOW.date() + timedelta(days=300)
    books = app.library.for_day(today)

    named = [code for row in tables.procedures for code in row.codes]
    ranges = [str(span) for row in tables.chronic for span in row.codes.ranges]

    assert [code for code in named if find_usable(books, KVA, code, today) is None] == []
    assert [r for r in ranges if books.icd10se.concept(r[:3]) is None] == []
    assert {row.codes for row in tables.chronic} == {row.codes for row in set(tables.chronic)}


def test_a_note_that_names_a_condition_names_it_by_the_words_of_the_table(app: AppContext) -> None:
    rows = read_clinician_tables(app.resources).chronic
    said = {
        "E11.9": "Typ 2-diabetes sedan tio år.",
        "J44.9": "Känd KOL.",
        "I48.9": "Permanent förmaksflimmer.",
        "F90.0": "ADHD, medicinerar.",
    }
    before = [
        replace(set_principal(visit(code, "2020-01-01"), code), status=Status.SIGNED)
        for code in said
    ]
    record = CareRecord(tuple(RecordDocument(code, text=text) for code, text in said.items()))

    found = offers(app, visit("v"), record, *before)

    assert len(rows) > 30
    assert len(found.chronic) == 3
    assert all(offer.why == "nämns i anteckningen" for offer in found.chronic)
