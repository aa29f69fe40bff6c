"""The agreement of coders on paper. Apart from the figures: ReportLab is slow to import."""

from __future__ import annotations

from pathlib import Path

from app.domain.access import Person
from app.domain.training import WATERMARK
from app.reports.agreement_report import PrintedAgreement, build_agreement
from app.services.context import AppContext
from app.services.second_review import agreement_tables, list_samples
from app.services.written_file import write_whole


def agreement_pdf(app: AppContext, reader: Person, sample_id: str = "") -> bytes:
    """Build a PDF of the agreement that a reader may see, in one sample or in all.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    names = {state.sample.id: state.sample.name for state in list_samples(app)}
    found = agreement_tables(app, reader, sample_id)
    tables = (
        ("Alla granskade händelser", [found.whole]),
        ("Per person", found.persons),
        ("Per kapitel", found.chapters),
        ("Per regel som anmärkte", found.rules),
    )
    title = names.get(sample_id, "Alla urval")
    watermark = WATERMARK if app.is_training else ""
    return build_agreement(PrintedAgreement(title, tables, app.now(), watermark))


def write_agreement(app: AppContext, reader: Person, path: Path, sample_id: str = "") -> Path:
    """Write the PDF to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(app, path, agreement_pdf(app, reader, sample_id))
