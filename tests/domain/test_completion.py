"""A completion under way: the draft grows, the event stays as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.coding_acts import Part, Place, assigned_codes
from app.domain.completion import Completion, CompletionKind, Step, begin, codes_added
from app.domain.completion_acts import Role, join_dagger, put_answer
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.identity import read_identity
from app.domain.patient import Patient

PRINCIPAL = DiagnosisRole.PRINCIPAL
FIRST = Place(Part.DIAGNOSIS, 0)


def event(*diagnoses: Diagnosis, procedures: tuple[Procedure, ...] = ()) -> Encounter:
    patient = Patient(read_identity(""))
    return Encounter("e", patient, diagnoses=diagnoses, procedures=procedures)


def of(kind: CompletionKind, *roles: Role, **facts: object) -> Completion:
    steps = tuple(Step(role, "Vad?", passing="Inget") for role in roles)
    return Completion(kind, FIRST, "Titel", steps, **facts)


def test_the_answers_lie_in_the_draft_alone() -> None:
    before = event(Diagnosis("T50.9", PRINCIPAL))

    progress = begin(before, of(CompletionKind.POISONING, Role.DRUG, Role.CAUSE))
    done = progress.answer("N02BE01").answer("X64.09")

    assert done.step is None
    assert done.draft.diagnoses[0].drugs == ("N02BE01",)
    assert done.draft.diagnoses[0].external_causes == ("X64.09",)
    assert progress.draft == before
    assert done.answer("W01.09") is done


def test_what_is_given_is_put_first_without_a_question() -> None:
    completion = of(CompletionKind.ADVERSE_EFFECT, Role.DRUG, given=((Role.CAUSE, "Y57.9"),))

    progress = begin(event(Diagnosis("L27.0")), completion).answer("")

    assert progress.draft.diagnoses[0].external_causes == ("Y57.9",)
    assert progress.draft.diagnoses[0].drugs == ()


def test_a_cause_of_treatment_asks_for_the_drug_after_it() -> None:
    drug = Step(Role.DRUG, "Vilket läkemedel?")
    completion = of(CompletionKind.CAUSE, Role.CAUSE, drug_step=drug)

    assert begin(event(Diagnosis("K29.0")), completion).answer("Y57.9").step == drug
    assert begin(event(Diagnosis("K29.0")), completion).answer("Y83.9").step is None
    known = event(Diagnosis("K29.0", drugs=("M01AE01",)))
    assert begin(known, completion).answer("Y57.9").step is None


def test_a_cause_that_is_mended_keeps_its_place() -> None:
    before = event(Diagnosis("S72.0", external_causes=("W01.0", "Y92.0")))
    mended = Place(Part.CAUSE, 0, 0)

    after = begin(before, of(CompletionKind.CAUSE, Role.CAUSE, mended=mended)).answer("W01.09")

    assert after.draft.diagnoses[0].external_causes == ("W01.09", "Y92.0")


def test_a_cause_on_a_row_of_its_own_is_mended_there() -> None:
    before = event(Diagnosis("S72.0"), Diagnosis("W01.0"))

    after, _place = put_answer(before, FIRST, Role.CAUSE, "W01.09", Place(Part.DIAGNOSIS, 1))

    assert [d.code for d in after.diagnoses] == ["S72.0", "W01.09"]


def test_a_dagger_on_the_event_takes_the_asterisk_in() -> None:
    before = event(Diagnosis("H36.0", PRINCIPAL), Diagnosis("I10.9"), Diagnosis("E11.3"))

    after, place = join_dagger(before, 0, "E11.3")

    assert [(d.code, d.partner) for d in after.diagnoses] == [("E11.3", "H36.0"), ("I10.9", None)]
    assert after.diagnoses[place.row].is_principal
    assert sum(d.is_principal for d in after.diagnoses) == 1


def test_a_dagger_with_another_asterisk_is_named_by_the_second() -> None:
    before = event(Diagnosis("E10.7", PRINCIPAL, partner="N08.3"), Diagnosis("H36.0"))

    after, _place = join_dagger(before, 1, "E10.7")

    assert [(d.code, d.partner) for d in after.diagnoses] == [
        ("E10.7", "N08.3"),
        ("H36.0", "E10.7"),
    ]


def test_a_dagger_that_is_not_on_the_event_comes_in_the_asterisks_stead() -> None:
    after, place = join_dagger(event(Diagnosis("H36.0", PRINCIPAL, text="Ögat")), 0, "E11.3")

    assert after.diagnoses == (Diagnosis("E11.3", PRINCIPAL, partner="H36.0", text="Ögat"),)
    assert place == FIRST


def test_an_asterisk_that_waits_on_the_event_is_taken_in_by_its_dagger() -> None:
    before = event(Diagnosis("E11.3", PRINCIPAL), Diagnosis("H36.0"))

    after, _place = put_answer(before, FIRST, Role.ASTERISK, "H36.0")

    assert after.diagnoses == (Diagnosis("E11.3", PRINCIPAL, partner="H36.0"),)


def test_a_further_asterisk_gets_a_row_that_names_the_dagger() -> None:
    before = event(Diagnosis("E10.7", PRINCIPAL, partner="N08.3"), Diagnosis("I10.9"))

    after, _place = put_answer(before, FIRST, Role.ASTERISK, "H36.0")

    assert [(d.code, d.partner) for d in after.diagnoses] == [
        ("E10.7", "N08.3"),
        ("H36.0", "E10.7"),
        ("I10.9", None),
    ]


def test_a_way_of_delivery_becomes_the_principal_diagnosis() -> None:
    before = event(Diagnosis("Z37.0", PRINCIPAL))

    after, place = put_answer(before, FIRST, Role.DELIVERY, "O80.0")

    assert [(d.code, d.is_principal) for d in after.diagnoses] == [
        ("O80.0", True),
        ("Z37.0", False),
    ]
    assert after.diagnoses[place.row].code == "Z37.0"


def test_a_side_is_added_to_its_procedure() -> None:
    before = event(procedures=(Procedure("JAB30"), Procedure("NFB49")))

    after, _place = put_answer(before, Place(Part.PROCEDURE, 1), Role.SIDE, "ZXA05")

    assert [p.side for p in after.procedures] == ["", "vänster"]


def test_what_is_added_is_told_code_by_code() -> None:
    before = event(Diagnosis("S72.0", external_causes=("W01.09",)))
    after = event(
        Diagnosis("S72.0", external_causes=("W01.09",)),
        Diagnosis("S52.5", external_causes=("W01.09",)),
    )

    assert codes_added(before, after) == ["S52.5", "W01.09"]
    assert codes_added(after, before) == []


CODES = st.sampled_from(["E11.3", "H36.0", "E10.7", "N08.3", "I10.9", "Z37.0"])


@given(st.lists(CODES, min_size=1, max_size=5, unique=True), CODES, st.data())
def test_no_code_is_lost_when_a_pair_is_joined(
    codes: list[str], dagger: str, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(codes) - 1))
    before = event(*(Diagnosis(code) for code in codes))
    if dagger == codes[row]:
        return

    after, place = join_dagger(before, row, dagger)

    assert {code.code for code in assigned_codes(after)} == {*codes, dagger}
    assert after.diagnoses[place.row].code == dagger
