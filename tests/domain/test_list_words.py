from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.concept import SourceFile
from app.domain.file_import import FileImport, FileImportReport
from app.domain.finding import Severity
from app.domain.list_words import format_effect, format_import, format_report, format_switch
from app.domain.regional import RuleSwitch, SwitchAct

LATEST = FileImport(
    "TAXA", SourceFile("taxa.csv", "a" * 64), 12, datetime.fromisoformat("2026-11-22T09:05")
)


def test_a_report_tells_what_was_read_and_then_every_warning() -> None:
    report = FileImportReport(LATEST, "UTF-8", added=3, gone=1, warnings=("Se efter.",))

    assert format_report(report) == (
        "TAXA: 12 rader inlästa (UTF-8), 3 nya och 1 borttagen mot förut; "
        "en ändrad rad räknas som båda.",
        "Se efter.",
    )


def test_numbers_of_a_report_have_their_thousands_apart_and_a_single_one_its_own_word() -> None:
    report = FileImportReport(replace(LATEST, rows=9_064), "UTF-8", added=8_042, gone=1)
    other = FileImportReport(replace(LATEST, rows=1), "UTF-8", added=1, gone=1_200)

    (many,), (one,) = format_report(report), format_report(other)

    assert "9\xa0064 rader inlästa (UTF-8), 8\xa0042 nya och 1 borttagen mot förut" in many
    assert "1 rad inläst (UTF-8), 1 ny och 1\xa0200 borttagna mot förut" in one


def test_a_file_read_before_is_told_by_its_warning_alone() -> None:
    report = FileImportReport(LATEST, warnings=("Inget ändrades.",), already_imported=True)

    assert format_report(report) == ("Inget ändrades.",)


def test_where_rows_come_from_is_told_with_the_person_if_there_is_one() -> None:
    assert format_import(LATEST) == "Inläst 2026-11-22 09:05 ur taxa.csv."


def test_what_a_switch_makes_of_a_rule() -> None:
    off = RuleSwitch("HD001", SwitchAct.OFF, "Beslut")
    milder = RuleSwitch("HD001", SwitchAct.SEVERITY, "Beslut", Severity.ADVICE)

    assert format_effect(off, Severity.ERROR) == "stängs av"
    assert format_effect(milder, Severity.WARNING) == "Varning blir Råd"
    assert format_effect(milder, Severity.ADVICE) == "är redan Råd"
    assert (format_switch(off), format_switch(milder)) == ("av", "grad Råd")


def test_a_rule_that_nobody_has_verified_is_not_said_to_become_an_error() -> None:
    stricter = RuleSwitch("BD001", SwitchAct.SEVERITY, "Beslut", Severity.ERROR)
    why = " (ej verifierad)"

    assert format_effect(stricter, Severity.WARNING, is_verified=False) == f"förblir Varning{why}"
    assert format_effect(stricter, Severity.ADVICE, is_verified=False) == f"Råd blir Varning{why}"
    assert format_effect(stricter, Severity.WARNING) == "Varning blir Fel"
