"""The record of an event, read and judged by its codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.access import AccessKind
from app.domain.coding_acts import set_principal
from app.domain.coverage import Coverage, PhraseState
from app.domain.errors import Cancelled, InputFileError, NotFoundError
from app.domain.record import CareRecord, RecordDocument
from app.services.context import AppContext
from app.services.coverage import coverage_of, coverage_of_file, open_coverage
from app.services.job_control import JobControl
from tests.services.workday import ANNA, event, put

CODED, UNCODED, NEGATED, _ = PhraseState


def record(*texts: str) -> CareRecord:
    return CareRecord(tuple(RecordDocument(f"d{n}", text=t) for n, t in enumerate(texts)))


def states(coverage: Coverage) -> list[tuple[str, str, PhraseState]]:
    return [(phrase.document_id, phrase.text, phrase.state) for phrase in coverage.phrases]


def test_the_phrases_of_all_notes_are_judged_by_the_codes_of_the_event(app: AppContext) -> None:
    coded = set_principal(event("e"), "I10.9")

    found = coverage_of(app, coded, record("Har hypertoni.", "Ingen astma. Förmaksflimmer."))

    assert states(found) == [
        ("d0", "hypertoni", CODED),
        ("d1", "astma", NEGATED),
        ("d1", "Förmaksflimmer", UNCODED),
    ]
    assert found.meter == (1, 2)


def test_an_event_without_notes_has_nothing_to_cover(app: AppContext) -> None:
    assert coverage_of(app, event("e"), CareRecord()) == Coverage()


def test_reading_can_be_stopped_between_two_notes(app: AppContext) -> None:
    control = JobControl()
    control.cancel()

    with pytest.raises(Cancelled):
        coverage_of(app, event("e"), record("Hypertoni."), control)


def test_reading_a_stored_event_is_in_the_access_log(app: AppContext) -> None:
    put(app, event("e"))
    with app.unit_of_work() as uow:
        uow.encounters.put_record("e", record("Hypertoni."))
        uow.commit()

    read, found = open_coverage(app, ANNA, "e")

    assert len(read.documents) == len(found.phrases) == 1
    with app.unit_of_work() as uow:
        (line,) = uow.access_log.latest(5)
    assert (line.kind, line.encounter_id) == (AccessKind.OPENED, "e")


def test_an_event_that_is_gone_is_told(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match="finns inte längre"):
        open_coverage(app, ANNA, "borta")


def test_a_text_file_is_read_as_one_note(app: AppContext, tmp_path: Path) -> None:
    path = tmp_path / "anteckning.txt"
    path.write_bytes("\ufeffHar hypertoni.".encode())

    assert states(coverage_of_file(app, path)) == [("anteckning.txt", "hypertoni", UNCODED)]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"x" * 10_000_001])
def test_a_file_that_is_no_text_is_refused_by_name(
    app: AppContext, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "fel.txt"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputFileError, match=r"fel\.txt"):
        coverage_of_file(app, path)


lines = st.sampled_from(["Ingen", "Tidigare sjukdomar:", "hypertoni", "astma", ".", "?", "men", ""])
texts = st.lists(lines, max_size=8).map(" ".join)


@given(first=texts, other=texts)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_a_note_says_does_not_depend_on_other_notes(
    app: AppContext, first: str, other: str
) -> None:
    alone = coverage_of(app, event("e"), record(first))
    beside = coverage_of(app, event("e"), record(first, other))

    assert beside.of_document("d0") == alone.phrases


def test_the_day_of_the_event_picks_the_edition(app: AppContext) -> None:
    asked: list[object] = []

    class Engine:
        def phrases(self, text: str, day: object) -> list[object]:
            asked.append((text, day))
            return []

    coverage_of(replace(app, engine=Engine()), event("e"), record("x"))

    assert asked == [("x", event("e").day)]
