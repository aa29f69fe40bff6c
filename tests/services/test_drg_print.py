"""The group of an event on paper: what it says, who is masked, and what is logged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.access import AccessKind
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure
from app.domain.errors import AppError
from app.domain.patient import Protection
from app.services.context import AppContext
from app.services.drg_print import fitting_pdf, write_explanation
from tests.reports.summaries import page_texts
from tests.services.small_drg import PATIENT, keep
from tests.services.workday import ANNA, put, stay

ROWS = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"), Diagnosis("QQ9"))
EVENT = stay("e1", patient=PATIENT, diagnoses=ROWS, procedures=(Procedure("JEA00"),))


def _text(pdf: bytes) -> str:
    (page,) = page_texts(pdf)
    return page


def test_the_paper_says_what_the_panel_says_and_what_would_give_another_group(
    app: AppContext, tmp_path: Path
) -> None:
    keep(app)
    put(app, EVENT)

    text = _text(write_explanation(app, "e1", tmp_path / "drg.pdf", ANNA).read_bytes())

    for told in ("OPC Opererad, komplicerad", "Därför", "räknas som komplicerande", "Regel 200"):
        assert told in text
    assert "Definitionstabeller: Små tabeller 2025 (SE)." in text and "QQ9." in text
    assert "utan bidiagnosen J18.9: OP Opererad" in text
    with app.unit_of_work() as uow:
        (logged,) = uow.access_log.latest(10)
    assert (logged.kind, logged.encounter_id) == (AccessKind.PRINTED, "e1")


def test_a_protected_person_is_masked_and_an_exercise_is_marked(app: AppContext) -> None:
    keep(app)
    put(app, EVENT)
    hidden = replace(PATIENT, protection=Protection.PROTECTED_REGISTRATION)

    text = _text(fitting_pdf(replace(app, is_training=True), replace(EVENT, patient=hidden), ANNA))

    assert "ÖVNING" in text and "Skyddad folkbokföring" in text
    assert "Tolvan" not in text and "1212-1212" not in text
    assert "ÖVNING" not in _text(fitting_pdf(app, EVENT, ANNA))


def test_an_event_without_a_group_is_not_printed_and_the_sentence_says_why(
    app: AppContext, tmp_path: Path
) -> None:
    put(app, EVENT)
    with pytest.raises(AppError, match="inga definitionstabeller"):
        fitting_pdf(app, EVENT, ANNA)
    with pytest.raises(AppError):
        write_explanation(app, "e1", tmp_path / "drg.pdf", ANNA)
    assert not (tmp_path / "drg.pdf").exists()
