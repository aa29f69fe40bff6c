"""The formats of 2026 on the genuine rows, and on the real editions written in these formats."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from app.domain.codebook_changes import ChangeKind
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, NoteKind
from app.domain.errors import CodebookFileError
from app.persistence.readers.file_readers import FileReaders
from tests.persistence.readers.made_files import KKA_HEADER, KMA_HEADER
from tests.persistence.readers.made_workbooks import KVA_HEADER, sheet_xml, workbook

pytestmark = pytest.mark.acceptance

REPOSITORY = Path(__file__).resolve().parents[2]
READERS = FileReaders(REPOSITORY / "resources")
OFFICIAL = "official-2026-format"


def load(path: Path) -> dict[str, Concept]:
    (found,) = READERS.recognise([path])
    return {concept.code: concept for concept in READERS.read(found)}


@pytest.fixture(scope="module")
def kva(shared_data: Path) -> dict[str, Concept]:
    return load(shared_data / "kva" / "2021")


def copy_samples(shared_data: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in ("kva_kka_sample.tsv", "kva_kma_sample.tsv"):
        shutil.copy(shared_data / OFFICIAL / name, folder / name)
    return folder


def test_the_genuine_rows_of_kka_and_kma_make_one_edition(
    shared_data: Path, tmp_path: Path
) -> None:
    book = load(copy_samples(shared_data, tmp_path / "2026"))

    assert Counter(concept.level for concept in book.values()) == {Level.HEADING: 1, Level.ITEM: 13}
    assert book["EMA00"].parent == "KKÅ:EMA"
    assert book["AAA10"].notes[0].kind is NoteKind.EXCLUDES
    assert book["FNG02"].description.startswith("Ballongdilatation")
    assert {note.kind for note in book["FNG02"].notes} == {NoteKind.DESCRIPTION, NoteKind.CODING}
    assert book["AA001"].title == "Adenosintest"


def test_the_genuine_kka_alone_is_refused(shared_data: Path, tmp_path: Path) -> None:
    folder = copy_samples(shared_data, tmp_path / "2026")
    (folder / "kva_kma_sample.tsv").unlink()

    with pytest.raises(CodebookFileError, match="KMÅ saknas"):
        load(folder)


def bare(code: str) -> str:
    return code.partition(":")[2] or code


def part_of(concept: Concept, book: dict[str, Concept]) -> str:
    top = concept
    while top.parent:
        top = book[top.parent]
    return top.code[:3]


def facts(concepts: Iterable[Concept]) -> dict[str, tuple[str, str, str | None]]:
    return {c.code: (c.title, c.description, c.parent) for c in concepts}


def test_the_whole_kva_written_as_the_tsv_of_2026_is_the_same_tree(
    kva: dict[str, Concept], tmp_path: Path
) -> None:
    rows: dict[str, list[str]] = {"KKÅ": [], "KMÅ": []}
    headers = {"KKÅ": KKA_HEADER, "KMÅ": KMA_HEADER}
    for concept in kva.values():
        part = part_of(concept, kva)
        cells = dict.fromkeys(headers[part], "")
        cells |= {
            "Kod": bare(concept.code), "Överordnad kod": bare(concept.parent or ""),
            "Titel": concept.title, "Beskrivning": concept.description,
        }  # fmt: skip
        rows[part].append("\t".join(f'"{cell}"' for cell in cells.values()))
    for part, name in (
        ("KKÅ", "kva-kirurgiska-atgarder-kka"),
        ("KMÅ", "kva-medicinska-atgarder-kma"),
    ):
        header = "\t".join(f'"{cell}"' for cell in headers[part])
        text = "\r\n".join([header, *rows[part]])
        (tmp_path / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode("utf-8-sig")))

    assert facts(load(tmp_path).values()) == facts(kva.values())


def test_the_whole_kva_written_as_the_workbook_is_the_same_tree(
    kva: dict[str, Concept], tmp_path: Path
) -> None:
    rows = [
        (part_of(concept, kva), bare(concept.code), concept.title, concept.description)
        for concept in kva.values()
    ]
    sheets = {"Läs mig": sheet_xml([["x"]]), "KVÅ – (KKÅ+KMÅ)": sheet_xml([KVA_HEADER, *rows])}

    book = load(workbook(tmp_path / "kva-inkl-beskrivningstexter-2021.xlsx", sheets))

    assert facts(book.values()) == facts(kva.values())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_the_real_kva_in_another_encoding_is_the_same_and_is_named(
    shared_data: Path, kva: dict[str, Concept], tmp_path: Path, encoding: str
) -> None:
    for path in (shared_data / "kva" / "2021").glob("*.txt"):
        text = path.read_text("utf-8-sig")
        (tmp_path / path.name).write_bytes(text.encode(encoding))
    (found,) = READERS.recognise([tmp_path])

    assert list(READERS.read(found)) == list(kva.values())
    assert len(READERS.remarks(found)) == 8


def test_the_real_icd_in_a_zip_is_the_same_as_in_its_folder(
    shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "icd10se" / "2022"
    path = tmp_path / "icd10se-2022.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"text/{file.name}")

    assert load(path) == load(folder)
    assert READERS.recognise([path])[0].version == "2022"


def test_the_whole_atc_written_as_the_register_has_the_same_codes_for_humans(
    shared_data: Path, tmp_path: Path
) -> None:
    atc = load(shared_data / "atc")
    lines = (shared_data / "atc" / "atc-sv-2020.tsv").read_text("utf-8").splitlines()[1:]
    concepts = "".join(
        f"<concept code={quoteattr(code)}><designations>"
        f'<designation language="sv"><![CDATA[{name}]]></designation></designations></concept>\n'
        for code, name in (line.split("\t") for line in lines)
    )
    path = tmp_path / "sensl-v2.0.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "codesystems\\atc-code.xml", f'<codesystem xmlns="x">{concepts}</codesystem>'
        )

    assert facts(load(path).values()) == facts(atc.values())


def test_the_real_list_of_changes_is_read_whole(shared_data: Path) -> None:
    changes = READERS.changes(shared_data / "kva" / "2021" / "andringar-2021.xlsx")

    kinds = Counter((change.system, change.kind) for change in changes)
    assert kinds == {
        (CodeSystem.ICD10SE, ChangeKind.REMARK): 1,
        (CodeSystem.ICD10SE, ChangeKind.RETITLED): 4,
        (CodeSystem.KVA, ChangeKind.RETITLED): 7,
        (CodeSystem.KVA, ChangeKind.REDESCRIBED): 2,
        (CodeSystem.KVA, ChangeKind.WITHDRAWN): 2,
        (CodeSystem.KVA, ChangeKind.NEW): 1,
        (CodeSystem.KVA, ChangeKind.REMARK): 7,
    }
    by_code = {(change.code, change.kind): change for change in changes}
    assert by_code["FDN02", ChangeKind.WITHDRAWN].day == date(2020, 12, 23)
    assert by_code["FCA20", ChangeKind.NEW].after == "Yttre förstärkning av aorta ascendens"
    assert by_code["U11.9", ChangeKind.RETITLED].after == "Kontakt för vaccination mot covid-19"


def test_the_real_files_of_2021_agree_with_the_list_of_changes(
    shared_data: Path, kva: dict[str, Concept]
) -> None:
    changes = READERS.changes(shared_data / "kva" / "2021" / "andringar-2021.xlsx")
    of_kva = [change for change in changes if change.system is CodeSystem.KVA]

    for change in of_kva:
        if change.kind is ChangeKind.RETITLED:
            assert kva[change.code].title == change.after
        elif change.kind is ChangeKind.WITHDRAWN:
            assert {change.code, f"KKÅ:{change.code}"}.isdisjoint(kva)
        elif change.kind is ChangeKind.NEW:
            assert kva[change.code].title == change.after


def test_the_list_of_changes_alone_is_no_edition(shared_data: Path) -> None:
    with pytest.raises(CodebookFileError, match="är en lista över ändringar i ett kodverk"):
        READERS.recognise([shared_data / "kva" / "2021" / "andringar-2021.xlsx"])


def test_the_real_products_are_read_and_nine_in_ten_are_in_the_older_atc(
    shared_data: Path,
) -> None:
    products = list(READERS.products(shared_data / "atc" / "products-sv-2026.tsv").rows)
    atc = load(shared_data / "atc")

    assert len(products) == 9_064
    assert {p.atc for p in products if p.name == "Airomir"} == {"R03AC02"}
    # The rest belongs to groups made since 2020, in L01E and L01F for the most part.
    assert 0.9 < sum(product.atc in atc for product in products) / len(products) < 1
    assert all(product.atc[:3] in atc for product in products)
