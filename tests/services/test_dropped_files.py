"""Files dropped on the program are told apart by name and header."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.errors import Cancelled
from app.domain.kodserver import KodserverTable
from app.services.context import AppContext
from app.services.dropped_files import ListKind, what_is
from app.services.job_control import JobControl

TABLE = "kod;text;giltig från;giltig till\n1;Läkare;;\n"
EVENTS = "händelse_id;personnummer;klass;enhet;start;slut\n"
BLOCKS = "kod;spärr;skäl;giltig från;giltig till\nA00;ej huvuddiagnos;region;;\n"
PRODUCTS = "product\tatc\tsubstances\tstrength\tform\nAlvedon\tN02BE01\tparacetamol\t\t\n"


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def icd_folder(folder: Path) -> Path:
    write(folder / "diagnoskapitel.txt", "A00-B99Vissa infektionssjukdomar\n")
    write(folder / "block.txt", "A00-A09\t\tTarmar\n")
    write(folder / "digit3.txt", "A00\t\tKolera\n")
    write(folder / "digit4.txt", "A000\t\tKolera orsakad av\n")
    write(folder / "digit5.txt", "A000A\t\tKolera typ\n")
    return folder


def atc_file(folder: Path) -> Path:
    return write(folder / "atc-sv-2020.tsv", "key\tvalue\nN\tNervsystemet\n")


def test_a_folder_of_level_files_is_a_codebook(app: AppContext, tmp_path: Path) -> None:
    dropped = what_is(app, [icd_folder(tmp_path / "icd10se" / "2022")])

    assert [book.system for book in dropped.codebooks] == [CodeSystem.ICD10SE]
    assert dropped.codebooks[0].version == "2022"
    assert not dropped.refusals and not dropped.events and not dropped.lists


def test_the_folder_above_gives_every_codebook_below(app: AppContext, tmp_path: Path) -> None:
    icd_folder(tmp_path / "all" / "icd" / "2022")
    atc_file(tmp_path / "all" / "atc")

    dropped = what_is(app, [tmp_path / "all"])

    assert {book.system for book in dropped.codebooks} == {CodeSystem.ICD10SE, CodeSystem.ATC}


def test_level_files_dropped_as_files_are_one_codebook(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path / "2022")

    dropped = what_is(app, sorted(folder.iterdir()))

    assert len(dropped.codebooks) == 1
    assert len(dropped.codebooks[0].files) == 5


@pytest.mark.parametrize("name", ["VDG.csv", "vdg-2026.csv"])
def test_a_table_of_kodserver_is_known_by_its_name(
    app: AppContext, tmp_path: Path, name: str
) -> None:
    (found,) = what_is(app, [write(tmp_path / name, TABLE)]).lists

    assert (found.kind, found.table) == (ListKind.KODSERVER, KodserverTable.VDG)


def test_a_table_of_kodserver_with_another_header_is_refused(
    app: AppContext, tmp_path: Path
) -> None:
    dropped = what_is(app, [write(tmp_path / "VDG.csv", "a;b\n1;2\n")])

    assert not dropped.lists
    assert "VDG.csv" in dropped.refusals[0]


def test_combinations_and_the_lists_of_the_region_are_lists(
    app: AppContext, tmp_path: Path
) -> None:
    header = "taxa;besökstyp;yrkeskategori;giltig från;giltig till\n"
    files = [
        write(tmp_path / "kombination.csv", header),
        write(tmp_path / "region.csv", BLOCKS),
        write(tmp_path / "skåne.toml", 'region = "Region Skåne"\n'),
    ]

    kinds = [found.kind for found in what_is(app, files).lists]

    assert kinds == [ListKind.COMBINATIONS, ListKind.REGIONAL, ListKind.REGIONAL]


def test_names_of_products_beside_a_codebook_are_a_list(app: AppContext, tmp_path: Path) -> None:
    atc_file(tmp_path / "atc")
    products = write(tmp_path / "atc" / "products-sv-2026.tsv", PRODUCTS)

    dropped = what_is(app, [tmp_path / "atc"])

    assert [(found.path, found.kind) for found in dropped.lists] == [(products, ListKind.PRODUCTS)]
    assert len(dropped.codebooks) == 1
    assert dropped.unused == ()


def test_care_events_are_told_by_their_header(app: AppContext, tmp_path: Path) -> None:
    events = write(tmp_path / "maj.csv", EVENTS)

    assert what_is(app, [events]).events == (events,)


def test_a_folder_that_holds_care_events_is_taken_whole(app: AppContext, tmp_path: Path) -> None:
    write(tmp_path / "in" / "deep" / "maj.csv", EVENTS)
    write(tmp_path / "in" / "deep" / "journal.txt", "Föll hemma.")

    dropped = what_is(app, [tmp_path / "in"])

    assert dropped.events == (tmp_path / "in",)
    assert not dropped.refusals


def test_an_unknown_file_is_named_with_what_can_be_dropped(app: AppContext, tmp_path: Path) -> None:
    dropped = what_is(app, [write(tmp_path / "inköp.csv", "vara;pris\nkaffe;40\n")])

    assert not (dropped.codebooks or dropped.lists or dropped.events)
    assert len(dropped.refusals) == 1
    assert "inköp.csv" in dropped.refusals[0]
    assert "Släpp kodverk" in dropped.refusals[0]


def test_a_known_file_is_taken_though_another_is_unknown(app: AppContext, tmp_path: Path) -> None:
    dropped = what_is(app, [atc_file(tmp_path), write(tmp_path / "x.bin", "?")])

    assert len(dropped.codebooks) == 1
    assert "x.bin" in dropped.refusals[0]


def test_a_broken_archive_does_not_hide_the_codebook_beside_it(
    app: AppContext, tmp_path: Path
) -> None:
    dropped = what_is(app, [atc_file(tmp_path), write(tmp_path / "trasig.zip", "no archive")])

    assert len(dropped.codebooks) == 1
    assert "trasig.zip" in dropped.refusals[0]


def test_what_lies_beside_a_codebook_in_its_folder_is_only_named(
    app: AppContext, tmp_path: Path
) -> None:
    folder = icd_folder(tmp_path / "2022")
    write(folder / "läsmig.doc", "text")

    dropped = what_is(app, [folder])

    assert dropped.unused == ("läsmig.doc",)
    assert not dropped.refusals


def test_an_empty_folder_is_refused_by_name(app: AppContext, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()

    assert "Mappen tom" in what_is(app, [tmp_path / "tom"]).refusals[0]


def test_care_events_beside_a_codebook_are_to_be_dropped_alone(
    app: AppContext, tmp_path: Path
) -> None:
    dropped = what_is(app, [atc_file(tmp_path), write(tmp_path / "maj.csv", EVENTS)])

    assert dropped.codebooks and not dropped.events
    assert "maj.csv" in dropped.refusals[0]


def test_a_file_that_is_gone_is_told(app: AppContext, tmp_path: Path) -> None:
    dropped = what_is(app, [tmp_path / "borta.tsv"])

    assert "borta.tsv" in dropped.refusals[0]


def test_it_can_be_cancelled(app: AppContext, tmp_path: Path) -> None:
    control = JobControl()
    control.cancel()

    with pytest.raises(Cancelled):
        what_is(app, [write(tmp_path / "x.csv", "a")], control)


def test_the_starter_edition_is_refused(app: AppContext) -> None:
    dropped = what_is(app, [app.codebooks / "starter"])

    assert not dropped.codebooks
    assert "Övningskodverket" in dropped.refusals[0]
