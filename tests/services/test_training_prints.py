"""What is printed of training says so on every page, whatever is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from app.domain.codes import CodeSystem
from app.domain.training import WATERMARK
from app.domain.work_statistics import StatisticsQuery
from app.reports.section_report import STARTER_MARK
from app.services.agreement_print import agreement_pdf
from app.services.context import AppContext
from app.services.key_card import key_card_pdf
from app.services.rule_book_print import rule_book_pdf
from app.services.section_print import section_pdf
from app.services.statistics_print import statistics_pdf
from app.services.work_statistics import work_statistics
from tests.services.workday import LEA

_ALWAYS = StatisticsQuery(date(2000, 1, 1), date(2100, 1, 1))


def test_figures_of_training_are_marked_as_such_and_real_ones_are_not(app: AppContext) -> None:
    found = work_statistics(app, LEA, _ALWAYS)
    training = replace(app, is_training=True)

    for handle, is_marked in ((training, True), (app, False)):
        prints = (statistics_pdf(handle, found, "Alla"), agreement_pdf(handle, LEA))
        for page in (page for pdf in prints for page in PdfReader(BytesIO(pdf)).pages):
            assert (WATERMARK in page.extract_text()) is is_marked


def test_books_and_keys_that_are_printed_in_training_are_marked_too(app: AppContext) -> None:
    for handle, is_marked in ((replace(app, is_training=True), True), (app, False)):
        prints = (
            key_card_pdf(handle, [("F1", "Hjälp", "Överallt")]),
            section_pdf(handle, None, CodeSystem.ICD10SE, "S72.00"),
            rule_book_pdf(handle),
        )
        for page in (page for pdf in prints for page in PdfReader(BytesIO(pdf)).pages):
            marked = page.extract_text().replace(STARTER_MARK, "")
            assert (WATERMARK in marked) is is_marked
