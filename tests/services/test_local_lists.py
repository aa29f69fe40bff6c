from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, Cancelled, CodebookFileError, NotFoundError
from app.domain.local_list import ColumnMapping, LocalCode
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.local_lists import (
    LocalListReport,
    already_imported,
    find_local_code,
    import_local_list,
    list_local_codes,
    list_local_lists,
    preview_local_list,
    remembered_mapping,
    remove_local_list,
    try_mapping,
    why_not_named,
)
from tests.services.desk import NOW
from tests.services.list_files import csv_file, list_desk, stopped_at

NORWEGIAN = "Kode;Tekst;Gyldig fra\nA00;Kolera;\nA01;Tyfus;2020-01-01\nA01;Tyfoidfeber;2025-01-01\n"
MAPPING = ColumnMapping(0, 1, 2)


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    return list_desk(unit_of_work, tmp_path)


def take_in(app: AppContext, path: Path, **changes: Any) -> LocalListReport:
    facts: dict[str, Any] = {
        "mapping": MAPPING,
        "name": "Norsk lista",
        "system_label": "ICD-10 Norge",
        "version": "2024",
        "valid_from": date(2024, 1, 1),
    }
    return import_local_list(app, path, **(facts | changes))


def test_a_list_is_imported_as_it_was_guessed(app: AppContext, tmp_path: Path) -> None:
    path = csv_file(tmp_path, NORWEGIAN)
    guess = preview_local_list(app, path).guess
    assert guess == MAPPING

    report = take_in(app, path, mapping=guess, imported_by="Anna")

    done = report.local_list
    assert (done.id, done.label, done.rows) == ("lokal-norsk-lista-2024", "Norsk lista 2024", 3)
    assert (done.imported_at, done.imported_by) == (NOW, "Anna")
    assert report.written_as == "UTF-8, kolumner skilda av semikolon"
    assert list_local_lists(app) == [done]
    assert [code.code for code in list_local_codes(app, done.id)] == ["A00", "A01", "A01"]
    assert list_local_codes(app, done.id, "kol") == [LocalCode("A00", "Kolera")]


def test_the_day_picks_the_row_of_a_code(app: AppContext, tmp_path: Path) -> None:
    list_id = take_in(app, csv_file(tmp_path, NORWEGIAN)).local_list.id

    def text_on(code: str, day: date | None) -> str | None:
        found = find_local_code(app, list_id, code, day)
        return found.text if found else None

    assert text_on("a01", date(2024, 6, 1)) == "Tyfus"
    assert text_on("A01", date(2025, 1, 1)) == "Tyfoidfeber"
    assert text_on("A01", None) == "Tyfoidfeber"
    assert text_on("A01", date(2019, 1, 1)) is None
    assert text_on("A00", date(2023, 12, 31)) is None
    assert text_on("A00", date(2024, 1, 1)) == "Kolera"
    assert text_on("B01", None) is None


def test_the_same_file_again_changes_nothing_and_says_so(app: AppContext, tmp_path: Path) -> None:
    path = csv_file(tmp_path, NORWEGIAN)
    first = take_in(app, path)

    again = take_in(app, path, version="2025")

    assert again.already_imported and again.local_list == first.local_list
    assert already_imported(app, path, MAPPING) == first.local_list
    assert already_imported(app, path, ColumnMapping(0, 1)) is None
    assert again.warnings == ("Samma fil är redan inläst som Norsk lista 2024. Inget ändrades.",)
    assert len(list_local_lists(app)) == 1


def test_name_and_version_of_another_file_are_refused(app: AppContext, tmp_path: Path) -> None:
    take_in(app, csv_file(tmp_path, NORWEGIAN))

    with pytest.raises(AppError, match=r"Norsk lista 2024 är redan inläst"):
        take_in(app, csv_file(tmp_path, NORWEGIAN + "B00;Herpes;\n"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "  "}, "Listans namn saknas"),
        ({"system_label": ""}, "Listans kodverk saknas"),
        ({"version": ""}, "Listans version saknas"),
        ({"name": "x" * 81}, "högst 80 tecken"),
        ({"system_label": "icd-10-se"}, "läses in under Kodverk"),
    ],
)
def test_a_list_without_proper_names_is_refused(
    app: AppContext, tmp_path: Path, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(AppError, match=told):
        take_in(app, csv_file(tmp_path, NORWEGIAN), **changes)

    assert list_local_lists(app) == []


def test_a_broken_row_leaves_nothing(app: AppContext, tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"rad 5: Koden A00 har en annan text på rad 2"):
        take_in(app, csv_file(tmp_path, NORWEGIAN + "A00;Pest;\n"))

    assert list_local_lists(app) == []


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_cancelled_import_leaves_nothing(app: AppContext, tmp_path: Path, step: int) -> None:
    many = "".join(f"A{n};Text {n}\n" for n in range(1_500))

    with pytest.raises(Cancelled):
        take_in(
            app,
            csv_file(tmp_path, many),
            mapping=ColumnMapping(0, 1, has_header=False),
            control=stopped_at(step),
        )

    assert list_local_lists(app) == []


def test_a_name_without_plain_letters_still_gives_an_id(app: AppContext, tmp_path: Path) -> None:
    done = take_in(app, csv_file(tmp_path, NORWEGIAN), name="κωδικοί", version="β").local_list

    assert done.id == f"lokal-{done.source.sha256[:8]}"


def test_a_list_is_removed_and_an_unknown_one_is_told(app: AppContext, tmp_path: Path) -> None:
    list_id = take_in(app, csv_file(tmp_path, NORWEGIAN)).local_list.id
    with pytest.raises(NotFoundError, match=rf"ingen lokal lista x\. Välj någon av {list_id}"):
        remove_local_list(app, "x")

    remove_local_list(app, list_id)

    with pytest.raises(NotFoundError, match="Läs in en först"):
        list_local_codes(app, list_id)


def test_a_trial_stores_nothing(app: AppContext, tmp_path: Path) -> None:
    found = try_mapping(app, csv_file(tmp_path, NORWEGIAN), MAPPING)

    assert (found.code_count, found.fault_count) == (3, 0)
    assert list_local_lists(app) == []


def test_why_a_list_cannot_have_its_names_is_told_before_it_is_read(
    app: AppContext, tmp_path: Path
) -> None:
    take_in(app, csv_file(tmp_path, NORWEGIAN))
    known = list_local_lists(app)

    assert why_not_named(known, "Norsk lista", "ICD-10 Norge", "2025") == ""
    taken = why_not_named(known, " Norsk  lista", "ICD-10 Norge", "2024")
    assert taken.startswith("Norsk lista 2024 är redan inläst")
    assert why_not_named(known, "", "x", "y") == "Listans namn saknas. Fyll i det."


def test_the_columns_of_a_list_of_the_same_name_are_remembered(
    app: AppContext, tmp_path: Path
) -> None:
    done = take_in(app, csv_file(tmp_path, NORWEGIAN)).local_list
    known = list_local_lists(app)

    assert remembered_mapping(known, "norsk  LISTA", 3) == done
    assert remembered_mapping(known, "Norsk lista", 2) is None, "the file has no third column"
    assert remembered_mapping(known, "Annan lista", 3) is None
