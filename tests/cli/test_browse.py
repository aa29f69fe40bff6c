"""The browser on the command line: everything about a code, a section on paper, search in one."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Kodklar
from tests.persistence.readers.made_files import EXTENSIONS, icd_folder


def test_everything_about_a_code_is_printed_from_the_top_of_the_tree_down(kodklar: Kodklar) -> None:
    answer = kodklar("codebook", "browse", "e102")

    lines = answer.out.splitlines()
    assert answer.status == 0
    assert lines[0].startswith("Övningskodverk ICD-10-SE")
    assert [line.strip().split()[0] for line in lines[1:5]] == ["04", "E10-E14", "E10", "E10.2"]
    assert lines[lines.index("Hör ihop med:") + 1].startswith("  N08.3  ")
    assert any(line.startswith("  E10.2A  ") for line in lines)


def test_the_same_is_given_as_json(kodklar: Kodklar) -> None:
    (told,) = kodklar("codebook", "browse", "CKD05", "--edition", "kva-starter", "--json").objects

    assert (told["system"], told["edition"], told["code"]) == ("kva", "kva-starter", "CKD05")
    assert [above["code"] for above in told["path"]][-1] == "KKÅ:CKD"
    assert {
        "kind": "Läkemedel med ATC-kod",
        "text": "Ange läkemedlet med ATC.",
        "said_by": "CKD05",
    } in told["hints"]
    assert set(told) >= {"notes", "partners", "changes", "products", "children", "links"}


def test_the_system_is_chosen_where_a_code_stands_in_several(kodklar: Kodklar) -> None:
    first = kodklar("codebook", "browse", "A01", "--json").objects[0]
    other = kodklar("codebook", "browse", "A01", "--system", "atc", "--json").objects[0]

    assert (first["system"], other["system"]) == ("icd10se", "atc")


def test_unknown_codes_and_editions_are_told_in_a_sentence(kodklar: Kodklar) -> None:
    assert kodklar("codebook", "browse", "Q99.99").is_one_sentence()
    assert kodklar("codebook", "browse", "S72", "--edition", "nix").is_one_sentence()
    assert kodklar("codebook", "browse", "Q", "--edition", "kva-starter").is_one_sentence()
    crossed = ("--edition", "kva-starter", "--date", "2026-01-01")
    assert kodklar("codebook", "browse", "DT016", *crossed).is_one_sentence()


def test_a_code_of_another_year_is_said_to_be_of_that_year(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    lines = EXTENSIONS.splitlines(keepends=True)
    later = icd_folder(tmp_path, "2022", digit5="".join(lines[:-1]))
    withdrawn = lines[-1].partition("\t")[0].strip()
    assert kodklar("codebook", "import", icd_folder(tmp_path, "2021")).status == 0
    assert kodklar("codebook", "import", later, "--yes").status == 0

    told = kodklar("codebook", "browse", withdrawn, "--date", "2022-06-01")

    assert told.is_one_sentence()
    assert "inte i de kodverk som gäller den 2022-06-01" in told.err
    assert "finns i ICD-10-SE 2021: ange dagen, till exempel --date 2021-01-01." in told.err
    assert kodklar("codebook", "browse", withdrawn, "--date", "2021-01-01").status == 0


def test_a_section_is_written_as_pdf(kodklar: Kodklar, tmp_path: Path) -> None:
    target = tmp_path / "s72.pdf"

    answer = kodklar("codebook", "section", "S72", "--out", target)

    assert answer.out.strip() == str(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert kodklar("codebook", "section", "S72", "--out", tmp_path).is_one_sentence()


def test_a_search_within_a_section_stays_there(kodklar: Kodklar) -> None:
    (told,) = kodklar("search", "fraktur", "--within", "S70-S79", "--json").objects

    assert told["hits"]
    assert all("S70" <= hit["code"][:3] <= "S79" for hit in told["hits"])
    assert kodklar("search", "fraktur", "--within", "finns inte").is_one_sentence()


def test_a_file_of_questions_is_not_asked_within_a_section(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    questions = tmp_path / "fragor.tsv"
    questions.write_text("query\nfraktur\n", encoding="utf-8")

    assert kodklar("search", "--batch", questions, "--within", "19").is_one_sentence()
