"""The life of an edition, typed: import with questions, list, show, use, retire, remove, export."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Kodklar
from tests.persistence.readers.made_files import CATEGORIES, atc_file, icd_folder


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_an_edition_is_read_in_looked_at_and_then_used(kodklar: Kodklar, tmp_path: Path) -> None:
    read = kodklar("codebook", "import", icd_folder(tmp_path, "2022"), "--state", "imported")
    (listed,) = [
        each for each in kodklar("codebook", "list", "--json").objects if not each["is_starter"]
    ]
    told = kodklar("codebook", "activate", "icd10se-2022")
    shown = kodklar("codebook", "show", "icd10se-2022")

    assert "Den är inte i bruk" in read.out
    assert "kodklar codebook activate icd10se-2022" in read.out
    assert listed["state"] == "imported"
    assert listed["imported_by"].endswith("(kommandorad)") and listed["imported_at"]
    assert told.out == "ICD-10-SE 2022 är i bruk.\n"
    assert shown.out.startswith("ICD-10-SE 2022 (icd10se-2022): i bruk.\nGäller från 2022-01-01.\n")
    assert f"  digit3.txt  {listed['sources'][2]['sha256']}\n" in shown.out
    assert "\n  7 kategorier\n" in shown.out
    assert "20       10     Yttre orsaker\n" in shown.out


def test_a_single_code_of_a_level_is_told_in_the_singular(kodklar: Kodklar, tmp_path: Path) -> None:
    told = kodklar("codebook", "import", atc_file(tmp_path, text="key\tvalue\nC\tHjärta\n"))

    assert "inläst. 1 kod: 1 rubrik." in told.out


def test_the_list_says_state_moment_and_person(kodklar: Kodklar, tmp_path: Path) -> None:
    kodklar("codebook", "import", atc_file(tmp_path))
    kodklar("codebook", "retire", "atc-2020")

    head, first, *starters = kodklar("codebook", "list").out.splitlines()

    assert head.split("  ")[-1].strip() == "av"
    assert "Ur bruk" in first and first.endswith("(kommandorad)")
    assert all("I bruk" in line for line in starters)


def test_the_practice_edition_rests_while_an_official_one_is_in_use(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    kodklar("codebook", "import", atc_file(tmp_path))

    _head, *lines = kodklar("codebook", "list").out.splitlines()
    states = {line.split()[0]: "Vilar" in line for line in lines}

    assert states == {
        "atc-2020": False, "icd10se-starter": False, "kva-starter": False, "atc-starter": True,
    }  # fmt: skip
    assert "(atc-starter): vilar." in kodklar("codebook", "show", "atc-starter").out


def test_show_tells_the_practice_edition_too(kodklar: Kodklar) -> None:
    plain, (data,) = (
        kodklar("codebook", "show", "atc-starter"),
        kodklar("codebook", "show", "atc-starter", "--json").objects,
    )

    assert "Följer med programmet" in plain.out
    assert data["chapter_counts"]["C"] > 10
    assert kodklar("codebook", "show", "atc-1999").is_one_sentence()


def test_an_edition_in_use_is_refused_and_one_out_of_use_removed(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    kodklar("codebook", "import", atc_file(tmp_path))

    refused = kodklar("codebook", "remove", "atc-2020")
    retired = kodklar("codebook", "retire", "atc-2020")
    removed = kodklar("codebook", "remove", "atc-2020")

    assert refused.is_one_sentence() and "är i bruk" in refused.err
    assert retired.out == "ATC 2020 är ur bruk.\n"
    assert removed.out == "Utgåvan atc-2020 är borttagen.\n"
    assert kodklar("codebook", "remove", "atc-2020").is_one_sentence()


def test_an_edition_replaced_from_the_same_day_is_named(kodklar: Kodklar, tmp_path: Path) -> None:
    other = icd_folder(tmp_path / "b", "2022", digit3=CATEGORIES.replace("Kolera", "Kolera UNS"))
    kodklar("codebook", "import", icd_folder(tmp_path / "a", "2022"))

    told = kodklar("codebook", "import", other, "--version", "2022 rättad")
    back = kodklar("codebook", "activate", "icd10se-2022")

    assert "ICD-10-SE 2022, som gäller från samma dag, är ur bruk." in told.out
    assert "ICD-10-SE 2022 rättad, som gäller från samma dag, är ur bruk." in back.out


def test_an_exported_edition_is_imported_elsewhere(kodklar: Kodklar, tmp_path: Path) -> None:
    kodklar("codebook", "import", icd_folder(tmp_path, "2022"))
    out = tmp_path / "icd.kodverk"

    written = kodklar("codebook", "export", "icd10se-2022", "--out", out)
    again = kodklar("codebook", "import", out, "--json")

    assert written.out == f"Skrev {out}.\n"
    assert again.objects[0]["already_imported"] is True


@pytest.mark.parametrize(("typed", "status"), [("j\n", 0), ("ja\n", 0), ("n\n", 2), ("", 2)])
def test_a_question_is_asked_on_a_terminal(
    kodklar: Kodklar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal(typed))

    answer = kodklar("codebook", "import", icd_folder(tmp_path, "2021"), "--version", "2022")

    assert answer.status == status
    assert "säger 2021, men det ska bli ICD-10-SE 2022" in answer.err
    assert "[j/N]" in answer.err


def test_where_nobody_can_answer_the_question_is_refused_with_what_to_type(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    words = ("codebook", "import", icd_folder(tmp_path, "2021"), "--version", "2022")

    refused, kept = kodklar(*words), kodklar(*words, "--yes")

    assert refused.is_one_sentence()
    assert refused.err.endswith("svara ja. I ett skript svarar --yes ja på allt.\n")
    assert kept.status == 0
    assert "ICD-10-SE 2022 (icd10se-2022): inläst." in kept.out
    assert "Ja (--yes)." in kept.err
