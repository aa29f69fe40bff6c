"""Opening, claiming, saving and placing codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Part, Place, add_procedure, add_secondary, set_principal
from app.domain.concept import Concept, Edition, Level, Mark
from app.domain.encounter import Encounter, Status
from app.domain.errors import (
    AppError,
    ClaimedByOtherError,
    NotAllowedError,
    NotFoundError,
    StaleSaveError,
)
from app.domain.record import CareRecord, Proposal, ProposalState
from app.services.access import read_access_log
from app.services.coding import (
    accept_proposal,
    assign_code,
    mark_proposal,
    open_event,
    release_event,
    renew_claim,
    save_draft,
)
from app.services.context import AppContext
from app.services.signing import sign_event
from tests.services.workday import ANNA, BO, LEA, NUMBER, coded, event, put

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC


@pytest.fixture
def books(app: AppContext) -> Codebooks:
    """The starter editions."""
    return app.library.for_day(None)


def test_opening_claims_the_event_and_writes_the_log(app: AppContext) -> None:
    put(app, event())

    opened = open_event(app, "e1", ANNA)

    assert opened.is_editable and opened.holder is None
    (line,) = read_access_log(app, LEA)
    assert (line.person_id, line.encounter_id, line.kind) == ("anna", "e1", "opened")
    assert line.patient_number == NUMBER
    assert NUMBER not in repr(line)


def test_the_second_person_reads_only_and_is_told_who_holds_it(app: AppContext) -> None:
    put(app, event())
    open_event(app, "e1", ANNA)

    opened = open_event(app, "e1", BO)

    assert opened.holder is not None and opened.holder.person_name == "Anna Lind"
    assert not opened.is_editable
    assert {line.person_id for line in read_access_log(app, LEA)} == {"anna", "bo"}


def test_an_event_that_was_let_go_can_be_taken(app: AppContext) -> None:
    put(app, event())
    open_event(app, "e1", ANNA)
    release_event(app, "e1", ANNA)

    assert open_event(app, "e1", BO).is_editable
    with pytest.raises(ClaimedByOtherError):
        renew_claim(app, "e1", ANNA)


def test_nobody_lets_go_what_another_holds(app: AppContext) -> None:
    put(app, event())
    open_event(app, "e1", ANNA)

    release_event(app, "e1", BO)

    assert open_event(app, "e1", BO).holder is not None


def test_a_signed_event_opens_without_a_claim(app: AppContext) -> None:
    (stored,) = put(app, event())
    sign_event(app, coded(stored), ANNA, "s1")

    assert not open_event(app, "e1", BO).is_editable
    with app.unit_of_work() as uow:
        assert uow.claims.holder("e1") is None


def test_earlier_events_of_the_patient_come_along(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))

    assert [each.id for each in open_event(app, "e1", ANNA).earlier] == ["e2"]


def test_an_unknown_event_is_told_and_not_logged(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match="finns inte längre"):
        open_event(app, "e9", ANNA)

    assert read_access_log(app, LEA) == []


def test_the_first_code_makes_a_draft(app: AppContext) -> None:
    (stored,) = put(app, event())

    saved = save_draft(app, coded(stored), "d1", ANNA)

    assert saved.status is Status.DRAFT
    assert saved.version == stored.version + 1


def test_a_save_without_codes_leaves_the_event_waiting(app: AppContext) -> None:
    (stored,) = put(app, event())

    assert save_draft(app, stored, "d1", ANNA).status is Status.READY


def test_a_reopened_event_stays_reopened_while_it_is_coded(app: AppContext) -> None:
    (stored,) = put(app, event(status=Status.REOPENED))

    assert save_draft(app, coded(stored), "d1", ANNA).status is Status.REOPENED


def test_the_same_save_twice_is_stored_once(app: AppContext) -> None:
    (stored,) = put(app, event())
    first = save_draft(app, coded(stored), "d1", ANNA)

    assert save_draft(app, coded(stored), "d1", ANNA) == first
    assert save_draft(app, add_secondary(first, "E11.9"), "d2", ANNA).version == first.version + 1


def test_a_stale_save_changes_nothing(app: AppContext) -> None:
    (stored,) = put(app, event())
    save_draft(app, coded(stored), "d1", ANNA)

    with pytest.raises(StaleSaveError):
        save_draft(app, set_principal(stored, "J18.9"), "d2", ANNA)

    principal = open_event(app, "e1", ANNA).encounter.principal
    assert principal is not None and principal.code == "I10.9"


def test_what_somebody_else_holds_is_not_saved(app: AppContext) -> None:
    (stored,) = put(app, event())
    open_event(app, "e1", BO)

    with pytest.raises(ClaimedByOtherError, match="Bo Ek"):
        save_draft(app, coded(stored), "d1", ANNA)


def test_a_signed_event_is_not_saved_whatever_the_window_holds(app: AppContext) -> None:
    (stored,) = put(app, event())
    sign_event(app, coded(stored), ANNA, "s1")

    with pytest.raises(NotAllowedError, match="är signerad"):
        save_draft(app, stored, "d1", ANNA)


def test_what_was_done_with_a_proposal_is_remembered(app: AppContext) -> None:
    proposal = Proposal("p1", ICD, "I10.9")
    put(app, event(), record=CareRecord(proposals=(proposal,)))

    mark_proposal(app, "e1", "p1", ProposalState.DISMISSED)

    (known,) = open_event(app, "e1", ANNA).record.proposals
    assert known.state is ProposalState.DISMISSED


def injured(*codes: str) -> Encounter:
    encounter = set_principal(event(), "S72.00")
    for code in codes:
        encounter = add_secondary(encounter, code)
    return encounter


def test_a_code_becomes_a_secondary_diagnosis(books: Codebooks) -> None:
    encounter = assign_code(injured(), books, ICD, "I10.9")

    assert [row.code for row in encounter.secondaries] == ["I10.9"]


def test_an_external_cause_goes_under_the_selected_diagnosis(books: Codebooks) -> None:
    encounter = assign_code(injured("I10.9"), books, ICD, "W19.9", Place(Part.DIAGNOSIS, 0))

    assert [row.external_causes for row in encounter.diagnoses] == [("W19.9",), ()]


@pytest.mark.parametrize("selected", [None, Place(Part.PROCEDURE, 0), Place(Part.DIAGNOSIS, 9)])
def test_an_external_cause_goes_under_the_last_diagnosis_otherwise(
    books: Codebooks, selected: Place | None
) -> None:
    encounter = assign_code(injured("S52.50"), books, ICD, "W19.9", selected)

    assert [row.external_causes for row in encounter.diagnoses] == [(), ("W19.9",)]


def test_an_external_cause_alone_is_kept_on_a_row_of_its_own(books: Codebooks) -> None:
    assert [row.code for row in assign_code(event(), books, ICD, "W19.9").diagnoses] == ["W19.9"]


@pytest.mark.parametrize("dagger", ["E10.2", "E10.2A"])
def test_an_asterisk_joins_the_dagger_that_names_it(books: Codebooks, dagger: str) -> None:
    encounter = add_secondary(set_principal(event(), dagger), "I10.9")

    paired = assign_code(encounter, books, ICD, "N08.3", Place(Part.DIAGNOSIS, 1))

    assert [(row.code, row.partner) for row in paired.diagnoses] == [
        (dagger, "N08.3"),
        ("I10.9", None),
    ]


def test_a_further_asterisk_is_a_row_of_its_own(books: Codebooks) -> None:
    once = assign_code(set_principal(event(), "E10.2"), books, ICD, "N08.3")

    twice = assign_code(once, books, ICD, "N08.3")

    assert [(row.code, row.partner) for row in twice.diagnoses] == [
        ("E10.2", "N08.3"),
        ("N08.3", None),
    ]


def test_an_asterisk_without_its_dagger_does_not_join_another(books: Codebooks) -> None:
    encounter = assign_code(
        set_principal(event(), "I10.9"), books, ICD, "N08.3", Place(Part.DIAGNOSIS, 0)
    )

    assert [row.partner for row in encounter.diagnoses] == [None, None]


def unlinked_book() -> MemoryCodebook:
    """An edition of the older form: titles name daggers, no column links them."""
    return MemoryCodebook(
        Edition("old", ICD, "ICD-10-SE", "2022"),
        [
            Concept(ICD, "E11.4", "Diabetes", Level.SUBCATEGORY),
            Concept(ICD, "J18.9", "Pneumoni", Level.SUBCATEGORY),
            Concept(ICD, "G63.2", "Polyneuropati (E10-E14)", Level.SUBCATEGORY, mark=Mark.ASTERISK),
            Concept(ICD, "G63.2A", "Av ett slag", Level.EXTENSION, mark=Mark.ASTERISK),
        ],
    )


@pytest.mark.parametrize(
    ("leads", "partners"),
    [(("J18.9",), [None, None]), (("E11.4", "J18.9"), ["G63.2", None])],
)
@pytest.mark.parametrize("asterisk", ["G63.2", "G63.2A"])
def test_without_links_an_asterisk_joins_only_what_its_title_or_that_above_it_names(
    books: Codebooks, leads: tuple[str, ...], partners: list[str | None], asterisk: str
) -> None:
    older = replace(books, icd10se=unlinked_book())
    encounter = set_principal(event(), leads[0])
    for lead in leads[1:]:
        encounter = add_secondary(encounter, lead)

    paired = assign_code(encounter, older, ICD, asterisk, Place(Part.DIAGNOSIS, len(leads) - 1))

    assert [row.partner for row in paired.diagnoses] == [each and asterisk for each in partners]


def test_a_procedure_gets_the_day_of_the_event(books: Codebooks) -> None:
    (procedure,) = assign_code(event(), books, KVA, "NFB09").procedures

    assert procedure.date == event().admission_day


def test_an_additional_code_goes_under_the_selected_procedure(books: Codebooks) -> None:
    two = add_procedure(add_procedure(event(), "NFB09", None), "AF021", None)

    selected = assign_code(two, books, KVA, "ZXA00", Place(Part.ADDITIONAL, 0, 3))
    last = assign_code(two, books, KVA, "ZXA00", Place(Part.DIAGNOSIS, 0))

    assert [row.additional for row in selected.procedures] == [("ZXA00",), ()]
    assert [row.additional for row in last.procedures] == [(), ("ZXA00",)]


def test_an_additional_code_without_a_procedure_is_kept(books: Codebooks) -> None:
    assert [row.code for row in assign_code(event(), books, KVA, "ZV100").procedures] == ["ZV100"]


def test_a_drug_goes_under_the_selected_row(books: Codebooks) -> None:
    encounter = add_procedure(injured("I10.9"), "DT016", None)

    on_first = assign_code(encounter, books, ATC, "B01AC06", Place(Part.CAUSE, 0))
    on_last = assign_code(encounter, books, ATC, "B01AC06")
    on_procedure = assign_code(encounter, books, ATC, "B01AC06", Place(Part.PROCEDURE, 0))

    assert [row.drugs for row in on_first.diagnoses] == [("B01AC06",), ()]
    assert [row.drugs for row in on_last.diagnoses] == [(), ("B01AC06",)]
    assert on_procedure.procedures[0].drugs == ("B01AC06",)


def test_a_drug_without_diagnoses_goes_under_the_last_procedure(books: Codebooks) -> None:
    encounter = add_procedure(event(), "DT016", None)

    assert assign_code(encounter, books, ATC, "B01AC06").procedures[0].drugs == ("B01AC06",)


@pytest.mark.parametrize(("system", "code"), [(ATC, "B01AC06"), (ICD, "W19.9")])
def test_a_row_is_not_given_the_same_twice(books: Codebooks, system: CodeSystem, code: str) -> None:
    once = assign_code(set_principal(event(), "I10.9"), books, system, code)
    with pytest.raises(AppError, match=rf"{code} står redan under I10\.9\."):
        assign_code(once, books, system, code)


@pytest.mark.parametrize("selected", [None, Place(Part.PROCEDURE, 0), Place(Part.DIAGNOSIS, 0)])
def test_a_drug_with_nothing_to_belong_to_is_refused(
    books: Codebooks, selected: Place | None
) -> None:
    with pytest.raises(AppError, match="Välj först"):
        assign_code(event(), books, ATC, "B01AC06", selected)


def test_the_first_accepted_diagnosis_becomes_principal(books: Codebooks) -> None:
    one = accept_proposal(event(), books, Proposal("p1", ICD, "I10.9"))
    two = accept_proposal(one, books, Proposal("p2", ICD, "E11.9"))

    assert one.principal is not None and one.principal.code == "I10.9"
    assert [row.code for row in two.secondaries] == ["E11.9"]


@pytest.mark.parametrize("code", ["W19.9", "N08.3", "Z37.0"])
def test_what_may_not_be_principal_is_accepted_as_secondary(books: Codebooks, code: str) -> None:
    encounter = accept_proposal(event(), books, Proposal("p1", ICD, code))

    assert encounter.principal is None
    assert [row.code for row in encounter.secondaries] == [code]


def test_a_proposed_code_that_no_edition_knows_is_kept(books: Codebooks) -> None:
    encounter = accept_proposal(event(), books, Proposal("p1", ICD, "Q99.9X"))

    assert encounter.principal is not None and encounter.principal.code == "Q99.9X"


def test_a_proposed_procedure_becomes_a_procedure(books: Codebooks) -> None:
    encounter = accept_proposal(event(), books, Proposal("p1", KVA, "NFB09"))

    assert [row.code for row in encounter.procedures] == ["NFB09"]
    assert encounter.diagnoses == ()
