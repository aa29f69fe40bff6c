"""What a CSV row tells of a contact beside its codes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.domain.contact_facts import NO_CONTACT_FACTS, ContactFacts
from app.exchange.csv_events import read_csv_events

HEAD = "händelse_id;personnummer;start"


def contact(columns: str, cells: str) -> ContactFacts:
    text = f"{HEAD};{columns}\nh1;189001019802;2024-09-18 08:39;{cells}\n"
    (event,) = read_csv_events(text, Path("fil.csv")).events
    return event.encounter.contact


def test_every_column_is_read() -> None:
    columns = "vårdkontaktsorsaker;utfall;utcheckad;besökstyp;taxa;teamets_huvuddiagnoser"
    cells = "Ultraljud, Provtagning;Uppföljning;2024-09-18 09:10;Pv SSK Återbesök;T1;e119, I10"

    read = contact(f"{columns};adress_finns;telefon_finns", f"{cells};ja;nej")

    assert read == ContactFacts(
        reasons=("Ultraljud", "Provtagning"),
        outcome="Uppföljning",
        is_checked_out=True,
        checked_out_at=datetime.fromisoformat("2024-09-18T09:10"),
        visit_type="Pv SSK Återbesök",
        rate="T1",
        team_principals=("E11.9", "I10"),
        has_address=True,
    )


def test_without_the_columns_nothing_is_known_and_an_empty_outcome_is_missing() -> None:
    assert contact("namn", "") == NO_CONTACT_FACTS
    assert contact("utfall", "").outcome == ""
    assert contact("utcheckad", "nej").is_checked_out is False
    assert contact("utcheckad", "ja").checked_out_at is None


def test_a_check_out_that_is_no_time_sets_the_row_aside() -> None:
    text = f"{HEAD};utcheckad\nh1;189001019802;2024-09-18;i går\n"

    (rejected,) = read_csv_events(text, Path("fil.csv")).rejected

    assert "utcheckad" in rejected.reason
