from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import (
    Concept,
    Edition,
    EditionState,
    Level,
    Mark,
    Note,
    NoteKind,
    SourceFile,
)
from app.domain.errors import NotFoundError
from app.domain.file_import import FileImport
from app.domain.period import Period
from app.domain.product import PRODUCTS, Product
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.concept_details import ConceptDetails, describe_concept
from app.services.context import AppContext

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
DAY = date(2026, 5, 1)
EDITION = Edition("icd10se-2026", ICD, "ICD-10-SE", "2026", Period(date(2026, 1, 1)))

Units = Callable[[], SqlUnitOfWork]


def icd(code: str, parent: str | None, level: Level = Level.SUBCATEGORY) -> Concept:
    return Concept(ICD, code, f"Titel {code}", level, parent)


EXCLUDES = Note(
    NoteKind.EXCLUDES, "Annat (B01.-), B00–B02, B12 och X99.9", ("B01", "B00-B02", "X99.9")
)
ICD_CONCEPTS = (
    icd("01", None, Level.CHAPTER),
    icd("B00-B09", "01", Level.BLOCK),
    icd("B00", "B00-B09", Level.CATEGORY),
    icd("B01", "B00-B09", Level.CATEGORY),
    replace(icd("B02", "B00-B09", Level.CATEGORY), may_be_principal=False),
    replace(icd("B02.1", "B02"), may_be_principal=False, description="Se B01.1, B12 eller DT016."),
    icd("B12", "B00-B09", Level.CATEGORY),
    replace(icd("B00.1", "B00"), notes=(EXCLUDES, Note(NoteKind.LATIN, "Latina"))),
    replace(icd("B01.1", "B01"), mark=Mark.ASTERISK, partners=("B00–B09", "B00.1", "Q99.9")),
)
KVA_CONCEPTS = (
    Concept(KVA, "KMÅ:D", "Rubrik", Level.HEADING),
    Concept(KVA, "DT016", "Läkemedel", Level.ITEM, "KMÅ:D", description="Ges vid B01.1."),
)


@pytest.fixture
def app(app: AppContext, unit_of_work: Units) -> AppContext:
    store(unit_of_work, EDITION, ICD_CONCEPTS)
    store(unit_of_work, replace(EDITION, id="kva-2026", system=KVA, name="KVÅ"), KVA_CONCEPTS)
    app.library.reload()
    return app


def store(unit_of_work: Units, edition: Edition, concepts: Sequence[Concept]) -> None:
    with unit_of_work() as uow:
        uow.editions.add(edition, concepts)
        uow.commit()


def describe(app: AppContext, code: str, system: CodeSystem = ICD) -> ConceptDetails:
    return describe_concept(app, DAY, system, code)


def link_codes(details: ConceptDetails) -> dict[str, str]:
    return {text: target.code for text, target in details.links.items()}


def test_the_codes_above_come_from_the_top_down(app: AppContext) -> None:
    details = describe(app, "B00.1")

    assert details.concept.title == "Titel B00.1"
    assert [concept.code for concept in details.ancestors] == ["01", "B00-B09", "B00"]


def test_the_stored_notes_come_in_file_order(app: AppContext) -> None:
    assert [note.kind for note in describe(app, "B00.1").notes] == [
        NoteKind.EXCLUDES,
        NoteKind.LATIN,
    ]


def test_a_mention_leads_to_its_code_or_the_first_of_its_range(app: AppContext) -> None:
    links = link_codes(describe(app, "B00.1"))

    assert links == {"B01.-": "B01", "B00–B02": "B00"}, "neither a vitamin nor an unknown code"


def test_a_description_is_a_note_that_links_into_every_system(app: AppContext) -> None:
    details = describe(app, "B02.1")

    (note,) = details.notes
    assert (note.kind, note.text) == (NoteKind.DESCRIPTION, "Se B01.1, B12 eller DT016.")
    assert link_codes(details) == {"B01.1": "B01.1", "DT016": "DT016"}
    assert details.links["DT016"].system is KVA


def test_a_procedure_links_to_diagnoses(app: AppContext) -> None:
    details = describe(app, "DT016", KVA)

    assert details.links["B01.1"].system is ICD


def test_partners_are_resolved_where_the_edition_has_them(app: AppContext) -> None:
    details = describe(app, "B01.1")

    known = [(p.text, p.concept.title if p.concept else None) for p in details.partners]
    assert known == [
        ("B00–B09", "Titel B00-B09"),
        ("B00.1", "Titel B00.1"),
        ("Q99.9", None),
    ]
    assert link_codes(details) == {"B00–B09": "B00-B09", "B00.1": "B00.1"}


@pytest.mark.parametrize(("code", "by"), [("B02.1", "B02"), ("B02", "B02"), ("B00.1", None)])
def test_the_code_that_reserves_for_additional_use_is_named(
    app: AppContext, code: str, by: str | None
) -> None:
    reserved_by = describe(app, code).reserved_by

    assert (reserved_by.code if reserved_by else None) == by


def test_a_code_with_a_title_alone_has_nothing_more_to_say(app: AppContext) -> None:
    assert not describe(app, "B00").has_more
    assert describe(app, "B02").has_more


def test_an_edition_may_be_given_by_its_id(app: AppContext) -> None:
    assert describe_concept(app, EDITION.id, ICD, "B02.1").links["DT016"].code == "DT016"

    with pytest.raises(NotFoundError, match="ingen utgåva icd10se-2026 av KVÅ"):
        describe_concept(app, EDITION.id, KVA, "DT016")
    with pytest.raises(NotFoundError, match="ingen utgåva finns inte"):
        describe_concept(app, "finns inte", ICD, "B00")


def test_an_unknown_code_is_told(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match=r"Koden Z99\.9 finns inte i ICD-10-SE 2026"):
        describe(app, "Z99.9")


def test_the_remark_of_a_starter_code_is_shown(unit_of_work: Units, app: AppContext) -> None:
    (note,) = describe_concept(app, "icd10se-starter", ICD, "02").notes

    assert note.kind is NoteKind.DESCRIPTION
    assert note.text.startswith("Elakartade")


def test_what_changed_from_the_edition_before_is_told(app: AppContext, unit_of_work: Units) -> None:
    before = replace(EDITION, id="icd10se-2025", version="2025", valid=Period(date(2025, 1, 1)))
    old = [replace(c, title="Förr") if c.code == "B00" else c for c in ICD_CONCEPTS]
    store(unit_of_work, before, [c for c in old if c.code != "B12"])
    app.library.reload()

    assert describe(app, "B00").changes == ("Ändrad titel 2026: förr Förr",)
    assert describe(app, "B12").changes == ("Ny 2026",)
    assert describe_concept(app, EDITION.id, ICD, "B12").changes == ("Ny 2026",)
    assert describe_concept(app, before.id, ICD, "B00").changes == ()


def test_an_edition_that_is_not_in_use_tells_of_no_changes(
    app: AppContext, unit_of_work: Units
) -> None:
    unused = replace(EDITION, id="icd10se-2027", version="2027", state=EditionState.IMPORTED)
    store(unit_of_work, unused, ICD_CONCEPTS)
    app.library.reload()

    assert describe_concept(app, unused.id, ICD, "B00").changes == ()


def test_the_products_of_an_atc_code_are_told(app: AppContext, unit_of_work: Units) -> None:
    latest = FileImport(PRODUCTS, SourceFile("p.tsv", "0"), 1, datetime(2026, 1, 1, tzinfo=UTC))
    with unit_of_work() as uow:
        uow.products.replace(latest, [Product("Alvedon", "N02BE01", "paracetamol")])
        uow.commit()

    assert [p.name for p in describe(app, "N02BE01", CodeSystem.ATC).products] == ["Alvedon"]
    assert describe(app, "N02BE", CodeSystem.ATC).products == ()


def test_the_edition_and_what_stands_below_are_told(app: AppContext) -> None:
    details = describe(app, "B00")

    assert details.edition is not None
    assert details.edition.id == EDITION.id
    assert [child.code for child in details.children] == ["B00.1"]


def test_a_procedure_tells_its_hints_with_links(app: AppContext, unit_of_work: Units) -> None:
    kva = replace(EDITION, id="kva-2027", system=KVA, name="KVÅ", valid=Period(date(2027, 1, 1)))
    add_on = Concept(KVA, "ZV400", "Palliativ", Level.ITEM, "KMÅ:D")
    told = Concept(KVA, "DV097", "Vård", Level.ITEM, "KMÅ:D", description="Tilläggskod ZV400.")
    store(unit_of_work, kva, (KVA_CONCEPTS[0], add_on, told))
    app.library.reload()

    details = describe_concept(app, kva.id, KVA, "ZV400")

    assert [(h.text, h.said_by.code) for h in details.hints] == [("Tilläggskod ZV400.", "DV097")]
    assert details.has_more
