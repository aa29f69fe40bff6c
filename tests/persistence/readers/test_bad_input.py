"""What is wrong with a file is told with file, row and remedy, in every format alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import CodebookFileError

from .made_formats import (
    ATC_TSV,
    ICD_TSV,
    KKA_TSV,
    KMA_TSV,
    KVA_XLSX,
    NSL,
    codebook_formats,
    list_formats,
    pack,
    read_format,
    repacked,
    write_format,
)

WEB_PAGE = b"\n<!DOCTYPE html><html><body>Logga in</body></html>"
#: What a whole file can turn out to be, and what is then said of it.
SPOILED: dict[str, tuple[bytes, str]] = {
    "tom": (b"", "är tom."),
    "blank": (b" \r\n\n", "är tom."),
    "bara BOM": (b"\xef\xbb\xbf", "är tom."),
    "webbsida": (WEB_PAGE, "är en webbsida, inte den fil som skulle hämtas."),
}
IN_TEXT: dict[str, tuple[bytes, str]] = {
    "binär": (bytes(range(256)) * 9, "har ett NUL-tecken på rad 1"),
    "arbetsbok": (b"PK\x03\x04rest", "är en arbetsbok eller ett arkiv"),
}
FILES = [
    (name, file)
    for name, files in codebook_formats().items()
    for file in files
    if name != "Övningskodverk"
]
TEXT_FILES = [(name, file) for name, file in FILES if not file.endswith((".xlsx", ".xml"))]
#: Formats whose first line holds the names of the columns.
WITH_HEADER = [
    (name, file) for name, file in TEXT_FILES if name not in ("ICD-10-SE per nivå",)
]  # fmt: skip
MEGABYTE = "x" * 1_000_000
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:">]>'


def error_of(read: Callable[[], object]) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read()
    message = str(caught.value)
    assert message.endswith("."), message
    return message


def error_in_format(folder: Path, name: str, file: str, content: bytes) -> str:
    chosen = write_format(folder, name, {file: content})
    return error_of(lambda: read_format(chosen))


def replaced(name: str, file: str, old: str, new: str) -> bytes:
    content = codebook_formats()[name][file]
    assert content.count(old.encode()) == 1, old
    return content.replace(old.encode(), new.encode())


@pytest.mark.parametrize("name", codebook_formats())
def test_the_good_files_are_good(tmp_path: Path, name: str) -> None:
    assert read_format(write_format(tmp_path, name))


@pytest.mark.parametrize("name", list_formats())
def test_the_good_lists_are_good(tmp_path: Path, name: str) -> None:
    wanted = list_formats()[name]
    (tmp_path / wanted.name).write_bytes(wanted.content)

    assert list(wanted.read(tmp_path / wanted.name))


# Whole files


@pytest.mark.parametrize("fault", SPOILED)
@pytest.mark.parametrize(("name", "file"), FILES)
def test_a_file_that_is_none_is_named_with_its_fault(
    tmp_path: Path, name: str, file: str, fault: str
) -> None:
    content, expected = SPOILED[fault]

    assert error_in_format(tmp_path, name, file, content).startswith(f"Filen {file} {expected}")


@pytest.mark.parametrize("fault", IN_TEXT)
@pytest.mark.parametrize(("name", "file"), TEXT_FILES)
def test_a_text_file_that_is_no_text_is_named_with_its_fault(
    tmp_path: Path, name: str, file: str, fault: str
) -> None:
    content, expected = IN_TEXT[fault]

    assert error_in_format(tmp_path, name, file, content).startswith(f"Filen {file} {expected}")


@pytest.mark.parametrize("fault", [*SPOILED, *IN_TEXT])
def test_a_file_of_an_unknown_name_is_named_with_its_fault(tmp_path: Path, fault: str) -> None:
    content, expected = (SPOILED | IN_TEXT)[fault]
    path = tmp_path / "hamtad.tsv"
    path.write_bytes(content)

    assert error_of(lambda: read_format(path)).startswith(f"Filen hamtad.tsv {expected}")


@pytest.mark.parametrize(("name", "file"), WITH_HEADER)
def test_a_header_alone_is_no_codebook(tmp_path: Path, name: str, file: str) -> None:
    header = codebook_formats()[name][file].splitlines(keepends=True)[0]

    message = error_in_format(tmp_path, name, file, header)
    assert message.startswith(f"Filen {file} har ingen rad med en kod. Hämta filen på nytt")


@pytest.mark.parametrize(("sign", "called"), [(";", "semikolon"), (",", "komma"), ("|", "lodst")])
@pytest.mark.parametrize(
    ("name", "file"), [pair for pair in TEXT_FILES if pair[1] != "diagnoskapitel.txt"]
)
def test_another_separator_is_called_by_its_name(
    tmp_path: Path, name: str, file: str, sign: str, called: str
) -> None:
    content = codebook_formats()[name][file].replace(b"\t", sign.encode())

    message = error_in_format(tmp_path, name, file, content)
    assert message.startswith(f"Filen {file}, rad 1: Kolumnerna skiljs av {called}")
    assert "Spara filen som tabbavgränsad text." in message


def test_chapters_with_another_separator_are_told_so(tmp_path: Path) -> None:
    chapters = b"01;;Infektioner (A00-B99)\n20;;Yttre (V01-Y98)\n"

    message = error_in_format(tmp_path, "ICD-10-SE per nivå", "diagnoskapitel.txt", chapters)
    assert "diagnoskapitel.txt, rad 1: Kolumnerna skiljs av semikolon" in message


@pytest.mark.parametrize(("name", "file"), TEXT_FILES)
def test_a_nul_byte_is_told_with_its_row(tmp_path: Path, name: str, file: str) -> None:
    first, *rest = codebook_formats()[name][file].splitlines(keepends=True)
    content = b"".join((first, b"\0", *rest))

    message = error_in_format(tmp_path, name, file, content)
    assert message.startswith(f"Filen {file} har ett NUL-tecken på rad 2 och är skadad.")


# Rows

ROW_FAULTS = [
    ("ICD-10-SE per nivå", "digit3.txt", "D63\t", "A08\t", "rad 4: Koden A08 förekommer två gånge"),
    ("ICD-10-SE per nivå", "digit4.txt", "D630", "D640", "rad 4: Koden D64.0 har överordnad kod D"),
    ("ICD-10-SE per nivå", "digit4.txt", "Kolera, klassisk", "", "rad 1: Koden A00.0 saknar tit"),
    ("ICD-10-SE per nivå", "digit4.txt", "Kolera, klassisk", MEGABYTE, "rad 1: Titeln till A00.0"),
    ("ICD-10-SE per nivå", "digit4.txt", "A000", "A00", "rad 1: ”A00” har inte den form"),
    ("ICD-10-SE per nivå", "digit4.txt", "klassisk", "\ufffd", "rad 1: Raden innehåller ett förlo"),
    ("ICD-10-SE 16 kolumner", ICD_TSV, '"A02.2A"', '"A02.2"', "rad 7: Koden A02.2 har titeln ”Led"),
    ("ICD-10-SE 16 kolumner", ICD_TSV, '"Salmonella"', '""', "rad 4: A02 saknar titel"),
    ("ICD-10-SE 16 kolumner", ICD_TSV, "Salmonella", MEGABYTE, "rad 4: Titeln till A02 är 1000000"),
    ("ICD-10-SE 16 kolumner", ICD_TSV, '"A00-A09"\t""\t"01"', '"A00-A09"\t""\t"02"',
     "rad 3: Koden A00-A09 har överordnad kod 02, som saknas"),
    ("ICD-10-SE 16 kolumner", ICD_TSV, '"A00-A09"\t""\t"01"', '"A00-A09"\t""\t"A02.2A"',
     "Koden A00-A09 är överordnad sig själv"),
    ("KVÅ per nivå", "kka-level4.txt", "NFB99", "NFB49", "rad 3: Koden NFB49 förekommer två gå"),
    ("KVÅ per nivå", "kka-level4.txt", "NFB99", "QFB99", "rad 3: Ingen rubrik i nivåfilerna p"),
    ("KVÅ per nivå", "kka-level4.txt", "Anna", f"{MEGABYTE}a", "rad 3: Titeln till NFB99 är 100"),
    ("KVÅ per nivå", "kka-level4.txt", "Uttag", "", "rad 4: Koden YCA00 saknar titel"),
    ("KVÅ per nivå", "kka-level3.txt", "NFB\t", "?\t", "rad 2: ”KKÅ:?” har inte den form som"),
    ("KVÅ tsv", KKA_TSV, '"FN"\t"F"\t"Kranskärl"', '"F"\t""\t"Kranskärl"', "rad 3: Koden F har"),
    ("KVÅ tsv", KKA_TSV, '"FN"\t"F"', '"FN"\t"G"', "rad 3: Koden KKÅ:FN har överordnad kod KKÅ:G"),
    ("KVÅ tsv", KKA_TSV, '"F"\t""', '"F"\t"FN"', "är överordnad sig själv"),
    ("KVÅ tsv", KMA_TSV, '"Test"', f'"{MEGABYTE}"', "rad 3: Titeln till AA001 är 1000000 tecken"),
    ("KVÅ tsv", KMA_TSV, '"AA001"', '"FN002"', "står både i KKÅ (rad 4) och i KMÅ"),
    ("ATC lista", ATC_TSV, "C07\tBeta", "C\tBeta", "rad 4: Koden C förekommer två gånger"),
    ("ATC lista", ATC_TSV, "C07A\tB", "C08A\tB", "rad 5: Koden C08A har överordnad kod C08, som s"),
    ("ATC lista", ATC_TSV, "Hjärta", MEGABYTE, "rad 3: Titeln till C är 1000000 tecken lång"),
    ("ATC lista", ATC_TSV, "Hjärta", "", "rad 3: Koden C saknar titel"),
    ("ATC register", NSL, 'code="C07"', 'code="C"', "rad 4: Koden C förekommer två gånger"),
    ("ATC register", NSL, 'code="C07"', 'code="C08C"', "rad 4: Koden C08C har överordnad kod C08"),
    ("ATC register", NSL, ">Beta<", f">{MEGABYTE}<", "rad 4: Titeln till C07 är 1000000 tecken"),
    ("ATC register", NSL, ">Beta<", "><", "rad 4: Koden C07 saknar namn"),
    ("ATC register", NSL, ">Beta<", ">&#0;<", "är ingen hel XML"),
    ("Övningskodverk", "icd10se.tsv", "W0109", "W0", "rad 11: ”W0” har inte den form som"),
    ("Övningskodverk", "icd10se.tsv", "Fall, hemma\n", "\n", "rad 10: Koden W01.0 saknar titel"),
    ("Övningskodverk", "icd10se.tsv", "20\tchapter\t", "20\tchapter\tW01", "är överordnad sig"),
    ("Övningskodverk", "kva.tsv", "NFB49", "KKÅ:N", "rad 3: Koden KKÅ:N förekommer två gånger"),
    ("Övningskodverk", "atc.tsv", "C07AB02", "c07abxx", "rad 6: ”C07ABXX” har inte den form"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "old", "new", "expected"), ROW_FAULTS)
def test_a_faulty_row_is_named_with_file_row_and_remedy(
    tmp_path: Path, name: str, file: str, old: str, new: str, expected: str
) -> None:
    message = error_in_format(tmp_path, name, file, replaced(name, file, old, new))

    assert message.startswith(f"Filen {file}") and expected in message
    assert any(remedy in message for remedy in ("Rätta", "Hämta", "Kontrollera"))
    assert len(message) < 500


@pytest.mark.parametrize(
    ("name", "file", "old"),
    [
        ("ICD-10-SE 16 kolumner", ICD_TSV, "<div>En <b>led</b></div>"),
        ("KVÅ tsv", KKA_TSV, "<div>Av kärl</div>"),
    ],
)
@pytest.mark.parametrize("html", ["<div><p>Kvar <b", "<ul><li>Kvar" * 9, "</p>Kvar &am <!-- x"])
def test_html_that_never_closes_loses_no_word(
    tmp_path: Path, name: str, file: str, old: str, html: str
) -> None:
    concepts = read_format(write_format(tmp_path, name, {file: replaced(name, file, old, html)}))

    assert any("Kvar" in note.text for concept in concepts for note in concept.notes)


@pytest.mark.parametrize(
    ("name", "file", "old"),
    [
        ("ICD-10-SE 16 kolumner", ICD_TSV, "<div>En <b>led</b></div>"),
        ("KVÅ tsv", KKA_TSV, "<div>Av kärl</div>"),
    ],
)
def test_a_note_of_a_megabyte_is_kept_whole(tmp_path: Path, name: str, file: str, old: str) -> None:
    concepts = read_format(
        write_format(tmp_path, name, {file: replaced(name, file, old, MEGABYTE)})
    )

    assert any(note.text == MEGABYTE for concept in concepts for note in concept.notes)


# Archives, workbooks, XML


@pytest.mark.parametrize(
    "way_out", ["../evil.txt", "/evil.txt", "C:\\evil.txt", "a\\..\\..\\e.txt"]
)
@pytest.mark.parametrize("name", codebook_formats())
def test_an_archive_that_climbs_out_is_refused(tmp_path: Path, name: str, way_out: str) -> None:
    archive = pack(tmp_path / "kodverk-2022.zip", codebook_formats()[name] | {way_out: b"x"})

    message = error_of(lambda: read_format(archive))
    assert message.startswith("Arkivet kodverk-2022.zip") and "leder ut ur arkivet" in message
    assert [path.name for path in tmp_path.iterdir()] == [archive.name]


@pytest.mark.parametrize(("name", "file"), FILES)
def test_a_zip_bomb_is_refused_unread(tmp_path: Path, name: str, file: str) -> None:
    bomb = codebook_formats()[name][file] + b" " * 12_000_000
    archive = pack(tmp_path / "kodverk-2022.zip", codebook_formats()[name] | {file: bomb})

    message = error_of(lambda: read_format(archive))
    assert f"{file} i kodverk-2022.zip blir minst" in message and "Hämta filen från" in message


def test_a_bomb_inside_a_workbook_is_refused_unread(tmp_path: Path) -> None:
    content = repacked(
        codebook_formats()["KVÅ arbetsbok"][KVA_XLSX],
        tmp_path,
        lambda part, xml: xml + b" " * 12_000_000 if part.endswith("sheet2.xml") else xml,
    )

    message = error_in_format(tmp_path / "x", "KVÅ arbetsbok", KVA_XLSX, content)
    assert f"xl/worksheets/sheet2.xml i {KVA_XLSX} blir minst" in message


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"<is>", b"<f>A1</f><is>", "innehåller en formel"),
        (b"</worksheet>", b'<mergeCells><mergeCell ref="B2:C2"/></mergeCells></worksheet>',
         "Cellen B2 är sammanslagen med andra"),
        (b"<worksheet ", ENTITIES + b"<worksheet ", "innehåller en dokumenttyp eller entitet"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["KVÅ arbetsbok", "ändringar"])
def test_what_a_workbook_cannot_be_trusted_with_is_refused(
    tmp_path: Path, kind: str, old: bytes, new: bytes, expected: str
) -> None:
    def change(part: str, xml: bytes) -> bytes:
        return xml.replace(old, new, 1) if "sheet1" not in part else xml

    if kind == "ändringar":
        wanted = list_formats()[kind]
        path = tmp_path / wanted.name
        path.write_bytes(repacked(wanted.content, tmp_path, change))
        message = error_of(lambda: list(wanted.read(path)))
    else:
        content = repacked(codebook_formats()[kind][KVA_XLSX], tmp_path, change)
        message = error_in_format(tmp_path / "x", kind, KVA_XLSX, content)

    assert message.startswith("Filen ") and expected in message


def test_an_attack_by_entity_in_the_register_is_refused(tmp_path: Path) -> None:
    content = replaced("ATC register", NSL, "<codesystem", f"{ENTITIES.decode()}<codesystem")

    message = error_in_format(tmp_path, "ATC register", NSL, content)
    assert "innehåller en dokumenttyp eller entitet, som kodfiler inte har" in message


# Lists


@pytest.mark.parametrize("fault", SPOILED)
@pytest.mark.parametrize("name", list_formats())
def test_a_list_that_is_none_is_named_with_its_fault(tmp_path: Path, name: str, fault: str) -> None:
    wanted = list_formats()[name]
    content, expected = SPOILED[fault]
    path = tmp_path / wanted.name
    path.write_bytes(content)

    message = error_of(lambda: list(wanted.read(path)))
    assert message.startswith(f"Filen {wanted.name} {expected}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda content: content.splitlines(keepends=True)[0], "har ingen rad"),
        (lambda content: content.replace(b";", b"|").replace(b"\t", b"|"), "lodstreck"),
        (lambda content: content.replace(b"\n", b"\n\0", 1), "har ett NUL-tecken på rad 2"),
        (lambda content: content.rstrip() + b" \xef\xbf\xbd\n", "ett förlorat tecken"),
    ],
)
@pytest.mark.parametrize(
    "name", [name for name in list_formats() if name not in ("ändringar", "egen lista")]
)
def test_a_faulty_list_is_refused_by_what_is_wrong(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes], expected: str
) -> None:
    wanted = list_formats()[name]
    path = tmp_path / wanted.name
    path.write_bytes(change(wanted.content))

    message = error_of(lambda: list(wanted.read(path)))
    assert message.startswith(f"Filen {wanted.name}") and expected in message
