"""Workbooks of definition tables, one tab a table, written from rows with the columns of 2014."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.persistence.readers.made_workbooks import sheet_xml, workbook

Table = Sequence[Mapping[str, str]]
#: The columns of each tab as the manual of 2021 names them, and where their content comes from.
TABS = {
    "drg_logic": {
        "ord": "ord",
        "id": "",
        "drg_nat": "drg_nat",
        "drg_text_nat": "",
        "drg_comb": "",
        **{name: name for name in ("rtc", "icd", "mdc", "dgcat", "pdgprop", "compl", "or_proc")},
        **{name: name for name in ("procpro", "secpro", "dgprop1", "dgprop2", "dgprop3")},
        **{name: name for name in ("dgprop4", "agelim", "sex", "dur", "disch")},
    },
    "dg_feat": {
        "code_nat": "code_nat",
        "d_code_nat": "d_code_nat",
        "text_nat": "",
        "code_plus": "",
        "vartype": "vartype",
        "varval": "varval",
        "prop_0": "",
        "varval_text_nat": "",
    },
    "proc_feat": {
        "code_nat": "code_nat",
        "text_nat": "",
        "vartype": "vartype",
        "varval": "varval",
        "or_val": "",
        "prop_0": "",
    },
    "proc": {"code_nat": "code_nat", "text_nat": "text_nat"},
    "compl_excl": {"varval": "compl", "code_nat": "code_nat", "d_code_nat": "d_code_nat"},
    "compl_name": {"varval": "compl", "varval_text_nat": "text", "inclprop": "inclprop"},
    "drg_name": {"drg_nat": "drg_nat", "mdc": "mdc", "drg_text_nat": "name"},
    "rtc": {"rtc": "rtc", "text": "text"},
    "mdc_name": {"mdc": "mdc", "text": "text"},
    "dgcat_name": {"dgcat": "dgcat", "text": "text"},
    "dgprop_name": {"dgprop": "dgprop", "text": "text"},
    "pdgprop_name": {"pdgprop": "pdgprop", "text": "text"},
    "procprop_name": {"procprop": "procprop", "text": "text"},
}


def drg_workbook(path: Path, tables: Mapping[str, Table], nat_ver: str = "") -> Path:
    """Write a workbook of tables by the names of their tabs; `nat_ver` fills a column of its own.

    A first tab that tells about the file and an empty one stand beside the tables.
    """
    sheets = {"Läs mig": sheet_xml([["Definitionstabeller"]]), "empty": sheet_xml([])}
    for tab, rows in tables.items():
        columns = TABS[tab]
        header = [*columns, "nat_ver"]
        lines = [[*(row.get(each, "") for each in columns.values()), nat_ver] for row in rows]
        sheets[tab] = sheet_xml([header, *lines])
    return workbook(path, sheets)
