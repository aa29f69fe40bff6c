"""Templates: kept, shared, and put on an event with what is in use on its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain import coding_acts as acts
from app.domain.code_set import CodeSet, CodeSetItem, SetScope
from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.services.code_set_checks import CheckedSet
from app.services.code_sets import (
    apply_code_set,
    find_code_set,
    list_code_sets,
    remove_code_set,
    rename_code_set,
    report_applied,
    save_code_set,
    set_from_encounter,
)
from app.services.context import AppContext
from tests.services.workday import ANNA, BO, coded, event

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
TODAY = date(2026, 11, 22)
NOON = datetime.fromisoformat("2026-11-22T12:00")
ITEMS = (CodeSetItem(ICD, "I10.9", is_principal=True), CodeSetItem(ATC, "C03AA03", under="I10.9"))
PERSONAL, SHARED = SetScope.PERSONAL, SetScope.SHARED


@pytest.fixture
def books(app: AppContext) -> Codebooks:
    """The starter editions."""
    return app.library.for_day(None)


def template(*items: CodeSetItem) -> CodeSet:
    return CodeSet("1", "Prov", "", items, NOON)


def codes(encounter: Encounter) -> list[str]:
    return [each.code for each in acts.assigned_codes(encounter)]


def test_own_templates_and_shared_ones_are_listed_by_name(app: AppContext) -> None:
    save_code_set(app, ANNA, "Ölallergi", ITEMS)
    save_code_set(app, ANNA, " Hög  puls ", ITEMS, shared=SHARED)
    save_code_set(app, BO, "Bos egen", ITEMS)

    assert [each.name for each in list_code_sets(app, ANNA)] == ["Hög puls", "Ölallergi"]
    assert [each.name for each in list_code_sets(app, BO)] == ["Bos egen", "Hög puls"]
    assert [each.scope for each in list_code_sets(app, ANNA)] == [SHARED, PERSONAL]


def test_the_same_name_in_the_same_scope_is_replaced(app: AppContext) -> None:
    first = save_code_set(app, ANNA, "Tryck", ITEMS)
    shared = save_code_set(app, ANNA, "Tryck", ITEMS, shared=SHARED)
    again = save_code_set(app, ANNA, "TRYCK", ITEMS[:1])

    assert again.id == first.id
    assert {each.id for each in list_code_sets(app, ANNA)} == {first.id, shared.id}
    assert find_code_set(list_code_sets(app, ANNA), " tryck ") == again
    assert find_code_set(list_code_sets(app, BO), "tryck") == shared


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_has_to_fit_a_line(app: AppContext, name: str) -> None:
    with pytest.raises(AppError, match="namn"):
        save_code_set(app, ANNA, name, ITEMS)

    assert list_code_sets(app, ANNA) == []


def test_a_template_without_codes_is_refused(app: AppContext) -> None:
    with pytest.raises(AppError, match="inga koder"):
        set_from_encounter(event())
    with pytest.raises(AppError, match="minst en kod"):
        save_code_set(app, ANNA, "Tom", ())


def test_a_template_gets_a_new_name_that_is_free(app: AppContext) -> None:
    one = save_code_set(app, ANNA, "Ett", ITEMS)
    save_code_set(app, ANNA, "Två", ITEMS)
    save_code_set(app, BO, "Tre", ITEMS)

    with pytest.raises(AppError, match="heter Två"):
        rename_code_set(app, ANNA, one.id, "två")
    assert rename_code_set(app, ANNA, one.id, "ett").name == "ett"
    assert rename_code_set(app, ANNA, one.id, "Tre").name == "Tre"
    assert [each.name for each in list_code_sets(app, ANNA)] == ["Tre", "Två"]


def test_only_own_and_shared_templates_are_removed(app: AppContext) -> None:
    own = save_code_set(app, ANNA, "Egen", ITEMS)
    shared = save_code_set(app, ANNA, "Delad", ITEMS, shared=SHARED)

    with pytest.raises(NotAllowedError):
        remove_code_set(app, BO, own.id)
    with pytest.raises(NotAllowedError):
        rename_code_set(app, BO, own.id, "Bos")
    remove_code_set(app, BO, shared.id)
    remove_code_set(app, ANNA, own.id)
    with pytest.raises(NotFoundError):
        remove_code_set(app, ANNA, own.id)

    assert list_code_sets(app, ANNA) == []


def test_a_template_of_an_event_is_put_on_another(books: Codebooks) -> None:
    source = acts.add_diagnosis_drug(coded(event()), 0, "C03AA03")
    made = template(*set_from_encounter(source))

    after = apply_code_set(event("e2"), made, books, TODAY)

    assert (after.diagnoses, after.procedures) == (source.diagnoses, source.procedures)
    told = report_applied(event("e2"), after, made, books, TODAY)
    assert told.sentences == "Kodmallen Prov: 2 koder tillagda."
    again = apply_code_set(after, made, books, TODAY)
    assert again == after
    told = report_applied(after, again, made, books, TODAY)
    assert told.sentences == "Kodmallen Prov: inget att lägga till."
    assert told.left_out == ()


def test_codes_that_are_not_in_use_are_left_out_and_named(books: Codebooks) -> None:
    made = template(
        CodeSetItem(ICD, "I10.9", is_principal=True),
        CodeSetItem(ICD, "Q99.99"),
        CodeSetItem(ICD, "W01.09", under="Q99.99"),
    )
    before = event()

    after = apply_code_set(before, made, books, TODAY)

    assert codes(after) == ["I10.9"]
    told = report_applied(before, after, made, books, TODAY)
    assert told.left_out == ("Q99.99", "W01.09")
    assert told.sentences == (
        "Kodmallen Prov: 1 kod tillagd. Utelämnade koder som inte finns i utgåvan: Q99.99 "
        "(närmast Q99.9 Kromosomavvikelse, utan närmare uppgift). "
        "Utelämnade koder vars huvudkod saknas: W01.09."
    )


@pytest.mark.parametrize(
    ("last_day", "is_put"), [(date(2025, 3, 3), True), (date(2025, 3, 2), False)]
)
def test_a_retired_drug_is_put_on_events_up_to_its_last_day(
    books: Codebooks, last_day: date, is_put: bool
) -> None:
    drug = Concept(ATC, "C03AA99", "Gammalt", Level.ITEM, valid_to=last_day)
    books = replace(books, atc=MemoryCodebook(Edition("atc", ATC, "ATC", "1"), [drug]))
    made = template(ITEMS[0], CodeSetItem(ATC, drug.code, under="I10.9"))

    after = apply_code_set(event(), made, books, TODAY)

    assert (drug.code in codes(after)) is is_put


def test_an_event_without_a_day_is_judged_by_today(books: Codebooks) -> None:
    drug = Concept(ATC, "C03AA99", "Gammalt", Level.ITEM, valid_to=date(2026, 11, 21))
    books = replace(books, atc=MemoryCodebook(Edition("atc", ATC, "ATC", "1"), [drug]))
    made = template(ITEMS[0], CodeSetItem(ATC, drug.code, under="I10.9"))
    before = event(start=None, end=None)

    after = apply_code_set(before, made, books, TODAY)

    assert codes(after) == ["I10.9"]
    assert report_applied(before, after, made, books, TODAY).day == TODAY


def test_a_code_that_is_left_out_is_named_once(books: Codebooks) -> None:
    made = template(CodeSetItem(ICD, "I10.9", is_principal=True), CodeSetItem(ICD, "Q99.99"))
    checked = CheckedSet(made, ("Q99.99 finns inte i utgåvan.", "I10.9 utgår efter 2026-12-31."))
    before = event()
    after = apply_code_set(before, made, books, TODAY)

    told = report_applied(before, after, made, books, TODAY, checked).sentences

    assert told.count("Q99.99") == 1
    assert "I10.9 utgår efter 2026-12-31." in told
