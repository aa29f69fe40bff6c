"""Small workbooks, written by the tests the way Excel writes them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

KVA_SHEET = "KVÅ – (KKÅ+KMÅ)"
KVA_HEADER = (
    "Klassifikation", "Kod", "Titel", "Beskrivning", "Exempel", "Innefattar", "Utesluter",
    "Kodningsinformation", "Anmärkning", "Relaterad ICF-kod", "",
)  # fmt: skip
KVA_ROWS: tuple[tuple[str, ...], ...] = (
    ("KKÅ", "N", "Rörelseapparaten"),
    ("KKÅ", "NF", "Höft och lår"),
    ("KKÅ", "NFB", "Ledplastik"),
    ("KKÅ", "NFB49", "Total höftprotes ", "Ange sida\nmed tillägg", "", "", "Annan, se NFB99"),
    ("KKÅ", "NFB99", "Annan protes"),
    ("KKÅ", "NFB99", "", "", "Andra exempel"),
    ("KMÅ", "N", "Egen rubrik"),
    ("KMÅ", "AA", "Nervsystemet"),
    ("KMÅ", "AA001", "Test", "", "", "", "", "Se NFB49", "", "b110"),
)

ICD_CHANGES = "ICD-10-SE-filer"
ICD_CHANGE_HEADER = (
    "Datum", "Kod", "(Ev. felaktig) kodtext", "(Ev. justerad korrekt) kodtext", "Kommentar"
)  # fmt: skip
KVA_CHANGES = "KVÅ-filer"
KVA_CHANGE_HEADER = (
    "Datum", "Kod", "Kodtext", "Ändrad kodtext", "Felaktig beskrivningstext",
    "Korrekt beskrivningstext", "Kommentar",
)  # fmt: skip


def cell_xml(reference: str, text: str) -> str:
    """Write a cell with its text inside it."""
    return (
        f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    )


def sheet_xml(rows: Sequence[Sequence[str]], *, extra: str = "") -> str:
    """Write a sheet; empty cells and empty rows are left out, as Excel does."""
    lines = []
    for number, cells in enumerate(rows, start=1):
        written = [
            cell_xml(f"{chr(ord('A') + at)}{number}", text) for at, text in enumerate(cells) if text
        ]
        lines.append(f'<row r="{number}">{"".join(written)}</row>' if written else "")
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{data}{extra}</worksheet>'


def workbook(
    path: Path, sheets: Mapping[str, str], *, strings: str = "", properties: str = ""
) -> Path:
    """Write a workbook whose sheets are given as XML, by name."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINK}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    members = {
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_LINKS}">{links}'
        "</Relationships>",
    }
    if strings:
        members["xl/sharedStrings.xml"] = f'{_HEAD}<sst xmlns="{_MAIN}">{strings}</sst>'
    for n, xml in enumerate(sheets.values(), start=1):
        members[f"xl/worksheets/sheet{n}.xml"] = xml
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in members.items():
            archive.writestr(name, xml)
    return path


def kva_workbook(
    folder: Path,
    rows: Sequence[Sequence[str]] = KVA_ROWS,
    *,
    header: Sequence[str] = KVA_HEADER,
    name: str = "kva-inkl-beskrivningstexter-2026.xlsx",
    sheet: str = KVA_SHEET,
    extra: str = "",
) -> Path:
    """Write KVÅ with descriptions; the read-me sheet before it has merged cells and a formula."""
    readme = sheet_xml([["Läs mig"]], extra='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    return workbook(
        folder / name, {"Läs mig": readme, sheet: sheet_xml([header, *rows], extra=extra)}
    )


def change_list(
    folder: Path,
    kva: Sequence[Sequence[str]],
    icd: Sequence[Sequence[str]] = (),
    *,
    name: str = "andringar-2021.xlsx",
    kva_header: Sequence[str] = KVA_CHANGE_HEADER,
    properties: str = "",
) -> Path:
    """Write a list of changes."""
    return workbook(
        folder / name,
        {
            "Info": sheet_xml([["Ändringar"]]),
            ICD_CHANGES: sheet_xml([ICD_CHANGE_HEADER, *icd]),
            KVA_CHANGES: sheet_xml([kva_header, *kva]),
            "ICF-filer": sheet_xml([["Datum", "KOD"], ["44225", "b51058"]]),
        },
        properties=properties,
    )
