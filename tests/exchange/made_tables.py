"""Small definition tables in the forms that publishers leave: dBase, TSV and JSON."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.grouper.small_tables import DIAGNOSES, PROCEDURES, RULES, TABLES

Rows = Sequence[Sequence[str]]
LOGIC = (
    "ORD", "DRG", "RTC", "ICD", "MDC", "DGCAT1", "PDGPROP", "OR", "PROCPRO1", "SECPROC1",
    "DGPROP1", "DGPROP2", "DGPROP3", "DGPROP4", "AGELIM", "COMPL", "SEX", "DUR", "DISCH",
)  # fmt: skip
VERSION = "NordDRG DRGL_2012_SWE Swe 11/10/20"


def dbf(columns: Sequence[str], rows: Rows, encoding: str = "cp1252") -> bytes:
    """Write a dBase file whose columns are as wide as they must be."""
    cells = [[cell.encode(encoding) for cell in row] for row in rows]
    widths = [max([1, *(len(row[at]) for row in cells)]) for at in range(len(columns))]
    fields = b"".join(
        struct.pack("<11sc4xB15x", name.encode(), b"C", width)
        for name, width in zip(columns, widths, strict=True)
    )
    first = 32 + len(fields) + 1
    head = struct.pack("<B3xIHH20x", 3, len(cells), first, 1 + sum(widths))
    body = b"".join(
        b" " + b"".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells
    )
    return head + fields + b"\r" + body + b"\x1a"


def as_dbf(version: str = VERSION) -> dict[str, bytes]:
    """Write the small tables as a dBase package, each with its version in the first row."""
    label, country, day = version.split()[1:]
    marks = {"dg": ("#####", "", label[:8], day[:5]), "proc": ("#####", label[:8], day[:5])}
    logic = ("#####", country, *[""] * 6, day[:5], "", "DRGL_", label[5:10], *[""] * 7)
    names = [("", "", version), *((n.drg, n.mdc, n.text) for n in TABLES.names)]
    return {
        "drglogic.dbf": dbf(LOGIC, [logic, *RULES]),
        "dg_1.DBF": dbf(("CODE", "D_CODE", "VARTYPE", "VARVAL"), [marks["dg"], *DIAGNOSES]),
        "proc1.dbf": dbf(
            ("CODE", "VARTYPE", "VARVAL"),
            [marks["proc"], *((r.code, r.kind, r.value) for r in PROCEDURES)],
        ),
        "kompkat.dbf": dbf(
            ("COMPL", "TEXT", "INCLPROP"), [("#####", version, ""), ("06I10", "Sår", "05X01")]
        ),
        "komplex.dbf": dbf(
            ("COMPL", "CODE", "D_CODE"), [("#####", label[:6], day[:6]), ("06C17", "K358", "")]
        ),
        "DRGNAMES.dbf": dbf(("DRG", "MDC", "DRGNAME"), names),
        "testrule.dbf": b"no table at all",
    }


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a new folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def as_tsv() -> dict[str, bytes]:
    """Write the small tables as text with tabs, a heading each."""
    tables: dict[str, Rows] = {
        "drg_logic.tsv": [[name.lower() for name in LOGIC], *RULES],
        "dg_feat.tsv": [("code_nat", "d_code_nat", "vartype", "varval"), *DIAGNOSES],
        "proc_feat.tsv": [
            ("code_nat", "vartype", "varval"),
            *((r.code, r.kind, r.value) for r in PROCEDURES),
        ],
        "compl_name.tsv": [("compl", "text", "inclprop"), ("06I10", "Sår", "05X01")],
        "compl_excl.tsv": [("compl", "code_nat", "d_code_nat"), ("06C17", "K358", "")],
        "drg_name.tsv": [
            ("drg_nat", "mdc", "name"),
            *((n.drg, n.mdc, n.text) for n in TABLES.names),
        ],
    }
    return {
        name: "".join("\t".join(row) + "\n" for row in rows).encode()
        for name, rows in tables.items()
    }
