"""Rows of the coding summary: codes with what hangs on them, and what the review said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from reportlab.lib.units import mm

from app.domain.codes import CodeSystem
from app.domain.concept import Mark
from app.domain.encounter import Diagnosis, Override, Procedure
from app.domain.finding import SEVERITY_LABEL, Finding, Severity
from app.domain.summary import CodingSummary, PrintedOverride
from app.reports.event_head import format_moment
from app.reports.styles import BODY, CODE, FREE_TEXT, NOTE, NUMBER, TextStyle
from app.reports.tables import Cell, Column, Row

_NUMBER = Column("", 8 * mm)
_CODE = Column("Kod", 29 * mm)
CODE_COLUMNS = (_NUMBER, _CODE, Column("Benämning", 101 * mm), Column("Uppgift", 32 * mm))
PROCEDURE_COLUMNS = (
    _NUMBER,
    _CODE,
    Column("Benämning", 76 * mm),
    Column("Sida", 22 * mm),
    Column("Datum / uppgift", 35 * mm),
)
DRUG_COLUMNS = (_NUMBER, _CODE, Column("Benämning", 101 * mm), Column("Hör till", 32 * mm))
FINDING_COLUMNS = (
    _NUMBER,
    Column("Grad", 29 * mm),
    Column("Anmärkning", 101 * mm),
    Column("Koder", 32 * mm),
)
OVERRIDE_COLUMNS = FINDING_COLUMNS

#: Distance from the edge of the column to a code that hangs on the one above.
INDENT = 5 * mm
UNKNOWN_CODE = "Koden finns inte i utgåvan"
#: A symbol of its own for each word, so that grey print and weak eyes see the difference.
SEVERITY_SYMBOL = {Severity.ERROR: "✖", Severity.WARNING: "⚠", Severity.ADVICE: "ⓘ"}


def build_diagnosis_rows(
    summary: CodingSummary, diagnoses: Iterable[Diagnosis], *, numbered: bool
) -> list[Row]:
    """Build the rows of diagnoses: lead, free wording, partner, external causes, drugs."""
    rows: list[Row] = []
    for number, diagnosis in enumerate(diagnoses, start=1):
        shown = str(number) if numbered else ""
        rows.append(_lead(summary, CodeSystem.ICD10SE, shown, diagnosis.code, ("",)))
        if diagnosis.text.strip():
            rows.append(_below(("", "", f"”{diagnosis.text.strip()}”", ""), FREE_TEXT))
        rows += _diagnosis_dependants(summary, diagnosis)
    return rows


def build_procedure_rows(summary: CodingSummary, procedures: Iterable[Procedure]) -> list[Row]:
    """Build the rows of procedures: lead with side and day, additional codes, drugs."""
    rows: list[Row] = []
    for number, procedure in enumerate(procedures, start=1):
        facts = (procedure.side, _when(procedure))
        rows.append(_lead(summary, CodeSystem.KVA, str(number), procedure.code, facts))
        rows += _procedure_dependants(summary, procedure)
    return rows


def build_drug_rows(summary: CodingSummary) -> list[Row]:
    """Build one row for each ATC code, in order of first use, with what it hangs on."""
    encounter = summary.encounter
    hanging = [(d.code, d.drugs) for d in encounter.diagnoses]
    hanging += [(p.code, p.drugs) for p in encounter.procedures]
    leads: dict[str, list[str]] = {}
    for lead, drugs in hanging:
        for code in drugs:
            leads.setdefault(code, []).append(lead)
    return [
        _lead(summary, CodeSystem.ATC, "", code, (", ".join(dict.fromkeys(found)),))
        for code, found in leads.items()
    ]


def build_finding_rows(summary: CodingSummary) -> list[Row]:
    """Build the rows of open findings: severity, message, codes, rule and source."""
    rows: list[Row] = []
    for finding in summary.findings:
        rows.append(_finding_row(finding))
        told = _rule_text(summary, finding.rule_id, finding.remark)
        rows.append(_below(("", "", told, ""), NOTE))
    return rows


def build_override_rows(summary: CodingSummary) -> list[Row]:
    """Build the rows of overridden findings: what was said, the reason, by whom and when."""
    rows: list[Row] = []
    for printed in summary.overrides:
        rows += _override_rows(summary, printed)
    return rows


def _override_rows(summary: CodingSummary, printed: PrintedOverride) -> Iterator[Row]:
    override = printed.override
    if printed.finding is not None:
        yield _finding_row(printed.finding)
    else:
        texts = ("", "Avfärdad", f"Anmärkning enligt regel {override.rule_id}")
        yield _below((*texts, ", ".join(override.codes)), BODY, starts_group=True)
    yield _below(("", "", f"Skäl: {override.reason.strip() or 'ej angivet'}", ""), FREE_TEXT)
    who = " ".join(filter(None, (printed.person_name, format_moment(override.at))))
    by = f"Avfärdad av {who}{_other_editions(summary, override)} · " if who else ""
    remark = printed.finding.remark if printed.finding is not None else ""
    yield _below(("", "", f"{by}{_rule_text(summary, override.rule_id, remark)}", ""), NOTE)


def _other_editions(summary: CodingSummary, override: Override) -> str:
    """Name the editions that an override was given by, where they are not those of the paper."""
    others = [label for label in override.editions if label not in summary.editions]
    return f" efter {', '.join(others)}" if others and summary.editions else ""


def _finding_row(finding: Finding) -> Row:
    severity = f"{SEVERITY_SYMBOL[finding.severity]} {SEVERITY_LABEL[finding.severity]}"
    cells = (
        Cell(),
        Cell(severity, CODE if finding.severity is not Severity.ADVICE else BODY),
        Cell(finding.message, BODY),
        Cell(", ".join(finding.codes), BODY),
    )
    return Row(cells)


def _rule_text(summary: CodingSummary, rule_id: str, remark: str) -> str:
    """Name the rule, its source, and what the region has decided of the finding."""
    parts = (f"Regel {rule_id}", summary.sources.get(rule_id, ""), remark)
    return " · ".join(part for part in parts if part)


def _diagnosis_dependants(summary: CodingSummary, diagnosis: Diagnosis) -> Iterator[Row]:
    if diagnosis.partner:
        kind = _partner_kind(summary, diagnosis.partner)
        yield _dependant(summary, CodeSystem.ICD10SE, diagnosis.partner, (kind,))
    for code in diagnosis.external_causes:
        yield _dependant(summary, CodeSystem.ICD10SE, code, ("Yttre orsak",))
    for code in diagnosis.drugs:
        yield _dependant(summary, CodeSystem.ATC, code, ("Läkemedel (ATC)",))


def _procedure_dependants(summary: CodingSummary, procedure: Procedure) -> Iterator[Row]:
    for code in procedure.additional:
        yield _dependant(summary, CodeSystem.KVA, code, ("", "Tilläggskod"))
    for code in procedure.drugs:
        yield _dependant(summary, CodeSystem.ATC, code, ("", "Läkemedel (ATC)"))


def _partner_kind(summary: CodingSummary, code: str) -> str:
    concept = summary.concept(CodeSystem.ICD10SE, code)
    mark = concept.mark if concept else Mark.NONE
    return {Mark.ASTERISK: "Manifestation", Mark.DAGGER: "Etiologi"}.get(mark, "Parkod")


def _lead(
    summary: CodingSummary, system: CodeSystem, number: str, code: str, facts: tuple[str, ...]
) -> Row:
    shown, title = _named(summary, system, code)
    facts_cells = (Cell(fact, BODY) for fact in facts)
    return Row((Cell(number, NUMBER), Cell(shown, CODE), title, *facts_cells))


def _dependant(
    summary: CodingSummary, system: CodeSystem, code: str, facts: tuple[str, ...]
) -> Row:
    shown, title = _named(summary, system, code)
    cells = (Cell(), Cell(shown, BODY, INDENT), title, *(Cell(fact, BODY) for fact in facts))
    return Row(cells, starts_group=False)


def _named(summary: CodingSummary, system: CodeSystem, code: str) -> tuple[str, Cell]:
    concept = summary.concept(system, code)
    if concept is None:
        return code, Cell(UNKNOWN_CODE, FREE_TEXT)
    return concept.marked_code, Cell(concept.title, BODY)


def _below(texts: tuple[str, ...], style: TextStyle, *, starts_group: bool = False) -> Row:
    return Row(tuple(Cell(text, style) for text in texts), starts_group)


def _when(procedure: Procedure) -> str:
    if procedure.start is None:
        return _day(procedure.date)
    start = format_moment(procedure.start)
    if procedure.end is None:
        return start
    same_day = procedure.end.date() == procedure.start.date()
    return (
        f"{start}–{procedure.end:%H:%M}"
        if same_day
        else f"{start} – {format_moment(procedure.end)}"
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "Datum saknas"
