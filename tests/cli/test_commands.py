"""Each command as somebody types it: what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import bootstrap
from app.cli import rule_book
from app.cli.options import Command
from app.domain.coding_acts import add_secondary
from app.rules.registry import ALL_RULES
from app.services.access import list_people, read_access_log
from app.services.demonstration import load_demo_once
from app.services.signing import sign_event
from tests.cli.conftest import Kodklar
from tests.services.workday import ANNA, LEA, NUMBER, coded, event, put, stay


def stored(folder: Path, *events: Any) -> None:
    app = bootstrap(folder)
    put(app, *events)
    app.close()


def atc_file(folder: Path, name: str, *rows: str) -> Path:
    """A codebook in the form of the substance register: key TAB value."""
    path = folder / name
    text = "\n".join(("key\tvalue", *rows, ""))
    path.write_text(text, encoding="utf-8")
    return path


A = ("A\tMatsmältningsorgan", "A01\tMunhåla", "A01A\tMedel för munhåla")
A01AA = "A01AA\tKariesmedel"


def test_identity_tells_each_number_on_a_line(kodklar: Kodklar, tmp_path: Path) -> None:
    numbers = tmp_path / "nummer.txt"
    numbers.write_text("\ufeff191212121212\n\n 121212+1212 \n", encoding="utf-8")

    answer = kodklar("identity", "191212121212", "--file", numbers, "--json")

    assert answer.status == 0
    assert (
        answer.objects
        == [
            {
                "number": NUMBER,
                "kind": "personnummer",
                "valid": True,
                "birth_date": "1912-12-12",
                "sex": "male",
            }
        ]
        * 3
    )


def test_an_invalid_number_gives_status_one(kodklar: Kodklar) -> None:
    answer = kodklar("identity", "191212121213", "191212121212")

    assert answer.status == 1
    assert [each["valid"] for each in answer.objects] == [False, True]


@pytest.mark.parametrize("name", ["finns-inte.txt", ".", "latin1.txt"])
def test_a_file_of_numbers_that_cannot_be_read_is_told(
    kodklar: Kodklar, tmp_path: Path, name: str
) -> None:
    (tmp_path / "latin1.txt").write_bytes(b"\xe5\n")

    assert kodklar("identity", "--file", tmp_path / name).is_one_sentence()


def test_identity_without_numbers_is_told(kodklar: Kodklar) -> None:
    assert kodklar("identity").is_one_sentence()


def test_search_prints_a_table_and_an_empty_answer_is_clean(kodklar: Kodklar) -> None:
    found = kodklar("search", "I10.9", "--limit", "1")
    none = kodklar("search", "--", "§§§")

    assert found.status == none.status == 0
    header, row = found.out.splitlines()
    assert header.split() == ["kod", "kodverk", "titel", "varför"]
    assert row.startswith("I10.9") and "exakt kod" in row
    assert none.out == "Inga träffar.\n"


def test_search_as_json_is_one_object(kodklar: Kodklar) -> None:
    answer = kodklar("search", "hypertoni", "--system", "icd10se", "--limit", "2", "--json")

    (told,) = answer.objects
    assert (told["query"], told["system"], len(told["hits"])) == ("hypertoni", "icd10se", 2)
    assert set(told["hits"][0]) == {"code", "system", "title", "tier", "why", "marked"}
    assert {hit["system"] for hit in told["hits"]} == {"icd10se"}


def test_a_batch_answers_each_line_and_skipped_ones_give_status_one(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    good.write_text("query\tsystem\nI10.9\ticd10se\nhöft\t\n", encoding="utf-8")
    bad.write_text("query\tsystem\nI10.9\tsnomed\nI10.9\t\n", encoding="utf-8")

    clean, skipped = kodklar("search", "--batch", good), kodklar("search", "--batch", bad)

    assert (clean.status, skipped.status) == (0, 1)
    assert [set(each) for each in clean.objects] == [{"query", "system", "hits", "ms"}] * 2
    assert [each["query"] for each in clean.objects] == ["I10.9", "höft"]
    assert skipped.objects[0]["line"] == 2 and skipped.objects[1]["hits"]


@pytest.mark.parametrize(
    "words",
    [
        ["search"],
        ["search", "  "],
        ["search", "x", "--batch", "y"],
        ["search", "--batch", "finns-inte.tsv"],
        ["search", "--batch", "finns-inte.tsv", "--system", "kva"],
        ["review"],
        ["review", "e1", "--all"],
        ["review", "finns-inte"],
        ["review", "--file", "finns-inte.jsonl"],
        ["summary", "finns-inte", "--out", "x.pdf"],
        ["intake", "finns-inte"],
        ["codebook", "import", "finns-inte"],
        ["codebook", "diff", "a", "b"],
        ["codebook", "diff", "icd10se-starter", "kva-starter"],
    ],
    ids=" ".join,
)
def test_what_was_foreseen_is_told_in_one_line(
    kodklar: Kodklar, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = kodklar(*words)

    assert answer.is_one_sentence(), answer


def test_review_of_stored_events(kodklar: Kodklar, tmp_path: Path) -> None:
    stored(tmp_path, stay("e1"), coded(event("e2")))

    one, clean, everything = (
        kodklar("review", "e1"),
        kodklar("review", "e2", "--json"),
        kodklar("review", "--all", "--json"),
    )

    assert (one.status, clean.status, everything.status) == (1, 0, 1)
    assert "e1  Fel     HD001  Huvuddiagnos saknas." in one.out
    assert clean.objects == [{"id": "e2", "findings": []}]
    assert {each["id"] for each in everything.objects} == {"e1", "e2"}
    findings = next(each for each in everything.objects if each["id"] == "e1")["findings"]
    finding = next(each for each in findings if each["rule"] == "HD001")
    assert set(finding) == {"rule", "catalogue", "severity", "codes", "message"}


def test_review_tells_what_the_region_decided_and_why(kodklar: Kodklar, tmp_path: Path) -> None:
    stored(tmp_path, stay("e1"), add_secondary(coded(event("e2")), "E11.9"))
    decided = tmp_path / "val.csv"
    decided.write_text("Regel;Åtgärd;Ny grad;Skäl\nHD001;grad;varning;Beslut 12\n", "utf-8")
    listed = tmp_path / "lista.csv"
    listed.write_text("Kod;Spärr;Skäl;Från;Till\nE11;ej med I10;Välj en;;\n", "utf-8")
    assert kodklar("region", "import", decided).status == 0
    assert kodklar("region", "import", listed).status == 0

    told, first, second = (
        kodklar("review", "e1"),
        kodklar("review", "e1", "--json"),
        kodklar("review", "e2", "--json"),
    )

    remark = "Regionen: varning i stället för fel, skäl: ”Beslut 12”."
    milder = next(each for each in first.objects[0]["findings"] if each["rule"] == "HD001")
    assert (milder["severity"], milder["usual_severity"]) == ("warning", "error")
    assert milder["remark"] == remark
    assert f"e1  Varning HD001  Huvuddiagnos saknas. {remark}" in told.out
    (blocked,) = second.objects[0]["findings"]
    assert (blocked["rule"], blocked["codes"]) == ("RE003", ["E11.9", "I10.9"])
    assert "”Välj en”" in blocked["message"] and "usual_severity" not in blocked
    assert blocked["remark"] == "Raden i spärrlistan: E11 ej med I10."


def test_a_rule_turned_off_is_silent_over_a_file_too(kodklar: Kodklar, tmp_path: Path) -> None:
    line = {"id": "a", "class": "Slutenvård", "start": "2025-01-01", "end": "2025-01-05"}
    path = tmp_path / "fil.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    decided = tmp_path / "val.csv"
    decided.write_text("Regel;Åtgärd;Ny grad;Skäl\nHD001;av;;Beslut 12\n", "utf-8")
    before = kodklar("review", "--file", path)

    kodklar("region", "import", decided)
    after = kodklar("review", "--file", path)

    assert (before.status, after.status) == (1, 0)
    assert [f["rule"] for f in before.objects[0]["findings"]] == ["HD001"]
    assert after.objects[0]["findings"] == []


def test_a_warning_gives_status_one_and_an_empty_list_is_clean(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    assert kodklar("review", "--all").status == 0
    stored(tmp_path, add_secondary(add_secondary(coded(event()), "E11.9"), "E11.9"))

    answer = kodklar("review", "e1")

    assert answer.status == 1
    assert "Varning" in answer.out and "Fel " not in answer.out


def test_review_of_a_file_goes_on_past_a_broken_line(kodklar: Kodklar, tmp_path: Path) -> None:
    line = {
        "id": "a",
        "class": "Slutenvård",
        "type": "Slutenvård",
        "start": "2025-01-01T10:00",
        "end": "2025-01-05T10:00",
        "patient": {"birth_date": "1950-01-01", "sex": "female"},
        "diagnoses": [{"code": "I109", "role": "principal"}],
        "procedures": [],
    }
    clean, mixed = tmp_path / "clean.jsonl", tmp_path / "mixed.jsonl"
    clean.write_text(json.dumps(line) + "\n", encoding="utf-8")
    mixed.write_text("trasig\n" + json.dumps(line | {"diagnoses": []}), encoding="utf-8")

    good, bad = kodklar("review", "--file", clean), kodklar("review", "--file", mixed, "--json")

    assert (good.status, bad.status) == (0, 1)
    assert good.objects == [{"id": "a", "findings": []}]
    assert bad.objects[0]["line"] == 1
    assert [finding["rule"] for finding in bad.objects[1]["findings"]] == ["HD001"]


def test_the_work_list_for_people_and_for_programs(kodklar: Kodklar, tmp_path: Path) -> None:
    assert "tom" in kodklar("worklist").out
    assert kodklar("worklist", "--json").out == ""
    stored(tmp_path, event("e2"), event("e1"))

    table, lines = kodklar("worklist"), kodklar("worklist", "--json")

    assert table.status == lines.status == 0
    assert [row.split()[0] for row in table.out.splitlines()] == ["händelse", "e1", "e2"]
    assert lines.objects[0]["id"] == "e1"
    assert lines.objects[0]["end"] == "2025-03-03T23:59:00"
    assert lines.objects[0]["days_waiting"] >= 0


def test_a_protected_person_is_masked_in_the_list(kodklar: Kodklar, tmp_path: Path) -> None:
    app = bootstrap(tmp_path)
    load_demo_once(app)
    app.close()

    rows = {each["id"]: each for each in kodklar("worklist", "--json").objects}

    assert "••••" in rows["demo-protected-identity"]["patient"]


def test_summary_writes_a_pdf_and_the_access_log(kodklar: Kodklar, tmp_path: Path) -> None:
    stored(tmp_path, coded(event()))
    out = tmp_path / "kodning.pdf"

    answer = kodklar("summary", "e1", "--out", out)

    assert answer.status == 0 and str(out) in answer.out
    assert out.read_bytes().startswith(b"%PDF-")
    app = bootstrap(tmp_path)
    (line,) = read_access_log(app, LEA)
    people = list_people(app)
    app.close()
    assert line.kind == "printed" and line.person_name.endswith("(kommandorad)")
    assert people == [], "the terminal is nobody to choose when the window starts"


def test_a_summary_into_nowhere_is_told(kodklar: Kodklar, tmp_path: Path) -> None:
    stored(tmp_path, coded(event()))

    assert kodklar("summary", "e1", "--out", tmp_path).is_one_sentence()
    assert kodklar("summary", "e1", "--out", tmp_path / "finns" / "inte.pdf").is_one_sentence()


def test_an_edition_is_imported_listed_and_compared(kodklar: Kodklar, tmp_path: Path) -> None:
    old = atc_file(tmp_path, "atc-sv-2020.tsv", *A, A01AA, "A01AA01\tNatriumfluorid")
    new = atc_file(tmp_path, "atc-sv-2021.tsv", *A[:2], "A01A\tMunmedel", A01AA, "A01AA02\tOlaflur")

    first, again = kodklar("codebook", "import", old), kodklar("codebook", "import", old)
    second = kodklar("codebook", "import", new, "--json")
    listed = kodklar("codebook", "list", "--json")
    told = kodklar("codebook", "diff", "atc-2020", "atc-2021")
    (change,) = kodklar("codebook", "diff", "atc-2020", "atc-2021", "--json").objects

    assert (first.status, again.status, second.status) == (0, 0, 0)
    assert "inläst" in first.out and "fanns redan" in again.out
    assert second.objects[0]["id"] == "atc-2021"
    assert [each["id"] for each in listed.objects][:2] == ["atc-2021", "atc-2020"]
    assert "Nya: 1\n  A01AA02  Olaflur" in told.out
    assert [each["code"] for each in change["withdrawn"]] == ["A01AA01"]
    assert change["retitled"] == [
        {"code": "A01A", "before": "Medel för munhåla", "after": "Munmedel"}
    ]


def test_several_codebooks_in_one_command(kodklar: Kodklar, tmp_path: Path) -> None:
    old = atc_file(tmp_path, "atc-sv-2020.tsv", *A)
    new = atc_file(tmp_path, "atc-sv-2021.tsv", *A, A01AA, "A01AA01\tNatriumfluorid")

    answer = kodklar("codebook", "import", old, new, "--json")

    assert [each["id"] for each in answer.objects] == ["atc-2020", "atc-2021"]


def test_version_and_day_may_be_given(kodklar: Kodklar, tmp_path: Path) -> None:
    path = atc_file(tmp_path, "atc-sv-2020.tsv", *A)

    words = ("codebook", "import", path, "--version", "2023", "--valid-from", "2023-07-01")
    refused, (told,) = kodklar(*words), kodklar(*words, "--yes", "--json").objects

    assert refused.is_one_sentence() and "--yes" in refused.err
    assert (told["id"], told["version"], told["valid_from"]) == ("atc-2023", "2023", "2023-07-01")


def test_the_rule_book_for_people_and_for_programs(kodklar: Kodklar) -> None:
    plain, markdown, data = (
        kodklar("rules"),
        kodklar("rules", "--markdown"),
        kodklar("rules", "--json"),
    )

    assert plain == markdown and plain.out.startswith("# ")
    assert [each["rule"] for each in data.objects[0]["rules"]] == [r.rule_id for r in ALL_RULES]


def test_selftest_names_what_it_opened(kodklar: Kodklar) -> None:
    answer = kodklar("selftest")

    assert answer.status == 0
    assert "Övningskodverk ICD-10-SE" in answer.out
    assert f"{len(ALL_RULES)} regler" in answer.out


def test_the_address_in_the_environment_is_used(
    kodklar: Kodklar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KODKLAR_DATABASE_URL", f"sqlite:///{tmp_path}/annan.sqlite")
    stored(tmp_path, event())

    assert kodklar("worklist", "--json").out == ""
    assert (tmp_path / "annan.sqlite").is_file()
    monkeypatch.setenv("KODKLAR_DATABASE_URL", "nonsens")
    assert kodklar("worklist").is_one_sentence()
    monkeypatch.setenv("KODKLAR_DATABASE_URL", "")
    assert kodklar("worklist", "--json").objects[0]["id"] == "e1"


def test_a_file_that_is_no_database_is_told(kodklar: Kodklar, tmp_path: Path) -> None:
    (tmp_path / "kodklar.sqlite").write_text("hej", encoding="utf-8")

    assert kodklar("worklist").is_one_sentence()


def test_what_nobody_foresaw_is_told_and_logged_without_the_patient(
    kodklar: Kodklar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> int:
        raise ZeroDivisionError(NUMBER)

    monkeypatch.setattr(Command, "load", lambda _self: broken)

    answer = kodklar("worklist")

    assert answer.is_one_sentence()
    assert "ZeroDivisionError" in answer.err and NUMBER not in answer.err
    logged = (tmp_path / "kodklar.log").read_text(encoding="utf-8")
    assert "Traceback" in logged and NUMBER not in logged


def test_an_interrupted_command_says_so(kodklar: Kodklar, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(rule_book, "write", interrupted)

    answer = kodklar("rules")

    assert answer.is_one_sentence() and "Avbrutet" in answer.err


def test_a_signed_event_is_in_the_list_with_its_status(kodklar: Kodklar, tmp_path: Path) -> None:
    app = bootstrap(tmp_path)
    (waiting,) = put(app, event())
    sign_event(app, coded(waiting), ANNA, "s1")
    app.close()

    (row,) = kodklar("worklist", "--json").objects

    assert (row["status"], row["principal"], row["days_waiting"]) == ("signed", "I10.9", None)
