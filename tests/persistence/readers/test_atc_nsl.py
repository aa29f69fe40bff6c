from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Note, NoteKind
from app.domain.errors import CodebookFileError
from app.persistence.readers.atc_nsl import read, recognises
from app.persistence.readers.file_readers import FileReaders

READERS = FileReaders(Path(__file__).resolve().parents[3] / "resources")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
BOMB = '<!DOCTYPE lolz [<!ENTITY lol "lol">' + "".join(
    f'<!ENTITY lol{n} "{f"&lol{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10)
)


def concept(code: str, sv: str = "", en: str = "", through: str = "") -> str:
    names = "".join(
        f'<designation language="{language}">{name}</designation>'
        for language, name in (("en", en), ("sv", sv))
        if name
    )
    until = f' throughDate="{through}"' if through else ""
    return f'<concept code="{code}"{until}>\n<designations>{names}</designations>\n</concept>\n'


CONCEPTS = (
    concept("-", "Ospecificerad")
    + concept("C", "Hjärta och kretslopp", "Cardiovascular system")
    + concept("C07", "Betablockerare", "Beta blocking agents")
    + concept("C07A", "Betablockerare")
    + concept("C07AB", "Selektiva", "Selective")
    + concept("C07AB02", "  Metoprolol\n ", "Metoprolol")
    + concept("C07AB99", "", "Onlyenglish", "2009-12-31")
    + concept("C09XX01", "Utgått ur utgången grupp", "", "2005-06-30T00:00:00")
    + concept("QC07", "För djur")
)


def xml_of(concepts: str = CONCEPTS, before: str = "") -> str:
    return f'{HEAD}{before}<codesystem xmlns="urn:nsl"><concepts>{concepts}</concepts></codesystem>'


def nsl_zip(folder: Path, xml: str | bytes, name: str = "sensl-v2.0.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("products\\product.xml", b"\0" * 30_000_000)
        archive.writestr("codesystems\\atc-code.xml", xml)
    return folder / name


def read_zip(folder: Path, xml: str | bytes) -> dict[str, Concept]:
    (found,) = READERS.recognise([nsl_zip(folder, xml)])
    return {concept.code: concept for concept in READERS.read(found)}


def error_of(folder: Path, xml: str | bytes) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_zip(folder, xml)
    return str(caught.value)


def test_the_register_is_recognised_in_its_zip_and_other_members_are_left_alone(
    tmp_path: Path,
) -> None:
    path = nsl_zip(tmp_path, xml_of())

    (found,) = READERS.recognise([path])

    assert (found.system, found.name, found.files) == (CodeSystem.ATC, "ATC", (path,))
    assert found.version is None


def test_codes_for_humans_are_read_with_their_groups(tmp_path: Path) -> None:
    book = read_zip(tmp_path, xml_of())

    assert list(book) == ["C", "C07", "C07A", "C07AB", "C07AB02", "C07AB99", "C09XX01"]
    assert book["C07AB02"].title == "Metoprolol"
    assert book["C07AB02"].parent == "C07AB"
    assert [book[code].level for code in ("C07AB", "C07AB02")] == [Level.HEADING, Level.ITEM]
    assert book["C"].notes == (Note(NoteKind.ENGLISH, "Cardiovascular system"),)
    assert book["C07A"].notes == ()


def test_retired_codes_are_kept_with_their_last_day(tmp_path: Path) -> None:
    book = read_zip(tmp_path, xml_of())

    assert book["C07AB99"].valid_to == date(2009, 12, 31)
    assert book["C07AB99"].title == "Onlyenglish"
    assert book["C07AB02"].valid_to is None
    assert (book["C09XX01"].valid_to, book["C09XX01"].parent) == (date(2005, 6, 30), "C")


def test_the_unpacked_file_is_recognised_with_and_without_its_folder(tmp_path: Path) -> None:
    for name in ("atc-code.xml", "codesystems\\atc-code.xml"):
        path = tmp_path / name
        path.write_text(xml_of(), encoding="utf-8")
        (found,) = recognises([path])
        assert len(list(read(found))) == 7
    (tmp_path / "atc-code.xml").write_text("inte xml", encoding="utf-8")
    assert recognises([tmp_path / "atc-code.xml", tmp_path / "annat.xml"]) == []


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (xml_of(CONCEPTS + concept("C7", "x")), "”C7” har inte en ATC-kods form"),
        (xml_of(CONCEPTS + concept("", "x")), "”” har inte en ATC-kods form"),
        (xml_of(CONCEPTS + concept("A", "")), "Koden A saknar namn på svenska och engelska"),
        (xml_of(CONCEPTS + concept("A01", "x")), "Koden A01 har överordnad kod A, som saknas"),
        (xml_of(CONCEPTS + concept("C", "x")), "Koden C förekommer två gånger"),
        (xml_of(concept("A", "x", "", "snart")), "rad 2: throughDate är ”snart”, som inte är en"),
        (xml_of(CONCEPTS + concept("A", "x\ufffd")), "förlorat tecken"),
        (xml_of(concept("QA", "x")), "innehåller inga ATC-koder för människor"),
        (xml_of("<a>"), "är ingen hel XML (rad 2)"),
        (xml_of()[:-40], "är ingen hel XML"),
        (f"{HEAD.replace('utf-8', 'klingon')}<a/>", "är ingen hel XML"),
        (xml_of(before=f"{BOMB}]>"), "innehåller en dokumenttyp eller entitet"),
        (
            xml_of(concept("A", "&x;"), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "innehåller en dokumenttyp eller entitet",
        ),
    ],
)
def test_a_broken_or_harmful_file_is_refused_with_remedy(
    tmp_path: Path, xml: str, expected: str
) -> None:
    message = error_of(tmp_path, xml)

    assert expected in message
    assert message.endswith(".")


def test_the_row_of_a_fault_is_the_row_in_the_file(tmp_path: Path) -> None:
    xml = xml_of(concept("C", "x") + concept("C7", "y"))

    assert f"rad {xml[: xml.index('C7')].count(chr(10)) + 1}: ”C7”" in error_of(tmp_path, xml)


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 1500))
def test_any_bytes_give_concepts_or_a_foreseen_error(
    tmp_path_factory, noise: bytes, cut: int
) -> None:
    path = tmp_path_factory.mktemp("nsl") / "atc-code.xml"
    content = xml_of().encode()
    path.write_bytes(content[:cut] + noise + content[cut:])

    with suppress(CodebookFileError):
        for found in recognises([path]):
            assert all(concept.title for concept in read(found))
