"""A template gives an event its codes, doubles none and loses none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain import coding_acts as acts
from app.domain.code_set import CodeSetItem
from app.domain.code_set_acts import items_of, put_items, usable_items
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from tests.domain.encounters import ATC_CODES, ICD_CODES, KVA_CODES, encounters

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
EMPTY = Encounter("e", Patient(IdentityNumber("")))
HIP = (
    CodeSetItem(ICD, "S72.00", is_principal=True),
    CodeSetItem(ICD, "W01.09", under="S72.00"),
    CodeSetItem(ATC, "B01AB05", under="S72.00"),
    CodeSetItem(ICD, "D62.9"),
    CodeSetItem(KVA, "NFB19"),
    CodeSetItem(KVA, "ZXA05", under="NFB19"),
    CodeSetItem(ATC, "N01AB08", under="NFB19"),
)
CODED = replace(
    EMPTY,
    diagnoses=(
        Diagnosis(
            "S72.00",
            DiagnosisRole.PRINCIPAL,
            external_causes=("W01.09",),
            drugs=("B01AB05",),
        ),
        Diagnosis("D62.9"),
    ),
    procedures=(Procedure("NFB19", additional=("ZXA05",), drugs=("N01AB08",)),),
)


@st.composite
def item_lists(draw: st.DrawFn) -> list[CodeSetItem]:
    """Items in any order, hanging on anything."""
    unders = st.just("") | ICD_CODES | KVA_CODES
    item = (
        st.builds(CodeSetItem, st.just(ICD), ICD_CODES, st.booleans(), unders)
        | st.builds(CodeSetItem, st.just(KVA), KVA_CODES, st.just(False), unders)
        | st.builds(CodeSetItem, st.just(ATC), ATC_CODES, st.just(False), unders)
    )
    return draw(st.lists(item, max_size=8))


def in_proper_places(event: Encounter) -> Encounter:
    """The event without a code twice as lead, and with external causes only as such."""
    diagnoses = {d.code: d for d in reversed(event.diagnoses)}
    return replace(
        event,
        procedures=tuple({p.code: p for p in event.procedures}.values()),
        diagnoses=tuple(
            replace(
                d,
                partner=None if d.partner and is_external_cause(d.partner) else d.partner,
                external_causes=tuple(filter(is_external_cause, d.external_causes)),
            )
            for d in reversed(diagnoses.values())
        ),
    )


def codes(encounter: Encounter) -> Counter[tuple[CodeSystem, str]]:
    return Counter((each.system, each.code) for each in acts.assigned_codes(encounter))


def test_an_event_becomes_a_template_and_the_template_an_event() -> None:
    assert items_of(CODED) == HIP
    assert put_items(EMPTY, HIP) == CODED


@given(encounters(), item_lists())
def test_applying_twice_is_applying_once(event: Encounter, items: list[CodeSetItem]) -> None:
    once = put_items(event, items)

    assert put_items(once, items) == once


@given(encounters(), item_lists())
def test_nothing_on_the_event_is_lost_and_its_principal_stays(
    event: Encounter, items: list[CodeSetItem]
) -> None:
    after = put_items(event, items)

    assert codes(event) <= codes(after)
    if event.principal is not None:
        assert after.principal is not None
        assert after.principal.code == event.principal.code
    assert sum(diagnosis.is_principal for diagnosis in after.diagnoses) <= 1


@given(encounters())
def test_a_template_of_an_event_gives_an_empty_one_the_same_codes(event: Encounter) -> None:
    assert set(codes(put_items(EMPTY, items_of(event)))) == set(codes(event))


@given(encounters())
def test_a_template_changes_nothing_on_the_event_it_was_made_of(event: Encounter) -> None:
    proper = in_proper_places(event)

    assert put_items(proper, items_of(proper)) == proper


def test_a_principal_is_set_only_where_there_is_none() -> None:
    taken = acts.set_principal(EMPTY, "I10.9")

    after = put_items(taken, HIP)

    assert [(d.code, d.is_principal) for d in after.diagnoses] == [
        ("I10.9", True),
        ("S72.00", False),
        ("D62.9", False),
    ]
    assert after.diagnoses[1].external_causes == ("W01.09",)


def test_a_secondary_that_is_there_becomes_the_missing_principal() -> None:
    after = put_items(acts.add_secondary(acts.add_secondary(EMPTY, "D62.9"), "S72.00"), HIP)

    assert [(d.code, d.is_principal) for d in after.diagnoses] == [
        ("S72.00", True),
        ("D62.9", False),
    ]


def test_a_code_that_hangs_on_another_is_not_made_a_row_of_its_own() -> None:
    paired = acts.set_partner(acts.add_secondary(EMPTY, "E10.2"), 0, "N08.3")

    after = put_items(paired, [CodeSetItem(ICD, "N08.3", is_principal=True)])

    assert after == paired


def test_a_second_asterisk_is_a_row_that_names_its_dagger() -> None:
    items = [
        CodeSetItem(ICD, "E10.2", is_principal=True),
        CodeSetItem(ICD, "N08.3", under="E10.2"),
        CodeSetItem(ICD, "H36.0", under="E10.2"),
    ]

    after = put_items(EMPTY, items)

    assert [(d.code, d.partner) for d in after.diagnoses] == [
        ("E10.2", "N08.3"),
        ("H36.0", "E10.2"),
    ]
    assert put_items(after, items_of(after)) == after


def test_what_hangs_on_a_code_that_is_left_out_is_left_out_too() -> None:
    kept = usable_items(HIP, frozenset({(ICD, "S72.00"), (KVA, "ZXA05")}))

    assert [item.code for item in kept] == ["D62.9", "NFB19", "N01AB08"]


def test_a_drug_without_a_lead_on_the_event_is_not_put_anywhere() -> None:
    assert put_items(CODED, [CodeSetItem(ATC, "N02BE01")]) == CODED
    assert put_items(EMPTY, [CodeSetItem(ATC, "N02BE01", under="NFB19")]) == EMPTY
