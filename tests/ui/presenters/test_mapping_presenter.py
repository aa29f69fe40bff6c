"""The mapping of a file: what is guessed, what is chosen, and why it cannot be imported yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.local_list import ColumnMapping
from app.services.context import AppContext
from app.services.local_lists import import_local_list
from ui.jobs import Jobs
from ui.presenters.mapping_presenter import ColumnUse, ListNames, MappingPresenter

NORWEGIAN = "Kode;Tekst;Gyldig fra\nA00;Kolera;2024-01-01\nA01;Tyfus;2024-01-01\n"
NAMES = ListNames("Norska diagnoser", "ICD-10 Norge", "2024", "2024-01-01")
UNUSED, CODE, TEXT, DAY = ColumnUse
Opened = Callable[[str, str], MappingPresenter]


@pytest.fixture
def opened(app: AppContext, jobs: Jobs, tmp_path: Path, qtbot) -> Opened:
    """Open a file with a text, and wait until it has been read and tried."""
    presenter = MappingPresenter(app, jobs)

    def open_file(text: str, name: str = "norge-2024.csv") -> MappingPresenter:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        presenter.open(path)
        qtbot.waitUntil(lambda: presenter.preview is not None)
        if presenter.mapping is not None:
            qtbot.waitUntil(lambda: presenter.trial is not None)
        return presenter

    return open_file


def test_a_file_is_guessed_tried_and_waits_for_its_names(opened: Opened) -> None:
    presenter = opened(NORWEGIAN)

    assert presenter.uses == (CODE, TEXT, DAY)
    assert presenter.origin.startswith("Koden verkar stå i kolumn 1, texten i kolumn 2")
    assert presenter.trial is not None and presenter.trial.code_count == 2
    assert (presenter.names.version, presenter.names.valid_from) == ("2024", "2024-01-01")
    assert presenter.hindrance == "Listans namn saknas. Fyll i det."

    presenter.set_names(NAMES)

    assert presenter.hindrance == ""
    assert presenter.mapping == ColumnMapping(0, 1, 2)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (ListNames("", "Egna", "1", "2024-01-01"), "Listans namn saknas"),
        (ListNames("Egen", "", "1", "2024-01-01"), "Listans kodverk saknas"),
        (ListNames("Egen", "ICD-10-SE", "1", "2024-01-01"), "läses in under Kodverk"),
        (ListNames("Egen", "Egna", "", "2024-01-01"), "Listans version saknas"),
        (ListNames("Egen", "Egna", "1", "i fjor"), "Skriv listans första dag som 2024-01-31."),
    ],
)
def test_what_hinders_the_import_is_told(opened: Opened, names: ListNames, told: str) -> None:
    presenter = opened(NORWEGIAN)

    presenter.set_names(names)

    assert told in presenter.hindrance


def test_a_column_is_never_two_things(opened: Opened, qtbot) -> None:
    presenter = opened("ja;nej;kanske\naldrig;alltid;ibland\n")
    assert presenter.uses == (UNUSED, UNUSED, UNUSED)
    assert presenter.hindrance == "Välj vilken kolumn som är koden."
    assert presenter.origin.endswith("Välj ovanför kolumnerna.")

    presenter.use(0, CODE)
    assert presenter.hindrance == "Välj vilken kolumn som är texten."
    presenter.use(1, TEXT)
    presenter.use(2, CODE)

    assert presenter.uses == (UNUSED, TEXT, CODE)
    presenter.use(0, UNUSED)
    assert presenter.uses == (UNUSED, TEXT, CODE)
    qtbot.waitUntil(lambda: presenter.trial is not None)
    assert presenter.trial.rows[0].code == "kanske"


def test_rows_that_cannot_be_read_hinder_the_import_with_the_first_named(opened: Opened) -> None:
    presenter = opened(NORWEGIAN + ";Utan kod;\nA00;Annat;2024-01-01\n")
    presenter.set_names(NAMES)

    assert presenter.hindrance.startswith("2 rader kan inte läsas. Rad 4: Koden saknas.")


def test_the_first_row_is_a_header_or_not_as_one_says(opened: Opened, qtbot) -> None:
    presenter = opened(NORWEGIAN)
    assert presenter.header == ("Kode", "Tekst", "Gyldig fra") and len(presenter.rows) == 2

    presenter.set_header(has_header=False)
    qtbot.waitUntil(lambda: presenter.trial is not None)

    assert presenter.header == ("Kolumn 1", "Kolumn 2", "Kolumn 3")
    assert presenter.rows[0] == ("Kode", "Tekst", "Gyldig fra")
    assert presenter.hindrance.startswith("1 rad kan inte läsas. Rad 1: ”Gyldig fra” är ingen dag")


def test_another_separator_divides_the_file_anew(opened: Opened, qtbot) -> None:
    presenter = opened("A00;Kolera, klassisk\nA01;Tyfus, mild\n")

    with qtbot.waitSignal(presenter.file_read):
        presenter.split_by(",")

    assert presenter.preview.separator_sign == ","
    assert presenter.rows[0] == ("A00;Kolera", "klassisk")


def test_a_known_name_brings_the_columns_of_that_list(
    app: AppContext, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "egen-2023.csv"
    path.write_text("ja;nej\nkanske;aldrig\n", encoding="utf-8")
    day = date(2023, 1, 1)
    names = {"name": "Egen", "system_label": "Egna koder", "version": "2023"}
    import_local_list(app, path, ColumnMapping(1, 0, None, False), **names, valid_from=day)
    presenter = opened("fram;bak\nupp;ned\n", "egen-2024.csv")
    assert presenter.uses == (UNUSED, UNUSED)

    presenter.set_names(ListNames("egen", "", "2024", "2024-01-01"))

    assert presenter.uses == (TEXT, CODE)
    assert presenter.origin.startswith("Kolumnerna är valda som i Egen 2023.")
    assert presenter.names.system_label == "Egna koder"


def test_columns_chosen_by_hand_are_not_changed_by_a_name(
    app: AppContext, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "egen-2023.csv"
    path.write_text("ja;nej\nkanske;aldrig\n", encoding="utf-8")
    day = date(2023, 1, 1)
    names = {"name": "Egen", "system_label": "Egna koder", "version": "2023"}
    import_local_list(app, path, ColumnMapping(1, 0, None, False), **names, valid_from=day)
    presenter = opened("fram;bak\nupp;ned\n", "egen-2024.csv")
    presenter.use(0, CODE)

    presenter.set_names(ListNames("Egen", "", "2024", "2024-01-01"))

    assert presenter.uses == (CODE, UNUSED)


def test_the_same_file_again_is_told_before_it_is_read(
    app: AppContext, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "först.csv"
    path.write_text(NORWEGIAN, encoding="utf-8")
    names = {"name": "Norsk", "system_label": "ICD-10 Norge", "version": "2024"}
    import_local_list(app, path, ColumnMapping(0, 1, 2), **names, valid_from=date(2024, 1, 1))

    presenter = opened(NORWEGIAN)

    assert presenter.hindrance == "Samma fil är redan inläst som Norsk 2024."


def test_a_file_that_cannot_be_read_is_told(
    app: AppContext, jobs: Jobs, tmp_path: Path, qtbot
) -> None:
    presenter = MappingPresenter(app, jobs)
    path = tmp_path / "tom.csv"
    path.write_bytes(b"")

    with qtbot.waitSignal(presenter.failed) as told:
        presenter.open(path)

    assert "är tom" in str(told.args[0])
    assert presenter.hindrance == "Läser filen …"
