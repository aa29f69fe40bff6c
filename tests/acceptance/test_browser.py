"""The browser on the real editions: hints of KVÅ, changes of a year, a section on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.bootstrap import bootstrap
from app.domain.codes import CodeSystem
from app.services.codebooks import import_codebook
from app.services.concept_details import describe_concept
from app.services.context import AppContext
from app.services.products import import_products
from app.services.section import search_section
from app.services.section_print import section_pdf

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
DAY = date(2022, 5, 1)
EDITIONS = ("icd10se/2021", "icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("browser")
    app = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    for name in EDITIONS:
        import_codebook(app, [shared_data / name])
    import_products(app, shared_data / "atc" / "products-sv-2026.tsv")
    yield app
    app.close()


def hints(app: AppContext, code: str) -> set[tuple[str, str]]:
    return {
        (hint.said_by.code, hint.kind.name) for hint in describe_concept(app, DAY, KVA, code).hints
    }


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("LCA30", {("DL001", "ADD_ON"), ("DL002", "ADD_ON"), ("DL003", "ADD_ON")}),
        ("DL005", {("DL005", "DRUG"), ("ZL006", "ADD_ON")}),
        ("DA006", {("DA006", "ADD_ON")}),
        ("NFB19", set()),
    ],
)
def test_a_procedure_tells_the_add_on_codes_and_drugs_that_the_edition_names(
    real: AppContext, code: str, told: set[tuple[str, str]]
) -> None:
    found = hints(real, code)

    assert found <= told
    assert bool(found) is bool(told)


def test_the_add_on_codes_that_are_named_are_links(real: AppContext) -> None:
    links = describe_concept(real, DAY, KVA, "DA006").links

    assert links["ZV229"].title


def test_a_code_tells_what_changed_in_its_year(real: AppContext) -> None:
    assert any(
        change.startswith("Ändrad titel 2022: förr ")
        for change in describe_concept(real, DAY, ICD, "U08.9").changes
    )
    assert describe_concept(real, DAY, ICD, "S72.0").changes == ()
    assert describe_concept(real, date(2021, 5, 1), ICD, "U08.9").changes == ()


def test_a_substance_tells_the_products_that_are_sold(real: AppContext) -> None:
    names = {product.name for product in describe_concept(real, DAY, ATC, "N02BE01").products}

    assert {"Alvedon", "Panodil"} <= names


def test_a_search_in_a_section_finds_every_title_there(real: AppContext) -> None:
    book = real.library.for_day(DAY).of(ICD)
    below = {c.code for c in book.concepts() if c.code.startswith("S72") and "raktur" in c.title}

    answer = search_section(real, DAY, ICD, "fraktur", within="S72", limit=500)

    assert below <= {hit.code for hit in answer.hits}
    assert all(hit.code.startswith("S72") for hit in answer.hits)


def test_a_section_on_paper_holds_every_code(real: AppContext) -> None:
    book = real.library.for_day(DAY).of(ICD)

    pdf = section_pdf(real, DAY, ICD, "S70-S79")

    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    below = [c.code for c in book.concepts() if "S70" <= c.code[:3] <= "S79"]
    assert len(below) > 60
    assert [code for code in below if code not in text] == []
