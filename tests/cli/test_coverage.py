"""`kodklar coverage`: the phrases of a record on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.coding_acts import set_principal
from app.domain.record import CareRecord, RecordDocument
from tests.cli.conftest import Kodklar
from tests.services.workday import event, put


@pytest.fixture(autouse=True)
def stored(sqlite_url: str, tmp_path: Path) -> None:
    """An event with one note, coded with hypertension."""
    app = bootstrap(tmp_path, sqlite_url)
    put(app, set_principal(event("nu"), "I10.9"))
    note = RecordDocument("d", text="Hypertoni. Ingen astma. Förmaksflimmer, får Waran.")
    with app.unit_of_work() as uow:
        uow.encounters.put_record("nu", CareRecord((note,)))
        uow.commit()
    app.close()


def test_an_event_is_told_phrase_by_phrase_with_the_meter(kodklar: Kodklar) -> None:
    answer = kodklar("coverage", "nu")

    assert answer.status == 0
    lines = answer.out.splitlines()
    assert lines[0].split() == ["fras", "sagt", "som", "kodverk", "kod", "titel"]
    assert lines[1].startswith("Hypertoni") and "Kodad" in lines[1] and "I10.9" in lines[1]
    assert "Negerad" in lines[2]
    assert "Ej kodad" in lines[3] and "I48" in lines[3]
    assert "Täckning: 1 av 2 olika diagnoser och åtgärder är kodade." in lines
    assert lines[-1] == "Täckningen räknar inte läkemedel: 1 fras."


def test_json_has_offsets_into_the_note(kodklar: Kodklar) -> None:
    (found,) = kodklar("coverage", "nu", "--json").objects

    assert (found["coded"], found["codable"]) == (1, 2)
    first = found["phrases"][0]
    assert (first["document"], first["start"], first["end"]) == ("d", 0, 9)
    assert (first["text"], first["state"], first["code"]) == ("Hypertoni", "coded", "I10.9")
    assert sum(found["counts"].values()) == len(found["phrases"]) == 4


def test_a_text_file_needs_no_event(kodklar: Kodklar, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Mår bra.", encoding="utf-8")

    assert "Inga fraser i journalen leder till koder." in kodklar("coverage", "--file", path).out


@pytest.mark.parametrize("words", [(), ("nu", "--file", "x.txt"), ("borta",), ("--file", "x.txt")])
def test_what_cannot_be_read_is_one_sentence(kodklar: Kodklar, words: tuple[str, ...]) -> None:
    assert kodklar("coverage", *words).is_one_sentence()
