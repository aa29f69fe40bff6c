"""Local terms from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.access import Role
from app.services.access import add_person
from tests.cli.conftest import Kodklar

KIM, LO = ("--person", "kim kodare"), ("--person", "Lo Kollega")


@pytest.fixture(autouse=True)
def two_coders(sqlite_url: str, tmp_path: Path) -> None:
    app = bootstrap(tmp_path, sqlite_url)
    for name in ("Kim Kodare", "Lo Kollega"):
        add_person(app, name, Role.CODER)
    app.close()


def test_a_term_is_proposed_approved_found_and_retired(kodklar: Kodklar) -> None:
    words = ("propose", "pumpfel", "i509", "--system", "icd10se", "--kind", "lay")
    said = kodklar("term", *words, *KIM)
    assert (said.status, said.out) == (
        0,
        "pumpfel → I50.9 är föreslaget. En kollega godkänner det.\n",
    )

    own = kodklar("term", "approve", "pumpfel", *KIM)
    assert own.status == 1
    assert "Du har själv lagt in ”pumpfel”" in own.out
    assert kodklar("term", "approve", "pumpfel", *LO).out == "1 sökord godkänt.\n"
    hit = kodklar("search", "pumpfel", "--json").objects[0]["hits"][0]
    assert (hit["code"], hit["why"]) == ("I50.9", "lokalt vardagsord: pumpfel → I50.9")
    listed = kodklar("term", "list", "--state", "approved").out
    assert "pumpfel" in listed and "Godkänt" in listed and "Kim Kodare" in listed

    kodklar("term", "retire", "pumpfel", "--reason", "Ersatt", *KIM)
    (term,) = kodklar("term", "list", "--json").objects
    assert (term["state"], term["reason"]) == ("retired", "Ersatt")
    assert term["judged"]["by"] == "Kim Kodare"


def test_a_term_is_declined_with_a_reason(kodklar: Kodklar) -> None:
    kodklar("term", "propose", "zq", "astma", *KIM)

    said = kodklar("term", "decline", "zq", "--reason", "Oklart", *LO)

    assert said.out == "zq → astma är avböjt.\n"
    assert kodklar("term", "decline", "zq", "--reason", "Oklart", *LO).is_one_sentence()


def test_a_list_goes_to_another_clinic_and_is_approved_there_in_one_act(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    path = tmp_path / "sökord.tsv"
    header = "term\ttarget\tsystem\tkind\tsource\tstatus\tstate\n"
    rows = "pumpfel\tI50.9\ticd10se\tlay\t\t\tapproved\nzq\tX\ticd10se\tlay\t\t\tapproved\n"
    path.write_text(header + rows, encoding="utf-8")

    read = kodklar("term", "import", path, *KIM)
    approved = kodklar("term", "approve", "--approved-elsewhere", *KIM)
    kodklar("term", "export", "--out", tmp_path / "ut.tsv")

    assert read.status == 1
    assert "1 nytt sökord väntar på godkännande, 1 av dem godkända" in read.out
    assert "Rad 3 togs inte in: Ingen titel i ICD-10-SE har ”x”." in read.out
    assert (approved.status, approved.out) == (0, "1 sökord godkänt.\n")
    assert "pumpfel\tI50.9\ticd10se\tlay" in (tmp_path / "ut.tsv").read_text("utf-8")


def test_what_cannot_be_done_is_said_in_one_sentence(kodklar: Kodklar, tmp_path: Path) -> None:
    wrong = tmp_path / "fel.tsv"
    wrong.write_text("a\tb\nc\td\n", encoding="utf-8")

    for words in (
        ("propose", "pumpfel", "I98.77", "--system", "icd10se", *KIM),
        ("approve", *LO),
        ("approve", "finnsinte", *LO),
        ("export", "--out", tmp_path / "ut.tsv"),
        ("import", wrong, *KIM),
        ("propose", "pumpfel", "I50.9", "--person", "Ingen"),
    ):
        assert kodklar("term", *words).is_one_sentence(), words
