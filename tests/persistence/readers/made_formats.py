"""A small good file set in every format that codebooks and lists come in, by name, as bytes."""

from __future__ import annotations

import codecs
import functools
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.concept import Concept
from app.domain.kodserver import KodserverTable
from app.domain.local_list import ColumnMapping
from app.persistence.readers.file_readers import FileReaders
from app.persistence.readers.kodserver_csv import read_combinations, read_kodserver_table
from app.persistence.readers.local_list import read_local_list
from app.persistence.readers.regional_csv import read_block_list, read_rule_switches
from tests.data_makers import icd10se_official as made
from tests.data_makers.icd10se_official import row, write_official_file

from .made_files import ATC_FILE, ICD_FILES, KVA_FILES, STARTER_FILES
from .made_workbooks import change_list, kva_workbook

READERS = FileReaders(Path(__file__).resolve().parents[3] / "resources")

ICD_TSV = "icd-10-se-2026.tsv"
KKA_TSV, KMA_TSV = "kva-kirurgiska-atgarder-kka.tsv", "kva-medicinska-atgarder-kma.tsv"
KVA_XLSX = "kva-inkl-beskrivningstexter-2026.xlsx"
ATC_TSV, NSL = "atc-sv-2020.tsv", "atc-code.xml"

_KKA = """\
"Kod"\t"Överordnad kod"\t"Titel"\t"Förkortning(ar)"\t"Beskrivning"\t"Exempel"\t"Innefattar"\t\
"Utesluter"\t"Kodningsinformation"
"F"\t""\t"Hjärta"\t""\t""\t""\t""\t""\t""
"FN"\t"F"\t"Kranskärl"\t""\t""\t""\t""\t""\t""
"FN002"\t"FN"\t"Vidgning med "ballong""\t"PTCA"\t"<div>Av kärl</div>"\t""\t""\t""\t""
"FN002"\t""\t""\t"PCI"\t""\t""\t""\t""\t"Se AA001"
"""
_KMA = """\
"Kod"\t"Överordnad kod"\t"Titel"\t"Beskrivning"\t"Exempel"\t"Innefattar"\t"Utesluter"\t\
"Anmärkning"\t"Relaterad ICF-kod"\t"Relaterad ICD-10-SE-kod"
"AA"\t""\t"Nerver"\t""\t""\t""\t""\t""\t""\t""
"AA001"\t"AA"\t"Test"\t"Beskrivs"\t""\t""\t""\t""\t"b110"\t"I10, C50"
"""
_NSL = """\
<?xml version="1.0" encoding="utf-8"?>
<codesystem xmlns="urn:nsl"><concepts>
<concept code="C"><designation language="sv">Hjärta</designation></concept>
<concept code="C07"><designation language="sv">Beta</designation></concept>
<concept code="C07A" throughDate="2009-12-31"><designation language="en">Old</designation></concept>
</concepts></codesystem>
"""
_ICD_ROWS = (
    row("01", title="Infektioner (A00-B99)", level=made.CHAPTER),
    row("A00-A09", parent="01", title="Tarminfektioner", level=made.BLOCK),
    row("A02", parent="A00-A09", title="Salmonella", level=made.CATEGORY),
    row("A02.2", parent="A02", title="Lokal", level=made.SUBCATEGORY, valid_from="2026-01-01"),
    row("A02.2", example="<div>En <b>led</b></div>", mark=made.ETIOLOGY, partners="M01.3*"),
    row("A02.2A", parent="A02.2", title="Led", level=made.NATIONAL, excludes="Se A01.0"),
)


@dataclass(frozen=True)
class ListFormat:
    """A list that is no codebook: its file, and how it is read whole."""

    name: str
    content: bytes
    read: Callable[[Path], Iterable[object]]


def _text(files: Mapping[str, str], *, bom: bool = False) -> dict[str, bytes]:
    mark = codecs.BOM_UTF8 if bom else b""
    return {name: mark + text.encode() for name, text in files.items()}


def _written(write: Callable[[Path], Path]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write(Path(folder)).read_bytes()


@functools.cache
def codebook_formats() -> Mapping[str, Mapping[str, bytes]]:
    """Every format of codebooks: the name and content of each of its files."""
    return {
        "ICD-10-SE per nivå": _text(ICD_FILES, bom=True),
        "ICD-10-SE 16 kolumner": {
            ICD_TSV: _written(lambda folder: write_official_file(folder / ICD_TSV, _ICD_ROWS))
        },
        "KVÅ per nivå": _text(KVA_FILES, bom=True),
        "KVÅ tsv": _text({KKA_TSV: _KKA, KMA_TSV: _KMA}, bom=True),
        "KVÅ arbetsbok": {KVA_XLSX: _written(kva_workbook)},
        "ATC lista": _text({ATC_TSV: ATC_FILE}),
        "ATC register": _text({NSL: _NSL}),
        "Övningskodverk": _text(STARTER_FILES),
    }


@functools.cache
def list_formats() -> Mapping[str, ListFormat]:
    """Every format of lists, in the manner that its readers are called."""
    changes = [("44207", "NFB49", "Protes", "Ledprotes", "", "", "Rättad")]
    return {
        "Kodserver": ListFormat(
            "export.csv",
            "Kod;Text;Giltig från;Giltig till\n01;Återbesök;2020-01-01;\n02;Ny;;\n".encode(),
            lambda path: read_kodserver_table(path, KodserverTable.BTYP).rows,
        ),
        "kombinationer": ListFormat(
            "par.csv",
            "Taxa;Besökstyp;Yrkeskategori;Giltig från;Giltig till\nA;1;01;;\nB;1;01;;\n".encode(),
            lambda path: read_combinations(path).rows,
        ),
        "egen lista": ListFormat(
            "liste.csv",
            "Kode;Tekst\nA00;Kolera\nA01;Tyfus på øya\n".encode(),
            lambda path: read_local_list(path, ColumnMapping(0, 1)).rows,
        ),
        "spärrlista": ListFormat(
            "sparr.csv",
            "Kod;Spärr;Skäl;Giltig från;Giltig till\nI10.9;ej huvuddiagnos;Lokalt;;\n".encode(),
            lambda path: read_block_list(path).rows,
        ),
        "regelval": ListFormat(
            "regler.csv",
            "Regel;Åtgärd;Ny grad;Skäl\nHD002;av;;Lokalt\n".encode(),
            lambda path: read_rule_switches(path).rows,
        ),
        "produkter": ListFormat(
            "products-sv.tsv",
            "product\tatc\tsubstances\tstrength\tform\nProv\tC07AB02\tMetoprolol\t1\tå\n".encode(),
            lambda path: READERS.products(path).rows,
        ),
        "ändringar": ListFormat(
            "andringar-2021.xlsx",
            _written(lambda folder: change_list(folder, changes)),
            READERS.changes,
        ),
    }


def write_format(folder: Path, name: str, changed: Mapping[str, bytes] | None = None) -> Path:
    """Write the files of a format, some of them changed, and return the folder to choose."""
    target = folder / "2022"
    target.mkdir(parents=True, exist_ok=True)
    for file, content in (codebook_formats()[name] | (changed or {})).items():
        (target / file).write_bytes(content)
    return target


def read_format(chosen: Path) -> list[Concept]:
    """Read every codebook that is found, the way that an import does."""
    concepts = []
    for codebook in READERS.recognise([chosen]):
        concepts += READERS.read(codebook)
        READERS.remarks(codebook)
    return concepts


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def repacked(workbook: bytes, folder: Path, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a workbook whose parts have been changed one by one."""
    original = folder / "original.xlsx"
    original.write_bytes(workbook)
    with zipfile.ZipFile(original) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return pack(folder / "changed.xlsx", members).read_bytes()
