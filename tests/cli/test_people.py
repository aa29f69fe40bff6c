"""Who works here, from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from tests.cli.conftest import Kodklar
from tests.services.asked import LO, asked, people
from tests.services.workday import ANNA, LEA, event


@pytest.fixture
def workplace(sqlite_url: str, tmp_path: Path) -> None:
    """A lead, a coder, and a clinician who has been asked about an event."""
    app = bootstrap(tmp_path, sqlite_url)
    people(app, LEA, ANNA, LO)
    asked(app, event("e1"))
    app.close()


def test_somebody_leaves_is_refused_work_and_comes_back(kodklar: Kodklar, workplace: None) -> None:
    added = kodklar("people", "add", "Ny Läkare", "--role", "clinician", "--unit", "Medicin")
    gone = kodklar("people", "leave", "lo läkare")
    here = kodklar("people", "list")
    (lo,) = (o for o in kodklar("people", "list", "--all", "--json").objects if o["id"] == "lo")
    unanswered = kodklar("query", "unanswered")
    refused = (
        kodklar("query", "ask", "e1", "Vad?", "--to", "Lo Läkare"),
        kodklar("query", "list", "--person", "Lo Läkare"),
        kodklar("worklist", "assign", "e1", "--to", "Lo Läkare"),
    )
    back = kodklar("people", "return", "Lo Läkare", "--person", "Lea Dal")

    assert added.out == "Ny Läkare är tillagd som kliniker.\n"
    assert gone.status == 0 and "1 obesvarad fråga väntar" in gone.out
    assert "Lo Läkare" not in here.out and "Ny Läkare" in here.out
    assert lo["left_on"] and lo["questions"] == 1
    assert unanswered.status == 1 and "Lo Läkare (har slutat)" in unanswered.out
    assert all(each.is_one_sentence() and "har slutat" in each.err for each in refused)
    assert back.out == "Lo Läkare är tillbaka som kliniker.\n"


def test_roles_and_units_are_changed_by_the_lead_or_the_administrator(
    kodklar: Kodklar, workplace: None
) -> None:
    refused = kodklar("people", "change", "Anna Lind", "--role", "lead", "--person", "Anna Lind")
    last = kodklar("people", "leave", "Lea Dal")
    lead = kodklar("people", "change", "Anna Lind", "--role", "lead", "--unit", "Medicin")
    everywhere = kodklar("people", "change", "Anna Lind", "--all-units", "--person", "Lea Dal")

    assert refused.is_one_sentence() and "Bara kodningsansvarig" in refused.err
    assert last.is_one_sentence() and "enda kodningsansvariga" in last.err
    assert lead.out == "Anna Lind är kodningsansvarig, Medicin.\n"
    assert everywhere.out == "Anna Lind är kodningsansvarig, alla enheter.\n"


def test_a_unit_that_no_event_has_is_kept_and_told(kodklar: Kodklar, workplace: None) -> None:
    known = event("e1").unit.name
    spelled = kodklar("people", "change", "Anna Lind", "--unit", known)
    misspelt = kodklar("people", "change", "Anna Lind", "--unit", known, "--unit", "Medicinn")
    everywhere = kodklar("people", "change", "Anna Lind", "--unit", "Medicinn", "--all-units")

    assert spelled.err == everywhere.err == ""
    assert misspelt.status == 0
    assert misspelt.out == f"Anna Lind är kodare, {known}, Medicinn.\n"
    assert misspelt.err.startswith("Ingen händelse har enheten Medicinn.")
