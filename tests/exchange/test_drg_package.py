"""Packages of definition tables that hold too much, too little or something else than tables."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.domain.drg_tables import TableLayout
from app.domain.errors import InputFileError
from app.exchange import dbf_file, drg_files, drg_json
from app.exchange.drg_files import read_definition_tables
from app.grouper.checks import remarks_on
from tests.exchange.made_tables import VERSION, as_dbf, as_tsv, dbf, write_folder
from tests.grouper.small_tables import TABLES, as_json


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(InputFileError) as told:
        read_definition_tables(path)
    return str(told.value)


def refused_json(tmp_path: Path, tables: object) -> str:
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(tables), encoding="utf-8")
    return refused(path)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (as_tsv() | {"drglogic.dbf": b"x"}, r"flera uppsättningar .*\*\.dbf, \*\.tsv"),
        (as_dbf() | {"drg_logic.dbf": as_dbf()["drglogic.dbf"]}, "drglogic, drg_logic"),
        (as_dbf() | {"dg_feat.dbf": as_dbf()["dg_1.DBF"]}, "dg_1, dg_feat"),
        (as_dbf() | {"DRGLOGIC.dbf": b"x"}, r"två filer som heter drglogic\.dbf"),
    ],
)
def test_a_foreign_table_beside_the_others_is_refused(
    tmp_path: Path, files: Mapping[str, bytes], told: str
) -> None:
    with pytest.raises(InputFileError, match=told):
        read_definition_tables(zipped(tmp_path / "p.zip", files))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", as_dbf())
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("drglogic.dbf", b"x")
    assert "två filer med samma namn" in refused(path)


def test_tables_that_were_not_read_are_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "paket", as_tsv())
    write_folder(folder / "original", {"drglogic.dbf": b"x"})
    (folder / "NOR_2015.json").write_text("{}", encoding="utf-8")
    read = read_definition_tables(folder)
    assert read.rules == TABLES.rules
    told = next(remarks_on(read))
    assert "I paket ligger också NOR_2015.json, original/*.dbf, som inte lästes" in told


def test_texts_of_another_version_are_told_and_never_change_country_or_year(
    tmp_path: Path,
) -> None:
    other = "NordDRG DRGL_2009 Est 08/12/09"
    texts = {"dgkat.dbf": dbf(("DGCAT", "TEXT"), [("#####", other), ("06M01", "Sår")])}
    read = read_definition_tables(write_folder(tmp_path / "paket", texts | as_dbf()))
    assert (read.version, read.country, read.year) == (VERSION, "SE", 2012)
    assert any("dgkat.dbf, rad 1: tabellen är av en annan version" in t for t in read.remarks)


def test_what_may_be_missing_and_tables_without_rows_are_told(tmp_path: Path) -> None:
    read = read_definition_tables(write_folder(tmp_path / "a", as_dbf()))
    assert any(told.startswith("Tabellen dg_0 saknas bredvid dg_1.") for told in read.remarks)
    empty = as_tsv() | {"dgprop_name.tsv": b"dgprop\ttext\n"}
    read = read_definition_tables(write_folder(tmp_path / "b", empty))
    assert "dgprop_name.tsv har inga rader." in read.remarks


@pytest.mark.parametrize(
    ("table", "column"),
    [("drglogic", "mdc"), ("drglogic", "dgcat1"), ("dg", "d_code"), ("complexcl", "d_code")],
)
def test_a_column_without_which_groups_are_wrong_is_missed(
    tmp_path: Path, table: str, column: str
) -> None:
    less = as_json()
    for row in less[table]:
        del row[column]
    told = refused_json(tmp_path, less)
    assert told.startswith(f"NOR_2015.json, tabellen {table} saknar kolumnen {column}.")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda t: t["dg"].insert(2, "x"), "tabellen dg, rad 3: raden är inget JSON-objekt"),
        (lambda t: t["proc"].insert(0, None), "tabellen proc, rad 1: raden är inget JSON-objekt"),
        (lambda t: t.update(drglogic="x"), "tabellen drglogic är ingen lista av rader"),
        (lambda t: t["drglogic"][1].update(rtc=0), "tabellen drglogic, rad 2: raden saknar"),
    ],
)
def test_json_that_holds_something_else_is_told_with_table_and_row(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], told: str
) -> None:
    odd = as_json()
    spoil(odd)
    assert refused_json(tmp_path, odd).startswith(f"NOR_2015.json, {told}")


@pytest.mark.parametrize(
    "more",
    [
        {"version": "NOR 2015", "year": 2015, "notes": ["x"]},
        {"rtc": [{"code": 1, "text": None}]},
        {"rtc": [{"code": "#####", "text": 5}]},
        {"complcat": [{"compl": "06I10", "inclprop": "05X01", "nat_ver": 2015}]},
    ],
)
def test_members_that_grouping_does_not_need_are_let_be(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(as_json() | more), encoding="utf-8")
    assert read_definition_tables(path).rules == TABLES.rules


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.json", b"", "x.json är tom"),
        ("x.json.gz", gzip.compress(b" \n", mtime=0), "x.json.gz är tom"),
        ("x.md", b"# Tabeller\n", "x.md är varken JSON i UTF-8, dBase, arbetsbok eller zip"),
        ("x.json", b'{"dg": [\n{"code": "A', "fel på rad 2. Filen slutar för tidigt"),
        ("x.json", b'{"dg": [5 5]}', "x.json är ingen läsbar JSON: fel på rad 1. Hämta"),
        ("x.zip", b"PK\x03\x04" + bytes(40), "trasig, avkortad eller låst zip-fil"),
        ("x.exe", b"MZ" + bytes(40), "trasig, avkortad eller låst zip-fil"),
        ("drglogic.dbf", as_dbf()["drglogic.dbf"], "en enda tabell. Välj mappen"),
    ],
)
def test_a_file_that_is_no_set_is_told_as_what_it_is(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told in refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "x.json"
    os.mkfifo(pipe)
    assert "x.json är ingen vanlig fil" in refused(pipe)


def test_zips_in_zips_are_read_only_so_deep(tmp_path: Path) -> None:
    path = zipped(tmp_path / "0.zip", {"NOR_2015.json": json.dumps(as_json()).encode()})
    for deep in range(1, 4):
        assert read_definition_tables(path).rules == TABLES.rules
        path = zipped(tmp_path / f"{deep}.zip", {path.name: path.read_bytes()})
    assert "zip-fil i en zip-fil 3 gånger om" in refused(path)


def test_tables_made_to_fill_the_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (dbf_file, drg_files, drg_json):
        monkeypatch.setattr(module, "MOST_ROWS", 5)
    assert "har fler rader" in refused(zipped(tmp_path / "a.zip", as_dbf()))
    assert "har fler rader än" in refused(zipped(tmp_path / "b.zip", as_tsv()))
    assert "har fler rader än" in refused_json(tmp_path, as_json())
    monkeypatch.setattr(drg_files, "MOST_ROWS", 10_000)
    monkeypatch.setattr(drg_files, "MOST_BYTES", max(map(len, as_tsv().values())))
    assert "c är för stor" in refused(write_folder(tmp_path / "c", as_tsv()))


def test_a_cell_of_any_length_and_a_file_without_heading_are_told(tmp_path: Path) -> None:
    long = as_tsv()
    long["dg_feat.tsv"] += b"A" * 200_000 + b"\n"
    told = refused(write_folder(tmp_path / "a", long))
    assert told.startswith("dg_feat.tsv, rad 14: raden har 1 kolumner, men rubriken har 4")
    long["dg_feat.tsv"] = as_tsv()["dg_feat.tsv"] + b"A" * 200_000 + b"\t\tOR\t1\n"
    assert read_definition_tables(write_folder(tmp_path / "b", long)).rules == TABLES.rules
    bare = as_tsv()
    bare["drg_logic.tsv"] = bare["drg_logic.tsv"].split(b"\n", 1)[1]
    told = refused(write_folder(tmp_path / "c", bare))
    assert told.startswith("drg_logic.tsv i c saknar kolumnen ord.")


@pytest.mark.parametrize(
    ("year", "layout"),
    [("", None), ("2014", TableLayout.NORDIC_DBF), ("2021", TableLayout.WORKBOOK)],
)
@pytest.mark.parametrize("is_json", [False, True])
def test_tables_of_the_manual_of_2021_are_read_as_such_whatever_file_they_are_in(
    tmp_path: Path, year: str, layout: TableLayout | None, is_json: bool
) -> None:
    files = as_tsv()
    rules = files["drg_logic.tsv"].decode().splitlines()
    if year:
        rules = [f"{rules[0]}\tnat_ver", *(f"{row}\t{year}" for row in rules[1:])]
    files["drg_logic.tsv"] = "\n".join(rules).encode()
    path = write_folder(tmp_path / "hämtat 2026-11-23", files)
    if is_json:
        tables = {name.removesuffix(".tsv"): rows_of(content) for name, content in files.items()}
        path = tmp_path / "tabeller.json"
        path.write_text(json.dumps(tables), encoding="utf-8")
    read = read_definition_tables(path)
    assert read.rules == TABLES.rules
    without_year = TableLayout.WORKBOOK if is_json else TableLayout.NORDIC_DBF
    assert read.layout is (layout or without_year)


def rows_of(content: bytes) -> list[dict[str, str]]:
    heading, *rows = (line.split("\t") for line in content.decode().splitlines())
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_a_folder_with_sets_of_several_countries_or_years_is_refused(tmp_path: Path) -> None:
    parent = tmp_path / "norddrg"
    write_folder(parent / "swe-2014", as_tsv())
    write_folder(parent / "swe-2014" / "original", as_dbf())
    (parent / "nor").mkdir()
    for year in (2015, 2016):
        (parent / "nor" / f"NOR_{year}.json").write_text(json.dumps(as_json()), encoding="utf-8")

    told = refused(parent)

    assert told.startswith("norddrg innehåller definitionstabeller för flera länder eller år. ")
    assert told.endswith("dess mapp eller fil: swe-2014, nor/NOR_2015.json, nor/NOR_2016.json.")
    assert refused(parent / "nor").endswith("fil: NOR_2015.json, NOR_2016.json.")
    assert "Packa upp den" in refused(zipped(tmp_path / "alla.zip", zip_of(parent)))
    assert read_definition_tables(parent / "swe-2014").country == "SE"


def zip_of(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def test_other_papers_and_packed_cases_beside_a_set_do_not_hinder_it(tmp_path: Path) -> None:
    parent = tmp_path / "drg"
    write_folder(parent / "SWE_2014", as_tsv())
    (parent / "budget 2025.xlsx").write_bytes(b"x")
    (parent / "EST_2009.cases.tsv.gz").write_bytes(gzip.compress(b"x"))

    read = read_definition_tables(parent)

    assert (read.country, read.year) == ("SE", 2014)
    assert not any("cases" in remark for remark in read.remarks)


@pytest.mark.parametrize(
    ("place", "version"),
    [
        ("NOR_2016.json", "NOR_2016"),
        ("NOR_2016.zip/NOR_2016.JSON", "NOR_2016"),
        ("NOR_2016.zip/def/tabeller.json", "tabeller.json i NOR_2016"),
        ("paket/NO/NOR 2016/tabeller.json.gz", "tabeller.json.gz i NOR 2016"),
    ],
)
def test_json_is_called_what_tells_its_country_and_year(
    tmp_path: Path, place: str, version: str
) -> None:
    content = json.dumps(as_json()).encode()
    if ".zip/" in place:
        package, inner = place.split("/", 1)
        path = zipped(tmp_path / package, {inner: content})
    else:
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(content) if place.endswith(".gz") else content)
        path = file if file.parent == tmp_path else file.parent

    read = read_definition_tables(path)

    assert (read.version, read.country, read.year) == (version, "NO", 2016)
    assert read.remarks == ()


def test_tables_that_tell_neither_country_nor_year_are_told(tmp_path: Path) -> None:
    (told,) = read_definition_tables(write_folder(tmp_path / "x", as_tsv())).remarks

    assert told.startswith(
        "Varken tabellerna eller namnet på fil och mapp säger vilket land och år"
    )
    assert read_definition_tables(write_folder(tmp_path / "SWE_2014", as_tsv())).remarks == ()
