"""The composition root: everything is there, quickly, and can be closed."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.errors import StorageError
from app.domain.search import SearchQuery
from app.services.context import AppContext

REPOSITORY = Path(__file__).resolve().parents[1]


def test_a_new_folder_becomes_a_workstation(tmp_path: Path) -> None:
    app = bootstrap(tmp_path / "ny" / "mapp")
    try:
        assert (tmp_path / "ny" / "mapp" / "kodklar.sqlite").is_file()
        assert len(app.rules) > 20
        assert app.library.for_day(None).icd10se.concept("I10.9") is not None
        assert app.engine.search(SearchQuery("I10.9"))[0].code == "I10.9"
    finally:
        app.close()


def test_what_is_stored_is_there_the_next_time(tmp_path: Path) -> None:
    first = bootstrap(tmp_path)
    with first.unit_of_work() as uow:
        uow.facts.set("prov", "sant")
        uow.commit()
    first.close()

    second = bootstrap(tmp_path)
    with second.unit_of_work() as uow:
        assert uow.facts.get("prov") == "sant"
    second.close()


def test_closing_lets_go_of_the_log(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)

    bootstrap(tmp_path).close()

    assert logging.getLogger().handlers == before


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")

    with pytest.raises(StorageError, match="--data-dir"):
        bootstrap(tmp_path / "fil")


def test_an_address_goes_before_the_file_in_the_folder(tmp_path: Path) -> None:
    bootstrap(tmp_path, f"sqlite:///{tmp_path}/annan.sqlite").close()

    assert (tmp_path / "annan.sqlite").is_file()
    assert not (tmp_path / "kodklar.sqlite").exists()


def test_ids_differ_and_the_clock_has_no_zone(app: AppContext) -> None:
    assert app.new_id() != app.new_id()
    assert app.now().tzinfo is None and app.now().microsecond == 0


def test_the_search_is_made_once_and_prepared_when_asked(app: AppContext) -> None:
    app.engine.prepare()

    assert app.engine.search(SearchQuery("hypertoni"))


@pytest.mark.parametrize("unwanted", ["numpy", "rapidfuzz", "reportlab", "alembic", "PySide6"])
def test_opening_an_existing_workstation_imports_only_what_it_needs(
    app: AppContext, unwanted: str
) -> None:
    code = (
        "import sys; from pathlib import Path; from app.bootstrap import bootstrap; "
        f"bootstrap(Path({str(app.data_dir)!r})).close(); sys.exit({unwanted!r} in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False)

    assert done.returncode == 0, f"{unwanted} is imported at start"
