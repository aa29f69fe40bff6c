"""`kodklar second-review` and `kodklar keys` at the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.coding_acts import set_principal
from app.services.blind_review import blind_context
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.desk_memory import save_keys
from app.services.second_review import next_review
from app.services.signing import sign_event
from tests.cli.conftest import Kodklar
from tests.services.workday import ANNA, BO, LEA, coded, event, put


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AppContext]:
    """The workstation that the commands run on, with one signed event of Anna's."""
    context = bootstrap(tmp_path)
    with context.unit_of_work() as uow:
        for person in (ANNA, BO, LEA):
            uow.people.save(person)
        uow.commit()
    (stored,) = put(context, event())
    sign_event(context, coded(stored), ANNA, "s1")
    yield context
    context.close()


def test_a_sample_is_drawn_reviewed_and_measured(
    app: AppContext, kodklar: Kodklar, tmp_path: Path
) -> None:
    drawn = kodklar("second-review", "draw", "Vecka 12", "--percent", "100", "--person", LEA.name)
    assert drawn.out == "Urvalet Vecka 12 har 1 händelse att granska.\n"
    (sample,) = kodklar("second-review", "list", "--json").objects
    assert (sample["name"], sample["waiting"]) == ("Vecka 12", 1)

    review = next_review(app, BO, sample["sample"])
    assert review is not None
    blind = blind_context(app, review.id)
    opened = open_event(blind, "e1", BO).encounter
    sign_event(blind, set_principal(opened, "I15.9"), BO, "r1")

    (done,) = kodklar("second-review", "done", "--json", "--person", LEA.name).objects
    assert done["first"] == ["I10.9 (huvuddiagnos)"]
    assert done["second"] == ["I15.9 (huvuddiagnos)"]
    told = kodklar("second-review", "agreement", "--person", LEA.name, "--sample", "vecka 12")
    assert "Anna Lind" in told.out
    pdf = tmp_path / "mått.pdf"
    assert kodklar("second-review", "agreement", "--person", LEA.name, "--out", pdf).status == 0
    assert pdf.read_bytes().startswith(b"%PDF")


def test_who_may_not_draw_is_told_so(app: AppContext, kodklar: Kodklar) -> None:
    assert kodklar("second-review", "draw", "x", "--person", BO.name).is_one_sentence()


def test_a_sample_that_is_not_there_is_told(app: AppContext, kodklar: Kodklar) -> None:
    answer = kodklar("second-review", "agreement", "--person", LEA.name, "--sample", "nej")

    assert answer.is_one_sentence()
    assert "Inget urval heter nej" in answer.err


def test_keys_are_listed_with_a_persons_own_and_written_as_a_card(
    app: AppContext, kodklar: Kodklar, tmp_path: Path
) -> None:
    save_keys(app, BO, {"sign": "F10"})

    usual = {row["what"]: row["keys"] for row in kodklar("keys", "--json").objects}
    listed = kodklar("keys", "--json", "--person", BO.name).objects
    own = {row["what"]: row["keys"] for row in listed}

    assert usual["Signera kodningen"] == "F9"
    assert own["Signera kodningen"] == "F10"
    card = tmp_path / "tangenter.pdf"
    assert kodklar("keys", "--out", card).status == 0
    assert card.read_bytes().startswith(b"%PDF")


def test_statistics_are_printed_and_written(
    app: AppContext, kodklar: Kodklar, tmp_path: Path
) -> None:
    (found,) = kodklar("statistics", "--json").objects
    own = kodklar("statistics", "--person", BO.name)
    table, pages = tmp_path / "statistik.csv", tmp_path / "statistik.pdf"

    assert found["events"] == 1
    assert "Signerade händelser" in own.out
    assert own.out.splitlines()[1].endswith("0")
    assert kodklar("statistics", "--csv", table, "--pdf", pages).status == 0
    assert "månad" in table.read_text("utf-8-sig")
    assert pages.read_bytes().startswith(b"%PDF")
    assert kodklar("statistics", "--since", "2026-02-02", "--until", "2026-01-01").is_one_sentence()
