from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.errors import CodebookFileError
from app.persistence.readers.kva_levels import read, recognises

from .made_files import KVA_FILES, kva_folder


def read_folder(folder: Path) -> dict[str, Concept]:
    (codebook,) = recognises(sorted(folder.iterdir()))
    return {concept.code: concept for concept in read(codebook)}


def error_of(folder: Path) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_folder(folder)
    return str(caught.value)


def test_a_folder_of_level_files_is_recognised_with_its_year(tmp_path: Path) -> None:
    (found,) = recognises(sorted(kva_folder(tmp_path, "2021").iterdir()))

    assert (found.system, found.name, found.version) == (CodeSystem.KVA, "KVÅ", "2021")
    assert found.valid_from == date(2021, 1, 1)
    assert {path.name for path in found.files} == set(KVA_FILES)


def test_headings_of_both_parts_are_told_apart_by_a_prefix(tmp_path: Path) -> None:
    book = read_folder(kva_folder(tmp_path))

    assert book["KKÅ:N"].title == "Rörelseapparaten"
    assert book["KMÅ:N"].title == "Egen rubrik"
    assert book["KKÅ:NF"].title == "Höft och lår"
    assert book["KMÅ:NF"].title == "Krockar med KKÅ"
    assert book["KKÅ:N"].level is Level.HEADING


def test_a_procedure_hangs_on_the_narrowest_heading_of_its_own_part(tmp_path: Path) -> None:
    book = read_folder(kva_folder(tmp_path))

    assert book["NFB49"].parent == "KKÅ:NFB"
    assert book["KKÅ:NFB"].parent == "KKÅ:NF"
    assert book["KKÅ:NF"].parent == "KKÅ:N"
    assert book["KKÅ:N"].parent is None
    assert book["AA001"].parent == "KMÅ:AA"
    assert book["AA901"].parent == "KMÅ:AA9"


def test_a_heading_whose_upper_level_is_unlisted_hangs_one_level_higher(tmp_path: Path) -> None:
    assert read_folder(kva_folder(tmp_path))["KKÅ:NZX"].parent == "KKÅ:N"


def test_blanks_after_codes_and_texts_are_cut(tmp_path: Path) -> None:
    book = read_folder(kva_folder(tmp_path))

    assert book["KKÅ:YC"].title == "YC"
    assert book["NFB49"].title == "Total höftprotes med cement"
    assert book["NFB99"].description == "Ange sida"


def test_quotes_stay_in_the_text_and_an_empty_last_cell_is_ignored(tmp_path: Path) -> None:
    concept = read_folder(kva_folder(tmp_path))["AA001"]

    assert concept.title == 'Test med: "citat" i texten'
    assert concept.description == "Beskrivs här"
    assert concept.level is Level.ITEM
    assert concept.is_leaf


def test_kka_without_kma_is_refused(tmp_path: Path) -> None:
    folder = kva_folder(tmp_path)
    for path in folder.glob("kma*"):
        path.unlink()

    assert "saknas kma-level1.txt, kma-level2.txt" in error_of(folder)


HEADER = "Kod:\t\tKodtext:\tBeskrivning:\n"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"kka_level4": HEADER}, "kka-level4.txt har ingen rad med en kod"),
        ({"kka_level4": "Kod\tText\nNFB49\t\tx"}, "rad 1: Kolumnen Kod:, Kodtext: saknas"),
        ({"kka_level4": HEADER + "NFB49;x"}, "rad 2: Kolumnerna skiljs av semikolon"),
        ({"kka_level4": HEADER + "NF49\t\tx"}, "rad 2: ”NF49” har inte en åtgärdskods form"),
        ({"kka_level4": HEADER + "XAA00\t\tx"}, "rad 2: Ingen rubrik i nivåfilerna passar"),
        ({"kka_level4": HEADER + "NFB49\t\tx\nNFB49\t\ty"}, "rad 3: Koden NFB49 förekommer två"),
        ({"kka_level1": HEADER + "N\t\tx\nN\t\ty"}, "kka-level1.txt, rad 3: Koden KKÅ:N föreko"),
    ],
)
def test_a_broken_file_is_refused_with_file_row_and_remedy(
    tmp_path: Path, changed: dict[str, str], expected: str
) -> None:
    message = error_of(kva_folder(tmp_path, **changed))

    assert expected in message
    assert message.endswith(".")
