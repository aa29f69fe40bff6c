"""Kodserver, local lists and regional decisions from the terminal."""

from __future__ import annotations

from pathlib import Path

from app.cli.arguments import build_parser
from app.domain.kodserver import KodserverTable
from tests.cli.conftest import Kodklar

TABLE = "Kod;Text;Giltig från;Giltig till\n01;Nybesök;2024-01-01;\n"
COMBINED = "Taxa;Besökstyp;Yrkeskategori;Giltig från;Giltig till\nT1;01;10;2024-01-01;\n"
BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\nI10;ej med AF021;Beslut;;\n"
SWITCHES = "Regel;Åtgärd;Ny grad;Skäl\nHD001;av;;Beslut\nZZ999;grad;råd;Prov\n"
LIST = "A00\tKolera\nA01\tTyfus\n"
NAMED = ("--name", "Norsk", "--system", "ICD-10 Norge", "--version", "2024")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_imported_listed_and_not_imported_twice(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = written(tmp_path, "btyp.csv", TABLE)

    first = kodklar("kodserver", "import", "btyp", path)
    again = kodklar("kodserver", "import", "BTYP", path, "--json")
    listed = kodklar("kodserver", "list", "BTYP", "--json")
    before = kodklar("kodserver", "list", "BTYP", "--date", "2023-01-01")

    assert (first.status, again.status) == (0, 0)
    assert first.out.startswith("BTYP: 1 rad inläst (UTF-8, kolumner skilda av semikolon)")
    assert again.objects[0]["already_imported"] is True
    assert listed.objects == [
        {"code": "01", "text": "Nybesök", "valid_from": "2024-01-01", "valid_to": None}
    ]
    assert before.out == "Inga koder gäller den dagen.\n"


def test_the_state_of_every_table_is_shown(kodklar: Kodklar) -> None:
    shown = kodklar("kodserver", "list")
    tables = {line["table"]: line for line in kodklar("kodserver", "list", "--json").objects}

    assert len(tables) == 10
    assert "Läs in Kodservers tabell TAXA" in shown.out
    assert tables["VDG"]["rows"] == 20 and not tables["VDG"]["is_imported"]
    assert "Läs in Kodservers tabell TAXA" in kodklar("kodserver", "list", "taxa").out


def test_a_broken_table_is_one_sentence(kodklar: Kodklar, tmp_path: Path) -> None:
    answer = kodklar("kodserver", "import", "vdg", written(tmp_path, "x.csv", TABLE + "2;;;\n"))

    assert answer.is_one_sentence()
    assert "Filen x.csv, rad 3" in answer.err


def test_combinations_are_imported_listed_and_checked(kodklar: Kodklar, tmp_path: Path) -> None:
    check = ("kodserver", "combination", "check", "T1", "01")
    unknown = kodklar(*check, "10")
    kodklar("kodserver", "combination", "import", written(tmp_path, "k.csv", COMBINED))

    allowed = kodklar(*check, "10", "--date", "2024-05-01")
    refused = kodklar(*check, "11", "--date", "2024-05-01", "--json")

    assert unknown.status == 0 and "kan inte besvaras" in unknown.out
    assert allowed.status == 0
    assert allowed.out.startswith("Kombinationen får rapporteras 2024-05-01. Kombinationen gäller")
    told = {"allowed": False, "date": "2024-05-01"}
    assert (refused.status, refused.objects[0] | told) == (1, refused.objects[0])
    assert "går inte med yrkeskategori 11, bara med 10" in refused.objects[0]["reason"]
    assert "T1" in kodklar("kodserver", "combination", "list").out
    assert kodklar("kodserver", "combination", "list", "--json").objects[0]["profession"] == "10"


def test_a_local_list_is_looked_at_imported_searched_and_removed(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = written(tmp_path, "norsk.txt", LIST)
    words = ("local-list", "import", path, *NAMED, "--valid-from", "2024-01-01")

    seen = kodklar("local-list", "preview", path)
    first, again = kodklar(*words), kodklar(*words, "--json")

    assert "norsk.txt: UTF-8, tabb, 2 rader." in seen.out
    assert "Koden verkar stå i kolumn 1, texten i kolumn 2." in seen.out
    assert "Norsk 2024 (lokal-norsk-2024): 2 koder inlästa" in first.out
    assert again.objects[0]["already_imported"] is True
    assert kodklar("local-list", "list", "--json").objects[0]["id"] == "lokal-norsk-2024"
    found = kodklar("local-list", "list", "lokal-norsk-2024", "kol", "--json").objects
    assert found == [{"code": "A00", "text": "Kolera", "valid_from": None}]
    assert kodklar("local-list", "remove", "lokal-norsk-2024").status == 0
    assert kodklar("local-list", "list").out == "Inga lokala listor.\n"


def test_columns_may_be_given_where_they_cannot_be_guessed(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = written(tmp_path, "egen.csv", "ja;nej\nkanske;aldrig\n")
    words = ("local-list", "import", path, *NAMED, "--valid-from", "2024-01-01")

    refused = kodklar(*words)
    taken = kodklar(*words, "--code", "2", "--text", "1")

    assert refused.is_one_sentence() and "--code" in refused.err
    assert taken.status == 0
    listed = kodklar("local-list", "list", "lokal-norsk-2024", "--json").objects
    assert [row["code"] for row in listed] == ["nej", "aldrig"]
    assert kodklar("local-list", "preview", path, "--json").objects[0]["code"] is None


def test_regional_decisions_are_imported_and_listed(kodklar: Kodklar, tmp_path: Path) -> None:
    blocks = kodklar("region", "import", written(tmp_path, "a.csv", BLOCKS))
    switches = kodklar("region", "import", written(tmp_path, "b.csv", SWITCHES), "--json")
    shown, rows = kodklar("region", "list"), kodklar("region", "list", "--json").objects

    assert blocks.out.startswith("SPÄRRLISTA: 1 rad inläst")
    assert "ZZ999" in switches.objects[0]["warnings"][0]
    assert "ej med AF021" in shown.out and "ZZ999 (finns inte)" in shown.out
    assert rows[0]["other"] == "AF021" and rows[1]["act"] == "off"
    assert (rows[2]["severity"], rows[2]["is_known"]) == ("advice", False)


def test_the_terminal_knows_every_table() -> None:
    for table in KodserverTable:
        args = build_parser().parse_args(["kodserver", "import", table.value.lower(), "x"])
        assert args.table == table.value


def test_columns_that_are_not_read_are_told_and_so_is_a_file_read_before(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = written(tmp_path, "x.csv", TABLE.replace("till\n", "till;Grupp\n"))

    answer = kodklar("kodserver", "import", "taxa", path)

    assert "Kolumnen Grupp används inte av programmet" in answer.out
    again = kodklar("kodserver", "import", "taxa", path)
    assert again.out == "TAXA (Taxa) är redan inläst från samma fil. Inget ändrades.\n"


def test_the_lists_are_shown_and_what_is_not_known_is_said(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = written(tmp_path, "egen.csv", "ja;nej\nkanske;aldrig\n")
    given = ("--valid-from", "2024-01-01", "--code", "1", "--text", "2")
    again = ("local-list", "import", path, *NAMED, *given)

    kodklar(*again)

    assert "är redan inläst som Norsk 2024" in kodklar(*again).out
    assert "lokal-norsk-2024  ICD-10 Norge" in kodklar("local-list", "list").out
    assert "framgår inte" in kodklar("local-list", "preview", path).out
    assert kodklar("local-list", "list", "x").is_one_sentence()
