"""Columns of the tables of second reviews."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.agreement import Agreement, format_kappa, format_share
from app.domain.second_review import SAMPLE_LABEL, SampleKind, SecondReview
from app.services.second_review import SampleState
from ui.models.list_table_model import Column


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A finished review with the names of the two, and whether they coded alike, if known."""

    review: SecondReview
    coder: str
    reviewer: str
    is_alike: bool | None = None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A line of figures, and which table it comes from."""

    by: str
    agreement: Agreement


def _what(row: SampleState) -> str:
    sample = row.sample
    if sample.kind is SampleKind.SHARE:
        what = f"{sample.percent} % av händelserna"
    elif sample.kind is SampleKind.RULE:
        what = f"Alla där {sample.rule_id} anmärkte"
    else:
        what = SAMPLE_LABEL[sample.kind]
    return ", ".join(part for part in (what, row.coder_name, sample.unit) if part)


def _drawn(row: SampleState) -> str:
    at = row.sample.created_at
    return f"{at:%Y-%m-%d} {row.sample.created_by}" if at else row.sample.created_by


SAMPLE_COLUMNS: tuple[Column[SampleState], ...] = (
    Column("Urval", lambda row: row.sample.name),
    Column("Vad", _what),
    Column("Väntar", lambda row: str(row.waiting), is_number=True),
    Column("Tagna", lambda row: str(row.taken), is_number=True),
    Column("Klara", lambda row: str(row.done), is_number=True),
    Column("Draget", _drawn),
)

_ALIKE_WORD = {True: "Lika", False: "Skiljer", None: "–"}

DONE_COLUMNS: tuple[Column[DoneRow], ...] = (
    Column("Klar", lambda row: f"{row.review.done_at:%Y-%m-%d %H:%M}"),
    Column("Kodare", lambda row: row.coder),
    Column("Granskare", lambda row: row.reviewer),
    Column("Kodning", lambda row: _ALIKE_WORD[row.is_alike]),
    Column("Händelse", lambda row: row.review.encounter_id),
    Column("Överenskommet", lambda row: row.review.remark),
)

AGREEMENT_COLUMNS: tuple[Column[AgreementRow], ...] = (
    Column("Per", lambda row: row.by),
    Column("", lambda row: row.agreement.name or "Alla granskade händelser"),
    Column("Antal", lambda row: str(row.agreement.events), is_number=True),
    Column("Huvuddiagnos", lambda row: format_share(row.agreement.principal_share), is_number=True),
    Column("Kategori", lambda row: format_share(row.agreement.category_share), is_number=True),
    Column("Kappa kod", lambda row: format_kappa(row.agreement.kappa_exact), is_number=True),
    Column("Kappa kat.", lambda row: format_kappa(row.agreement.kappa_category), is_number=True),
    Column("Diagnoser", lambda row: format_share(row.agreement.diagnosis_share), is_number=True),
    Column("Åtgärder", lambda row: format_share(row.agreement.procedure_share), is_number=True),
)
