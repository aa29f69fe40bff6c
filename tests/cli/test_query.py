"""Questions to clinicians from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from tests.cli.conftest import Kodklar
from tests.services.asked import LO, RECORD, UNIT, people
from tests.services.workday import coded, event, put

KIM = Person("kim", "Kim Kodare")
MIO = Person("mio", "Mio Medicin", Role.CLINICIAN, ("Annan enhet",))


@pytest.fixture
def today(sqlite_url: str, tmp_path: Path) -> str:
    """A coder, two clinicians and an event with a note; gives the day."""
    app = bootstrap(tmp_path, sqlite_url)
    people(app, LO, MIO, KIM)
    put(app, coded(event("e1")), record=RECORD)
    day = app.now().date()
    app.close()
    return day.isoformat()


def test_a_question_is_put_listed_answered_and_told(kodklar: Kodklar, today: str) -> None:
    put_words = ("query", "ask", "e1", "Vad avses?", "--to", "Lo Läkare", "--phrase", "Oklar")
    (asked,) = kodklar(*put_words, "--person", "Kim Kodare", "--json").objects
    parked = kodklar("worklist", "--json").objects[0]["status"]
    (listed,) = kodklar("query", "list", "--person", "lo läkare", "--json").objects
    said = kodklar(
        "query", "answer", asked["id"], "En böld, L02.4.", "--person", "Lo Läkare", "--json"
    ).objects
    back = kodklar("worklist", "--json").objects[0]["status"]
    of_event = kodklar("query", "list", "--event", "e1", "--json").objects

    assert (asked["asked_to"], asked["unit"], parked) == ("Lo Läkare", UNIT, "parked")
    assert listed["id"] == asked["id"] and listed["phrase"] == "Oklar"
    assert said[0]["state"] == "answered" and back == "draft"
    assert of_event[0]["answer"] == "En böld, L02.4."
    assert kodklar("query", "list", "--person", "Lo Läkare").out == "Inga frågor väntar.\n"


def test_the_unanswered_are_listed_and_put_to_somebody_else(kodklar: Kodklar, today: str) -> None:
    (asked,) = kodklar("query", "ask", "e1", "Vad?", "--to", "Mio Medicin", "--json").objects
    away = kodklar("query", "unanswered")
    moved = kodklar("query", "redirect", asked["id"], "--to", "Lo Läkare")
    here = kodklar("query", "unanswered", "--unit", UNIT)
    elsewhere = kodklar("query", "unanswered", "--unit", "Ingen enhet")

    assert away.status == 1 and "Mio Medicin (hör inte till enheten)" in away.out
    assert moved.out == "Frågan är ställd till Lo Läkare.\n"
    assert here.status == 0 and "Lo Läkare" in here.out
    assert elsewhere.out == "Alla frågor är besvarade.\n"


def test_what_cannot_be_done_is_one_sentence(kodklar: Kodklar, today: str) -> None:
    yesterday = str(event().day)

    empty = kodklar("query", "ask", "e1", "  ")
    passed = kodklar("query", "ask", "e1", "Vad?", "--due", yesterday)
    nobody = kodklar("query", "ask", "e1", "Vad?", "--to", "Ingen Alls")
    unknown = kodklar("query", "answer", "x", "Ja.")
    no_event = kodklar("query", "ask", "e9", "Vad?")

    for each in (empty, passed, nobody, unknown, no_event):
        assert each.is_one_sentence(), each
    assert "passerat" in passed.err and "Ingen Alls" in nobody.err
    assert "Skriv en fråga" in empty.err
