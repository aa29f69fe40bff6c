"""The local list travels as a file: every row is checked, and nothing of it is searched unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.errors import AppError, Cancelled, CodebookFileError
from app.domain.local_term import LocalTermKind, TermState
from app.services.access import add_person
from app.services.code_search import search_codes
from app.services.context import AppContext
from app.services.dropped_files import ListKind, what_is
from app.services.dropped_lists import import_dropped_list
from app.services.local_terms import approve_terms, decline_term, list_terms, propose_term
from app.services.term_checks import WrittenTerm
from app.services.term_files import export_terms, format_term_import, import_terms
from tests.services.list_files import stopped_at

HEADER = "term\ttarget\tsystem\tkind\tsource\tstatus\tstate\tnote\n"
ROWS = (
    "pumpfel\tI50.9\ticd10se\tlay\tlokalt\tgranskad\tapproved\tfrån jouren\n"
    "zq\tastma\t*\tabbreviation\tlokalt\tej granskad\tproposed\t\n"
)


@pytest.fixture
def anna(app: AppContext) -> Person:
    return add_person(app, "Anna Ek", Role.CODER)


@pytest.fixture
def bo(app: AppContext) -> Person:
    return add_person(app, "Bo Ek", Role.CODER)


def file_of(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "sökord-norr.tsv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def test_imported_terms_wait_and_tell_where_they_come_from(
    app: AppContext, anna: Person, tmp_path: Path
) -> None:
    report = import_terms(app, anna, file_of(tmp_path, ROWS))

    assert (report.rows, len(report.added), report.approved_elsewhere) == (2, 2, 1)
    assert format_term_import(report) == (
        "Lokala sökord: 2 rader (UTF-8, kolumner skilda av tabb). 2 nya sökord väntar på "
        "godkännande, 1 av dem godkända där de kommer ifrån.",
    )
    pump, other = list_terms(app)
    assert (pump.state, pump.approved_elsewhere) == (TermState.PROPOSED, True)
    assert (other.state, other.approved_elsewhere) == (TermState.PROPOSED, False)
    assert (pump.text.kind, pump.text.note) == (LocalTermKind.LAY, "från jouren")
    assert pump.source == report.source
    assert pump.source is not None and pump.source.name == "sökord-norr.tsv"
    assert len(pump.source.sha256) == 64
    assert pump.proposed.name == "Anna Ek"
    assert not any(hit.why.startswith("lokal") for hit in search_codes(app, "pumpfel"))


def test_what_is_approved_elsewhere_is_approved_here_in_one_act(
    app: AppContext, anna: Person, tmp_path: Path
) -> None:
    added = import_terms(app, anna, file_of(tmp_path, ROWS)).added

    result = approve_terms(app, anna, [term.id for term in added])

    assert [term.text.term for term in result.approved] == ["pumpfel"]
    assert [term.text.term for term, _ in result.refused] == ["zq"]
    assert search_codes(app, "pumpfel")[0].why == "lokalt vardagsord: pumpfel → I50.9"


def test_a_row_that_is_known_changes_nothing(
    app: AppContext, anna: Person, bo: Person, tmp_path: Path
) -> None:
    path = file_of(tmp_path, ROWS + ROWS)
    (pump, other) = import_terms(app, anna, path).added
    decline_term(app, bo, pump.id, "Inte här")
    approve_terms(app, bo, [other.id])
    before = list_terms(app)

    report = import_terms(app, bo, path)

    assert (report.added, report.known, report.refused) == ((), 4, ())
    assert format_term_import(report)[0].endswith(
        "0 nya sökord väntar på godkännande; 4 fanns redan."
    )
    assert list_terms(app) == before


def test_rows_that_cannot_be_kept_are_told_and_the_others_are_taken(
    app: AppContext, anna: Person, tmp_path: Path
) -> None:
    rows = (
        "x1\tI98.77\ticd10se\tlay\t\t\tapproved\n"
        "x 090527-1474\tI50.9\ticd10se\tlay\t\t\tapproved\n"
        "xk\tI50.9\tsnomed\tlay\t\t\tapproved\n"
        "xl\tI50.9\ticd10se\tplural\t\t\tapproved\n"
        "xm\tI50.9\ticd10se\tlay\t\t\tkanske\n"
        "xn\tI50.9\ticd10se\tlay\t\t\tdeclined\n"
        "xo\tI50.9\ticd10se\tlay\t\t\tretired\n"
        "UVI\tN39.0\ticd10se\tabbreviation\t\t\tapproved\n"
    )

    report = import_terms(app, anna, file_of(tmp_path, rows + ROWS))

    told = format_term_import(report)
    assert [term.text.term for term in report.added] == ["pumpfel", "zq"]
    assert [row.line for row in report.refused] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert told[1].startswith("Rad 2 togs inte in: Koden I98.77 finns inte i ")
    assert "personnummer" in told[2] and "1474" not in told[2]
    assert "”snomed” är inget kodverk" in told[3] and "icd10se, kva, atc" in told[3]
    assert "”plural” är inget slag" in told[4]
    assert "”kanske” är inget läge" in told[5]
    assert told[6] == "Rad 7 togs inte in: sökordet är avböjt där det kommer ifrån."
    assert told[7] == "Rad 8 togs inte in: sökordet är taget ur bruk där det kommer ifrån."
    assert "leder redan till N39.0" in told[8]


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ("", "term\ttarget\tsystem\tkind\tsource\tstatus\n", "saknar kolumnen state i rubrikraden"),
        (ROWS.replace("\t", ";"), HEADER.replace("\t", ";"), "är ingen lista med lokala sökord"),
        ("pumpfel\tI50.9\n", HEADER, "rad 2: Raden har 2 kolumner"),
        (ROWS.rstrip() + "\tx\ty\n" + ROWS, HEADER, "rad 3: Raden har fler kolumner"),
        ("", HEADER, "sökord-norr.tsv har ingen rad"),
    ],
)
def test_a_bad_file_is_named_with_row_and_remedy_and_adds_nothing(
    app: AppContext, anna: Person, tmp_path: Path, rows: str, header: str, said: str
) -> None:
    with pytest.raises(CodebookFileError) as caught:
        import_terms(app, anna, file_of(tmp_path, rows, header))

    text = str(caught.value)
    assert text.startswith("Filen sökord-norr.tsv") and said in text and text.endswith(".")
    assert list_terms(app) == []


def test_a_cancelled_import_adds_nothing(app: AppContext, anna: Person, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        import_terms(app, anna, file_of(tmp_path, ROWS), stopped_at(3))

    assert list_terms(app) == []


def test_what_is_exported_is_read_in_elsewhere_as_it_was(
    app: AppContext, anna: Person, bo: Person, tmp_path: Path
) -> None:
    written = WrittenTerm("Pumpfel", "I50.9|I50", CodeSystem.ICD10SE, LocalTermKind.LAY, "jour")
    approve_terms(app, bo, [propose_term(app, anna, written).id])
    propose_term(app, anna, WrittenTerm("zq", "astma", None, LocalTermKind.ABBREVIATION))

    path = export_terms(app, tmp_path / "ut.tsv")

    assert path.read_text("utf-8") == (
        HEADER + "Pumpfel\tI50.9|I50\ticd10se\tlay\tlokalt\tgranskad\tapproved\tjour\n"
        "zq\tastma\t*\tabbreviation\tlokalt\tej granskad\tproposed\t\n"
    )
    assert import_terms(app, bo, path).known == 2
    approved = export_terms(app, tmp_path / "godkända.tsv", TermState.APPROVED)
    assert approved.read_text("utf-8").count("\n") == 2


def test_an_empty_list_is_not_exported(app: AppContext, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Det finns inga lokala sökord"):
        export_terms(app, tmp_path / "ut.tsv")
    assert not (tmp_path / "ut.tsv").exists()


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_a_list_that_is_dropped_is_known_by_its_header(
    app: AppContext, anna: Person, tmp_path: Path, separator: str
) -> None:
    path = file_of(tmp_path, ROWS.replace("\t", separator), HEADER.replace("\t", separator))

    (found,) = what_is(app, [path]).lists

    assert found.kind is ListKind.TERMS
    if separator == "\t":
        report = import_dropped_list(app, found, by=anna)
        assert (report.added, report.latest.imported_by) == (2, "Anna Ek")
        assert [term.proposed.person_id for term in list_terms(app)] == [anna.id, anna.id]
