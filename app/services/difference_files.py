"""Use cases of paper and files: the differences between two editions as CSV and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.edition_difference import (
    ALL_DIFFERENCES,
    CodeDifference,
    DifferenceFilter,
    EditionDifference,
    TouchedByCode,
)
from app.exchange.edition_difference_csv import format_difference_csv
from app.reports.edition_difference_report import PrintedDifference, build_difference_report
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.written_file import write_whole


def write_difference_csv(
    app: AppContext,
    difference: EditionDifference,
    changes: Sequence[CodeDifference],
    touched: TouchedByCode,
    path: Path,
) -> Path:
    """Write the chosen changes as a table for a spreadsheet, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(app, path, format_difference_csv(difference, changes, touched))


def difference_pdf(
    app: AppContext,
    difference: EditionDifference,
    changes: Sequence[CodeDifference],
    touched: TouchedByCode,
    control: JobControl = NO_CONTROL,
    *,
    chosen: DifferenceFilter = ALL_DIFFERENCES,
) -> bytes:
    """Build a PDF of the chosen changes per chapter; `chosen` is told in words at its head.

    Raises:
        AppError: the font files that ship with the program are missing.
        Cancelled: the user cancelled; nothing is kept.

    """
    printed = PrintedDifference(difference, changes, touched, app.now(), chosen)
    return build_difference_report(printed, control)


def write_difference_pdf(
    app: AppContext,
    difference: EditionDifference,
    changes: Sequence[CodeDifference],
    touched: TouchedByCode,
    path: Path,
    control: JobControl = NO_CONTROL,
    *,
    chosen: DifferenceFilter = ALL_DIFFERENCES,
) -> Path:
    """Write the PDF to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.
        Cancelled: the user cancelled; nothing is written.

    """
    content = difference_pdf(app, difference, changes, touched, control, chosen=chosen)
    return write_whole(app, path, content)


def difference_file_name(difference: EditionDifference, suffix: str) -> str:
    """Suggest a name, such as `skillnader-icd10se-2021-icd10se-2022.csv`."""
    return f"skillnader-{difference.before.id}-{difference.after.id}{suffix}"
