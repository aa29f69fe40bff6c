"""Definition tables from files: one set from every form, and a sentence about every fault."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.exchange.drg_files import read_definition_tables
from app.grouper.checks import remarks_on
from tests.exchange.made_tables import LOGIC, VERSION, as_dbf, as_tsv, dbf, write_folder
from tests.grouper.small_tables import RULES, TABLES, as_json

PARTS = ("rules", "diagnoses", "procedures", "categories", "exclusions", "names")


def zipped(path: Path, files: Mapping[str, bytes], *, before: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    path.write_bytes(before + path.read_bytes())
    return path


def is_small_set(read: DefinitionTables) -> bool:
    return all(getattr(read, part) == getattr(TABLES, part) for part in PARTS)


def test_a_folder_of_dbase_files_tells_its_version_and_drops_it(tmp_path: Path) -> None:
    read = read_definition_tables(write_folder(tmp_path / "paket", as_dbf()))
    assert is_small_set(read)
    assert (read.version, read.country, read.year) == (VERSION, "SE", 2012)
    assert read.texts["compl"]["06I10"] == "Sår"


@pytest.mark.parametrize("inside", ["", "swe/2012/", "Swe\\"])
def test_a_zip_is_read_wherever_in_it_the_tables_lie(tmp_path: Path, inside: str) -> None:
    files = {f"{inside}{name.upper()}": content for name, content in as_dbf().items()}
    files["__MACOSX/._drglogic.dbf"] = b"x"
    files["LÄSMIG.TXT"] = b"x"
    assert is_small_set(read_definition_tables(zipped(tmp_path / "p", files)))
    program = zipped(tmp_path / "p.exe", files, before=b"MZ" + bytes(500))
    assert is_small_set(read_definition_tables(program))


def test_tsv_is_read_from_a_folder_of_any_name_and_from_a_zip(tmp_path: Path) -> None:
    folder = read_definition_tables(write_folder(tmp_path / "x", as_tsv()))
    package = read_definition_tables(zipped(tmp_path / "y.zip", as_tsv()))
    gaps = {name: content.replace(b"\n", b"\n\n") for name, content in as_tsv().items()}
    assert is_small_set(read_definition_tables(write_folder(tmp_path / "z", gaps)))
    assert is_small_set(folder)
    assert is_small_set(package)
    assert folder.layout is TableLayout.NORDIC_DBF


def test_the_nearest_tables_of_a_folder_are_read_and_not_those_below(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "x", as_tsv())
    write_folder(folder / "original", {"drglogic.dbf": b"broken"})
    assert is_small_set(read_definition_tables(folder))


def test_two_sets_in_one_package_are_never_mixed(tmp_path: Path) -> None:
    files = {f"{year}/{name}": data for year in (2012, 2013) for name, data in as_dbf().items()}
    with pytest.raises(InputFileError, match=r"flera länder eller år.* 2012, 2013"):
        read_definition_tables(zipped(tmp_path / "p.zip", files))


def test_json_is_read_as_the_publisher_left_it(tmp_path: Path) -> None:
    strict = json.dumps(as_json(), indent=1)
    raw = strict.replace("}\n ]", "},\n ]").replace('"drgnames"', '"drgnames"', 1)
    raw = raw.replace('"mdc": "06"', '"mdc": "06", "loc_drg\n(link)": "x\ty"')
    assert raw.count("},\n ]") > 3
    content = b"\xef\xbb\xbf" + raw.encode()
    plain = tmp_path / "NOR_2016.json"
    plain.write_bytes(content)
    packed = tmp_path / "NOR.gz"
    packed.write_bytes(gzip.compress(content))
    archive = zipped(tmp_path / "NordDRG.zip", {"def/NOR_2016.JSON": content})
    for path in (plain, packed, archive):
        read = read_definition_tables(path)
        assert (read.rules, read.diagnoses) == (TABLES.rules, TABLES.diagnoses)
        assert (read.procedures, read.exclusions) == (TABLES.procedures, TABLES.exclusions)
        assert read.layout is TableLayout.NORWEGIAN_JSON
    assert read_definition_tables(plain).year == 2016


def test_a_truncated_table_of_a_package_is_refused_with_file_and_row(tmp_path: Path) -> None:
    files = as_dbf()
    files["proc1.dbf"] = files["proc1.dbf"][:-30]
    with pytest.raises(InputFileError, match=r"proc1.dbf är avkortad: .* slutar efter rad 4"):
        read_definition_tables(zipped(tmp_path / "p.zip", files))


def test_a_row_length_of_zero_is_refused(tmp_path: Path) -> None:
    files = as_dbf()
    logic = files["drglogic.dbf"]
    files["drglogic.dbf"] = logic[:10] + b"\0\0" + logic[12:]
    with pytest.raises(InputFileError, match=r"drglogic.dbf .*en rad är 0 byte"):
        read_definition_tables(zipped(tmp_path / "p.zip", files))


def test_tables_of_two_versions_are_refused_with_file_and_row(tmp_path: Path) -> None:
    other = as_dbf("NordDRG DRGL_2013_SWE Swe 12/11/01")
    for name in ("dg_1.DBF", "drglogic.dbf", "komplex.dbf", "DRGNAMES.dbf"):
        folder = write_folder(tmp_path / name, {**as_dbf(), name: other[name]})
        with pytest.raises(InputFileError, match=r"\.dbf, rad 1: .* av en annan version"):
            read_definition_tables(folder)


def test_rules_in_a_wrong_code_page_are_refused_with_file_and_row(tmp_path: Path) -> None:
    rows = [("100", "A"), ("2å0", "B")]
    files = {**as_dbf(), "drglogic.dbf": dbf(("ORD", "DRG"), rows)}
    with pytest.raises(InputFileError, match=r"saknar kolumnen"):
        read_definition_tables(zipped(tmp_path / "p.zip", files))
    spoilt = as_tsv()
    spoilt["drg_logic.tsv"] = spoilt["drg_logic.tsv"].replace(b"\n210\t", "\nå10\t".encode())
    with pytest.raises(InputFileError, match=r"drg_logic.tsv, rad 5: .*fel teckentabell"):
        read_definition_tables(write_folder(tmp_path / "a", spoilt))
    spoilt["drg_logic.tsv"] = spoilt["drg_logic.tsv"].replace("å".encode(), b"\xe5")
    with pytest.raises(InputFileError, match=r"drg_logic.tsv, rad 5: filen är inte i UTF-8"):
        read_definition_tables(write_folder(tmp_path / "b", spoilt))


def test_texts_in_a_wrong_code_page_are_told_and_kept(tmp_path: Path) -> None:
    wrong = dbf(("COMPL", "TEXT", "INCLPROP"), [("06I10", "Sår", "05X01")], "utf-8")
    files = {**as_dbf(), "kompkat.dbf": wrong}
    (told,) = [r for r in remarks_on(_read(tmp_path, files)) if "teckentabell" in r]
    assert "SÃ¥r" in told


def test_letters_of_older_machines_are_read(tmp_path: Path) -> None:
    older = dbf(("COMPL", "TEXT", "INCLPROP"), [("06I10", "Sår", "05X01")], "cp850")
    read = _read(tmp_path, {**as_dbf(), "kompkat.dbf": older})
    assert read.texts["compl"]["06I10"] == "Sår"


def _read(tmp_path: Path, files: Mapping[str, bytes]) -> DefinitionTables:
    return read_definition_tables(write_folder(tmp_path / "paket", files))


def test_a_rule_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    twice = as_tsv()
    twice["drg_logic.tsv"] += b"900" + b"\t" * 18 + b"\n"
    with pytest.raises(InputFileError, match=r"drg_logic.tsv, rad 12: regeln 900 .* på rad 11"):
        read_definition_tables(write_folder(tmp_path / "x", twice))


def test_a_rule_that_asks_for_what_no_code_has_is_told_with_its_row() -> None:
    rule = RULES[1]._replace(ord="990", dgprop1="-77X77", procpro="06S01")
    odd = replace(TABLES, rules=(*RULES, rule), rows_above=1)
    assert any("77X77 (drglogic, rad 12, regel 990)" in told for told in remarks_on(odd))
    assert not any("Reglerna frågar" in told for told in remarks_on(TABLES))


def test_a_rule_without_number_or_group_is_refused_and_a_cell_nobody_knows_is_told(
    tmp_path: Path,
) -> None:
    for column, missing in (("ord", "nummer"), ("drg", "DRG")):
        odd = as_json()
        odd["drglogic"][2] |= {column: "", "rtc": "0"}
        path = tmp_path / f"{column}.json"
        path.write_text(json.dumps(odd), encoding="utf-8")
        with pytest.raises(InputFileError, match=rf"drglogic, rad 3: regeln saknar {missing}\."):
            read_definition_tables(path)

    rule = RULES[1]._replace(ord="990", sex="X", or_proc="S", icd="+")
    told = list(remarks_on(replace(TABLES, rules=(*RULES, rule), rows_above=1)))
    assert any("”X” i kolumnen sex (drglogic, rad 12, regel 990)" in each for each in told)
    assert not any("i kolumnen icd" in each or "or_proc" in each for each in told)


def test_a_row_that_lacks_a_column_is_refused_with_its_number(tmp_path: Path) -> None:
    short = as_json()
    del short["dg"][2]["varval"]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(short), encoding="utf-8")
    with pytest.raises(InputFileError, match=r"x.json, tabellen dg, rad 3"):
        read_definition_tables(path)
    less = as_json()
    for row in less["dg"][:2]:
        del row["d_code"]
    path.write_text(json.dumps(less), encoding="utf-8")
    with pytest.raises(InputFileError, match=r"x.json, tabellen dg, rad 3: raden har kolumnen d"):
        read_definition_tables(path)
    tsv = as_tsv()
    tsv["dg_feat.tsv"] += b"A00\n"
    with pytest.raises(InputFileError, match=r"dg_feat.tsv, rad 14: raden har 1 kolumner"):
        read_definition_tables(write_folder(tmp_path / "x", tsv))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    name=st.sampled_from(["drglogic.dbf", "dg_1.DBF", "proc1.dbf", "komplex.dbf"]),
    share=st.floats(0, 1),
    bytes_=st.binary(max_size=4),
)
def test_any_spoilt_package_is_read_or_refused_with_a_sentence(
    tmp_path: Path, name: str, share: float, bytes_: bytes
) -> None:
    files = as_dbf()
    at = int(share * len(files[name]))
    files[name] = files[name][:at] + bytes_ + files[name][at + len(bytes_) * 2 :]
    try:
        read_definition_tables(zipped(tmp_path / "p.zip", files))
    except InputFileError as refused:
        told = str(refused)
    else:
        told = "."
    assert told.endswith(".")


def test_columns_in_another_order_more_columns_and_deleted_rows_change_nothing(
    tmp_path: Path,
) -> None:
    logic = (*LOGIC, "UTF", "KEY")
    rules = [(*row, "åäö", "7") for row in RULES]
    mark = ("#####", "Swe", *[""] * 6, "11/10", "", "DRGL_", "2012_", "SWE", *[""] * 6, "", "99")
    content = dbf(logic[::-1], [row[::-1] for row in (mark, rules[1], *rules)])
    begin = int.from_bytes(content[8:10], "little")
    second = begin + int.from_bytes(content[10:12], "little")
    deleted = content[:second] + b"*" + content[second + 1 :]
    files = {**as_dbf(), "drglogic.dbf": deleted, "unknown.dbf": b"another program's"}
    assert is_small_set(read_definition_tables(write_folder(tmp_path / "a" / "b" / "c", files)))
    assert is_small_set(read_definition_tables(tmp_path / "a"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("proc1.dbf", dbf(("CODE", "VARTYPE", "VARVAL"), []), r"proc1.dbf i x har inga rader"),
        ("komplex.dbf", dbf(("COMPL", "CODE", "D_CODE"), []), r"komplex.dbf i x har inga rader"),
        ("dg_1.DBF", None, r"x saknar tabellen dg_1\."),
        ("kompkat.dbf", None, r"x saknar tabellen complcat \(eller kompkat, compl_name\)"),
    ],
)
def test_a_package_of_which_a_part_is_missing_is_refused(
    tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    files = as_dbf()
    files["dg_0.dbf"] = files["dg_1.DBF"]
    del files[name]
    if content is not None:
        files[name] = content
    with pytest.raises(InputFileError, match=told):
        read_definition_tables(write_folder(tmp_path / "x", files))


def test_fewer_rows_in_the_header_than_in_the_file_are_refused(tmp_path: Path) -> None:
    files = as_dbf()
    logic = files["drglogic.dbf"]
    files["drglogic.dbf"] = logic[:4] + bytes([5, 0, 0, 0]) + logic[8:]
    with pytest.raises(InputFileError, match=r"drglogic.dbf .* säger 5 rader, men filen har 11"):
        read_definition_tables(write_folder(tmp_path / "x", files))


@pytest.mark.parametrize(
    ("column", "cell"), [("agelim", ">abc"), ("dur", "1"), ("compl", "x"), ("compl", "-")]
)
def test_a_limit_or_a_level_that_is_none_is_refused_with_row_rule_and_column(
    tmp_path: Path, column: str, cell: str
) -> None:
    odd = as_json()
    odd["drglogic"][2][column] = cell
    path = tmp_path / "x.json"
    path.write_text(json.dumps(odd), encoding="utf-8")
    with pytest.raises(InputFileError, match=rf"drglogic, rad 3: regeln 200 .* {column}, som ska"):
        read_definition_tables(path)


def test_sleeping_categories_that_nothing_wakes_are_told() -> None:
    told = list(remarks_on(replace(TABLES, categories=())))
    assert "De vilande komplikationskategorierna 06I10 väcks av ingen egenskap." in told
    assert not any("vilande" in each for each in remarks_on(TABLES))
