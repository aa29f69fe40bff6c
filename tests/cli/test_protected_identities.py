"""No command tells who a protected person is, whichever of the person's events it is asked of."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.bootstrap import bootstrap
from app.domain.access import Role
from app.domain.identity import read_identity
from app.domain.patient import Patient, Protection
from app.domain.record import CareRecord, RecordDocument
from app.services.access import add_person
from app.services.signing import sign_event
from tests.cli.conftest import Kodklar
from tests.services.workday import NUMBER, coded, event, put, stay

OPEN = Patient(read_identity(NUMBER), name="Hemlige Personsson")
SECRET = Patient(OPEN.identity, OPEN.name, protection=Protection.CONFIDENTIAL)
#: Name, parts of it, the number, and the birth date as numbers and dates are written.
TELLS = re.compile("Hemlig|Personsson|121212|1212-12|1912-12|1212-1212", re.IGNORECASE)
NOTE = RecordDocument(
    "d1", "Anteckning", datetime.fromisoformat("2025-03-03T10:00"), "läkare", "Hypertoni. Astma."
)

#: The older event, the signed one, and the one that told of the protection.
EVENTS = ("e1", "e2", "e3")
COMMANDS = (
    ("worklist",),
    ("worklist", "--json"),
    ("worklist", "--counts"),
    ("review", *EVENTS),
    ("review", "--all", "--json"),
    ("review", "e1", "--what-if", "without=I10.9"),
    ("worklist", "assign", "e1", "--to", "Kim Kodare"),
    ("worklist", "park", "e1", "--reason", "Väntar på svar"),
    ("worklist", "unpark", "e1", "--json"),
    ("query", "ask", "e1", "Vilken sida?", "--to", "Lo Läkare", "--person", "Kim Kodare"),
    ("query", "list", "--event", "e1"),
    ("query", "list", "--person", "Lo Läkare", "--json"),
    ("query", "unanswered", "--json"),
    ("coverage", "e1"),
    ("coverage", "e3", "--json"),
    ("visit", "e3"),
    ("visit", "e1", "--text", "hypertoni", "--json"),
    ("template", "save", "e1", "Mallen", "--person", "Kim Kodare"),
    ("template", "apply", "e3", "Mallen", "--person", "Kim Kodare"),
    ("drg", "explain", "e2"),
    ("drg", "regroup"),
    ("second-review", "draw", "Hösten", "--percent", "100", "--person", "Lea Dal", "--json"),
    ("second-review", "list", "--json"),
    ("second-review", "done", "--person", "Kim Kodare"),
    ("statistics", "--everybody", "--since", "2020-01-01", "--json"),
    ("people", "list", "--json"),
    ("people", "leave", "Kim Kodare", "--person", "Lea Dal"),
)


@pytest.fixture
def told_of_late(kodklar: Kodklar, tmp_path: Path) -> Kodklar:
    """Two events that name a person, one of them signed; then a third tells that they may not."""
    app = bootstrap(tmp_path)
    kim = add_person(app, "Kim Kodare", Role.CODER)
    add_person(app, "Lo Läkare", Role.CLINICIAN)
    add_person(app, "Lea Dal", Role.LEAD)
    record = CareRecord(documents=(NOTE,))
    _, to_sign = put(app, coded(event("e1", patient=OPEN)), coded(stay("e2", patient=OPEN)))
    sign_event(app, to_sign, kim, "signing")
    app.close()
    assert TELLS.search(kodklar("worklist").out), "what is looked for below is there to be found"

    app = bootstrap(tmp_path)
    put(app, event("e3", patient=SECRET), record=record)
    app.close()
    return kodklar


def test_nothing_that_is_printed_tells_who_it_is(told_of_late: Kodklar, tmp_path: Path) -> None:
    for words in COMMANDS:
        answer = told_of_late(*words)

        assert answer.out + answer.err, words
        assert not TELLS.findall(answer.out + answer.err), words

    log = tmp_path / "kodklar.log"
    assert not log.exists() or not TELLS.findall(log.read_text(encoding="utf-8"))


def test_no_file_that_is_written_tells_who_it_is(told_of_late: Kodklar, tmp_path: Path) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    for words in (
        ("worklist", "export", *EVENTS, "--out", folder / "händelser.csv"),
        ("worklist", "export", *EVENTS, "--out", folder / "händelser.jsonl"),
        ("statistics", "--everybody", "--since", "2020-01-01", "--csv", folder / "siffror.csv"),
        ("worklist", "print", *EVENTS, "--out", folder / "papper"),
        *(("summary", each, "--out", folder / f"{each}.pdf") for each in EVENTS),
    ):
        assert told_of_late(*words).status == 0, words

    written = [each for each in folder.rglob("*") if each.is_file()]
    assert len(written) == 9
    for path in written:
        assert not TELLS.findall(_text(path)), path.name
        assert not TELLS.findall(path.name), path.name


def test_no_exercise_is_made_of_any_of_the_events(told_of_late: Kodklar, tmp_path: Path) -> None:
    for each in EVENTS:
        answer = told_of_late("exercise", "make", each, "--out", tmp_path / "ovning.txt")

        assert answer.is_one_sentence() and "skyddade personuppgifter" in answer.err
    assert not (tmp_path / "ovning.txt").exists()


def _text(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8-sig")
    paper = PdfReader(path)
    return "\n".join((*(page.extract_text() for page in paper.pages), str(paper.metadata)))
