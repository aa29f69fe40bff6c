"""The rule book on paper. Apart from its texts on screen: ReportLab is slow to import."""

from __future__ import annotations

from pathlib import Path

from app.domain.region import Region
from app.domain.training import WATERMARK
from app.reports.rule_book_report import PrintedRules, build_rule_book
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.rule_book import catalogue_coverage, rule_pages
from app.services.written_file import write_whole


def rule_book_pdf(
    app: AppContext, control: JobControl = NO_CONTROL, region: Region | None = None
) -> bytes:
    """Build a PDF of every rule, as it is in force here unless a region is given.

    Raises:
        AppError: the font files that ship with the program are missing.
        Cancelled: it was asked to stop; nothing is kept.

    """
    decided = app.region.current() if region is None else region
    printed = PrintedRules(
        rule_pages(app, decided),
        app.rule_set,
        decided.label,
        app.now(),
        catalogue_coverage(app),
        WATERMARK if app.is_training else "",
    )
    return build_rule_book(printed, control)


def write_rule_book(app: AppContext, path: Path, control: JobControl = NO_CONTROL) -> Path:
    """Write the PDF to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(app, path, rule_book_pdf(app, control))
