"""`kodklar codebook diff`, as it is typed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.cli.codebook_arguments import _DIFFERENCES
from app.domain.access import Person
from app.domain.code_set import Favourite
from app.domain.edition_difference import DifferenceKind
from app.persistence.database import open_database
from tests.cli.conftest import Answer, Kodklar
from tests.domain.made_editions import AFTER, BEFORE, E2025, E2026, ICD

NOON = datetime.fromisoformat("2026-01-02T12:00")
DIFF = ("codebook", "diff", "icd10se-2025", "icd10se-2026")


@pytest.fixture(autouse=True)
def _two_years(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.unit_of_work() as uow:
        uow.editions.add(E2025, BEFORE)
        uow.editions.add(E2026, AFTER)
        uow.people.save(Person("p1", "Anna Lind"))
        uow.favourites.add(Favourite("p1", ICD, "A01", NOON))
        uow.commit()
    database.close()


def lines(answer: Answer) -> list[str]:
    assert answer.status == 0, answer.err
    return answer.out.splitlines()


def test_every_kind_can_be_typed() -> None:
    assert set(_DIFFERENCES) == {k.name.lower().replace("_", "-") for k in DifferenceKind}


def test_all_changes_are_printed_by_kind(kodklar: Kodklar) -> None:
    assert lines(kodklar(*DIFF)) == [
        "Nya: 1",
        "  A05  Ny sjukdom",
        "Utgångna: 1",
        "  A01  Tyfoid",
        "Ändrad titel: 1",
        "  A00  Kolera → Kolera UNS",
        "Ändrade anmärkningar: 1",
        "  A02  Titel A02: Utesluter: Se A05 → Utesluter: Se A06",
        "Ändrat ej huvuddiagnos: 1",
        "  A03†  Titel A03: Får vara huvuddiagnos → Ej huvuddiagnos",
        "Flyttad: 1",
        "  A04  Titel A04: A00-A09 Titel A00-A09 → I00-I99 Titel I00-I99",
        "Ändrat märke: 1",
        "  A03†  Titel A03: utan märke → †",
    ]


def test_the_choice_is_printed_and_nothing_else(kodklar: Kodklar) -> None:
    kinds = ("--kind", "moved", "--kind", "mark")

    assert lines(kodklar(*DIFF, *kinds, "--chapter", "09"))[0] == "Flyttad: 1"
    assert lines(kodklar(*DIFF, *kinds, "--chapter", "09"))[-1] == "Ändrat märke: 0"
    assert lines(kodklar(*DIFF, "--text", "kolera uns"))[2:] == [
        "Ändrad titel: 1", "  A00  Kolera → Kolera UNS",
    ]  # fmt: skip


def test_what_is_touched_is_named_under_its_code(kodklar: Kodklar) -> None:
    found = lines(kodklar(*DIFF, "--touched"))

    assert found[1:3] == ["Utgångna: 1", "  A01  Tyfoid"]
    assert found[3] == "      Favorit: Anna Lind"
    assert found[0] == "Nya: 0", "a new code touches nobody"


def test_json_keeps_its_keys_and_gains_the_rest(kodklar: Kodklar) -> None:
    (found,) = kodklar(*DIFF, "--json").objects

    assert (found["before"], found["after"]) == ("icd10se-2025", "icd10se-2026")
    assert found["new"] == [{"code": "A05", "title": "Ny sjukdom"}]
    assert found["withdrawn"] == [{"code": "A01", "title": "Tyfoid"}]
    assert found["retitled"] == [{"code": "A00", "before": "Kolera", "after": "Kolera UNS"}]
    assert len(found["changes"]) == 7
    assert found["changes"][3] | {"touched": []} == {
        "kind": "mark",
        "code": "A03",
        "title": "Titel A03",
        "chapter": "01",
        "before": "utan märke",
        "after": "†",
        "touched": [],
    }
    assert found["chapters"][1] == {
        "chapter": "09", "title": "Cirkulation", "counts": {"moved": 1},
    }  # fmt: skip
    assert found["remarks"] == []


def test_json_names_what_is_touched(kodklar: Kodklar) -> None:
    (found,) = kodklar(*DIFF, "--kind", "withdrawn", "--json").objects

    touched = found["changes"][0]["touched"][0]
    assert (touched["kind"], touched["code"], touched["target"]) == ("favourite", "A01", "p1")


def test_files_are_written_and_their_paths_printed(kodklar: Kodklar, tmp_path: Path) -> None:
    table, paper = tmp_path / "ut.csv", tmp_path / "ut.pdf"

    assert lines(kodklar(*DIFF, "--csv", table, "--pdf", paper)) == [str(table), str(paper)]
    assert "A05;Ny;" in table.read_text("utf-8-sig")
    assert paper.read_bytes().startswith(b"%PDF")


def test_an_unknown_chapter_or_folder_is_told(kodklar: Kodklar, tmp_path: Path) -> None:
    assert "Välj något av 01, 09." in kodklar(*DIFF, "--chapter", "23").err
    assert kodklar(*DIFF, "--csv", tmp_path / "finns" / "inte.csv").is_one_sentence()
    assert "new, withdrawn, retitled" in kodklar(*DIFF, "--kind", "changed").err
