"""An answer that is begun and not sent is found again, by whoever wrote it, while it is wanted."""

from __future__ import annotations

import pytest

from app.services.answer_drafts import (
    NO_ANSWER,
    WrittenAnswer,
    keep_answer_draft,
    read_answer_drafts,
)
from app.services.clinician_queries import answer
from app.services.context import AppContext
from tests.services.asked import LO, MIO, asked, people
from tests.services.workday import ANNA, event

BEGUN = WrittenAnswer("Det är perma", "förmaksflimmer", "I48.2")


@pytest.fixture(autouse=True)
def clinicians(app: AppContext) -> None:
    people(app, LO, MIO, ANNA)


def test_what_is_begun_is_kept_for_its_writer_alone(app: AppContext) -> None:
    first, second = asked(app, event("e1")), asked(app, event("e2"))

    keep_answer_draft(app, LO, first.id, BEGUN)
    keep_answer_draft(app, LO, second.id, WrittenAnswer("Ja"))

    assert read_answer_drafts(app, LO) == {first.id: BEGUN, second.id: WrittenAnswer("Ja")}
    assert read_answer_drafts(app, MIO) == {}


def test_an_emptied_answer_is_forgotten(app: AppContext) -> None:
    query = asked(app, event("e1"))
    keep_answer_draft(app, LO, query.id, BEGUN)

    keep_answer_draft(app, LO, query.id, NO_ANSWER)

    assert read_answer_drafts(app, LO) == {}


def test_what_was_begun_on_a_question_that_a_colleague_answered_goes(app: AppContext) -> None:
    first, second = asked(app, event("e1"), to=""), asked(app, event("e2"))
    keep_answer_draft(app, LO, first.id, BEGUN)
    answer(app, first.id, MIO, "Permanent.")

    assert read_answer_drafts(app, LO) == {}
    keep_answer_draft(app, LO, second.id, BEGUN)
    with app.unit_of_work() as uow:
        assert list(uow.desk_memory.get(LO.id, "answers")) == [second.id]


def test_nothing_of_it_shows_where_an_answer_is_printed() -> None:
    assert "flimmer" not in repr(BEGUN)
