"""The coding summary (kodningssammanfattning): one event's coding on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable, Spacer

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.errors import AppError
from app.domain.summary import CodingSummary
from app.reports.code_rows import (
    CODE_COLUMNS,
    DRUG_COLUMNS,
    FINDING_COLUMNS,
    OVERRIDE_COLUMNS,
    PROCEDURE_COLUMNS,
    build_diagnosis_rows,
    build_drug_rows,
    build_finding_rows,
    build_override_rows,
    build_procedure_rows,
)
from app.reports.event_head import EventHead, build_fact_table, format_moment, format_number
from app.reports.paging import Progress, Section, build_pdf
from app.reports.styles import BODY, BODY_HEIGHT, EMPTY, NOTE, TEXT_WIDTH, clean_text
from app.reports.tables import (
    SIGNATURE_HEIGHT,
    SPACE_ABOVE,
    Cell,
    Column,
    Row,
    RowTable,
    SignatureLines,
)

DRAFT_MARK = "UTKAST – EJ SIGNERAD"
STARTER_MARK = "ÖVNINGSKODVERK"
STARTER_NOTE = (
    "Övningskodverk: koder och benämningar är skrivna för övning och ersätter inte de "
    "officiella kodverken."
)


def build_coding_summary(summary: CodingSummary) -> bytes:
    """Build the PDF of one event.

    The same summary gives the same bytes. The title names the event; no patient data is in
    the metadata.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    title = f"Kodningssammanfattning {clean_text(summary.encounter.id)}"
    return build_pdf(title, [_section(summary)])


def build_batch(summaries: Sequence[CodingSummary], control: Progress) -> bytes:
    """Build one PDF of many events, each from a new page and with its own page numbers.

    Raises:
        AppError: no event is given, or the font files are missing.

    """
    if not summaries:
        raise AppError("Välj minst en vårdhändelse att skriva ut.")
    total = len(summaries)
    sections = [_announced(summary, done, total, control) for done, summary in enumerate(summaries)]
    return build_pdf(f"Kodningssammanfattningar, {total} vårdhändelser", sections)


def _announced(summary: CodingSummary, done: int, total: int, control: Progress) -> Section:
    section = _section(summary)

    def story() -> Sequence[Flowable]:
        control.step(done, 2 * total, f"Sätter sammanfattning {done + 1} av {total} …")
        return section.story()

    def begin() -> None:
        control.step(total + done, 2 * total, f"Skriver sammanfattning {done + 1} av {total} …")

    return replace(section, story=story, begin=begin)


def _section(summary: CodingSummary) -> Section:
    encounter, patient = summary.encounter, summary.encounter.patient
    event_id = clean_text(encounter.id)
    marks = () if summary.is_signed else (DRAFT_MARK,)
    printed = format_moment(summary.printed_at)

    return Section(
        name=event_id,
        head=clean_text(encounter.unit.label),
        running=(
            f"Kodningssammanfattning {event_id}",
            clean_text(f"{format_number(patient)}  {patient.shown_name}"),
        ),
        marks=(*marks, STARTER_MARK) if summary.uses_starter else marks,
        foot=f"Händelse {event_id}" + (f" · utskriven {printed}" if printed else ""),
        story=lambda: list(_story(summary)),
        watermark=summary.watermark,
    )


def _story(summary: CodingSummary) -> Iterator[Flowable]:
    yield EventHead(summary)
    yield build_fact_table(summary)
    yield from _coding(summary)
    yield from _basis(summary)


@dataclass(frozen=True, slots=True)
class _Part:
    """One heading of the page with its rows, and what is said when there are none."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str


def _coding(summary: CodingSummary) -> Iterator[Flowable]:
    """Yield the parts that have rows; the others share a line each below them."""
    parts = _parts(summary)
    yield from (RowTable(part.title, part.columns, part.rows) for part in parts if part.rows)
    missing = [part.empty for part in parts if not part.rows]
    if missing:
        whole = (Column("", TEXT_WIDTH),)
        text = " · ".join(missing)
        yield Spacer(0, SPACE_ABOVE)
        yield RowTable("", whole, [Row((Cell(text, EMPTY),))])


def _parts(summary: CodingSummary) -> tuple[_Part, ...]:
    return (*_code_parts(summary), *_review_parts(summary))


def _code_parts(summary: CodingSummary) -> tuple[_Part, ...]:
    encounter = summary.encounter
    principals = [d for d in encounter.diagnoses if d.is_principal]
    secondaries, procedures = encounter.secondaries, encounter.procedures
    return (
        _Part(
            "Huvuddiagnos",
            CODE_COLUMNS,
            build_diagnosis_rows(summary, principals, numbered=False),
            "Huvuddiagnos saknas",
        ),
        _Part(
            _counted("Bidiagnoser", len(secondaries)),
            CODE_COLUMNS,
            build_diagnosis_rows(summary, secondaries, numbered=True),
            "Inga bidiagnoser registrerade",
        ),
        _Part(
            _counted("Åtgärder", len(procedures)),
            PROCEDURE_COLUMNS,
            build_procedure_rows(summary, procedures),
            "Inga åtgärder registrerade",
        ),
        _Part(
            "Läkemedelskoder (ATC)",
            DRUG_COLUMNS,
            build_drug_rows(summary),
            "Inga läkemedelskoder registrerade",
        ),
    )


def _review_parts(summary: CodingSummary) -> tuple[_Part, ...]:
    return (
        _Part(
            _counted("Öppna anmärkningar", len(summary.findings)),
            FINDING_COLUMNS,
            build_finding_rows(summary),
            "Inga öppna anmärkningar",
        ),
        _Part(
            _counted("Avfärdade anmärkningar", len(summary.overrides)),
            OVERRIDE_COLUMNS,
            build_override_rows(summary),
            "Inga avfärdade anmärkningar",
        ),
    )


def _basis(summary: CodingSummary) -> Iterator[Flowable]:
    columns = (Column("", 34 * mm), Column("", TEXT_WIDTH - 34 * mm))
    facts = [
        ("Kodverk", ", ".join(summary.editions) or "Inget kodverk angivet"),
        ("Regelverk", summary.rule_set or "Inget regelverk angivet"),
    ]
    if summary.signature is None:  # the head of the page says who signed, and when
        facts.append(("Signering", "Ej signerad – utkast"))
    rows = [Row((Cell(label, NOTE), Cell(text, BODY))) for label, text in facts]
    rows += [Row((Cell("Obs", NOTE), Cell(text, BODY))) for text in _reservations(summary)]
    table = RowTable("Underlag och signering", columns, rows)
    _, height = table.wrap(TEXT_WIDTH, BODY_HEIGHT)
    yield CondPageBreak(height + SPACE_ABOVE + SIGNATURE_HEIGHT)
    yield table
    yield SignatureLines()


def _reservations(summary: CodingSummary) -> Iterator[str]:
    if summary.uses_starter:
        yield STARTER_NOTE
    for system in summary.outside:
        yield (
            f"Ingen utgåva av {SYSTEM_LABEL[CodeSystem(system)]} täcker händelsens dag; "
            "den närmaste har använts."
        )
    if summary.encounter.record_changed:
        yield "Journalen har ändrats efter signering."


def _counted(title: str, count: int) -> str:
    return f"{title} ({count})" if count else title
