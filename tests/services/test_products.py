"""A list of product names is taken in whole or not at all, and asked by ATC code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import EDITIONS_STAMP
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.errors import Cancelled, CodebookFileError
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.products import import_products, latest_products, products_of
from tests.services.desk import NOW
from tests.services.list_files import csv_file, list_desk, stopped_at

ATC = CodeSystem.ATC
HEADER = "product\tatc\tsubstances\tstrength\tform\n"
ALVEDON = "Alvedon\tN02BE01\tParacetamol\t500 mg\tFilmdragerad tablett\n"
ROWS = ALVEDON + "Alvedon\tN02BE01\tParacetamol\t1 g\tTablett\nIpren\tM01AE01\tIbuprofen\t\t\n"


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    concepts = [
        Concept(ATC, "N02BE01", "Paracetamol", Level.ITEM),
        Concept(ATC, "M01AE01", "Ibuprofen", Level.ITEM),
        Concept(ATC, "N02BB01", "Fenazon", Level.ITEM, valid_to=date(2019, 12, 31)),
    ]
    library, engine = Mock(spec=["for_day"]), Mock(spec=["reload"])
    library.for_day.return_value.atc = MemoryCodebook(Edition("atc", ATC, "ATC", "2026"), concepts)
    return replace(list_desk(unit_of_work, tmp_path), library=library, engine=engine)


def listed(folder: Path, rows: str = ROWS) -> Path:
    return csv_file(folder, HEADER + rows, "products-sv-2026.tsv")


def test_products_are_imported_and_asked_by_code(app: AppContext, tmp_path: Path) -> None:
    report = import_products(app, listed(tmp_path), imported_by="Anna")

    assert (report.latest.rows, report.added, report.gone, report.warnings) == (3, 3, 0, ())
    assert report.written_as == "UTF-8, kolumner skilda av tabb"
    assert latest_products(app) == report.latest
    assert (report.latest.imported_by, report.latest.imported_at) == ("Anna", NOW)
    assert [(p.name, p.strength) for p in products_of(app, "n02be01")] == [
        ("Alvedon", "500 mg"),
        ("Alvedon", "1 g"),
    ]
    assert products_of(app, "N02BB01") == []


def test_the_search_is_told_of_new_names(app: AppContext, tmp_path: Path) -> None:
    import_products(app, listed(tmp_path))

    app.engine.reload.assert_called_once_with()


def test_other_workstations_see_that_something_has_changed(app: AppContext, tmp_path: Path) -> None:
    def stamp() -> str | None:
        with app.unit_of_work() as uow:
            return uow.facts.get(EDITIONS_STAMP)

    before = stamp()
    import_products(app, listed(tmp_path))
    after = stamp()
    import_products(app, listed(tmp_path))

    assert before != after == stamp()


def test_a_newer_list_takes_the_place_of_the_older(app: AppContext, tmp_path: Path) -> None:
    import_products(app, listed(tmp_path))

    report = import_products(app, listed(tmp_path, ALVEDON))

    assert (report.latest.rows, report.added, report.gone) == (1, 0, 2)
    assert products_of(app, "M01AE01") == []


def test_the_same_file_again_changes_nothing_and_is_told(app: AppContext, tmp_path: Path) -> None:
    first = import_products(app, listed(tmp_path))

    again = import_products(app, listed(tmp_path))

    assert again.already_imported
    assert again.latest == first.latest
    assert again.warnings == ("Läkemedelsnamn är redan inläst från samma fil. Inget ändrades.",)


def test_codes_that_do_not_apply_today_are_kept_and_told_together(
    app: AppContext, tmp_path: Path
) -> None:
    rows = ROWS + "Ny\tL01EX99\t\t\t\nNy forte\tL01EX99\t\t\t\nGammal\tN02BB01\t\t\t\n"

    report = import_products(app, listed(tmp_path, rows))

    assert report.warnings == (
        "3 av 6 läkemedel har en ATC-kod som inte gäller i dag enligt ATC 2026 "
        "(L01EX99, N02BB01). De sparades. Läs in en utgåva av ATC som har koderna, så hittas de "
        "i sökningen.",
    )
    assert [p.name for p in products_of(app, "L01EX99")] == ["Ny", "Ny forte"]


def test_the_thousands_of_many_products_stand_apart(app: AppContext, tmp_path: Path) -> None:
    rows = ROWS + "".join(f"Ny {n}\tL01EX99\t\t\t\n" for n in range(1_200))

    (warning,) = import_products(app, listed(tmp_path, rows)).warnings

    assert warning.startswith("1\xa0200 av 1\xa0203 läkemedel har en ATC-kod som inte gäller")


def test_a_broken_list_leaves_what_was_there(app: AppContext, tmp_path: Path) -> None:
    import_products(app, listed(tmp_path))
    before = latest_products(app)

    with pytest.raises(CodebookFileError, match="rad 3"):
        import_products(app, listed(tmp_path, ALVEDON + "Fel\tParacetamol\t\t\t\n"))

    assert latest_products(app) == before
    assert len(products_of(app, "N02BE01")) == 2


@pytest.mark.parametrize("step", [1, 2, 3])
def test_cancelling_at_any_step_leaves_nothing(app: AppContext, tmp_path: Path, step: int) -> None:
    with pytest.raises(Cancelled):
        import_products(app, listed(tmp_path), control=stopped_at(step))

    assert latest_products(app) is None
    assert products_of(app, "N02BE01") == []
    app.engine.reload.assert_not_called()


def test_another_file_is_refused_with_a_remedy(app: AppContext, tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="lista över läkemedel"):
        import_products(app, csv_file(tmp_path, HEADER + ROWS, "annat.tsv"))
