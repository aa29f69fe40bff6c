"""What the sheets say: help for each screen, the keys, about, the log and the quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.domain.access import ACCESS_LABEL, AccessEvent
from app.domain.concept import Edition
from app.domain.intake import QuarantineItem
from app.services.guidance import guidance_of_screen
from app.services.screen_help import help_of
from ui.actions import key_rows

ACCESS_HEADERS = ("Tid", "Person", "Vad", "Händelse", "Patient")
QUARANTINE_HEADERS = ("Inläst", "Fil", "Plats", "Skäl")


def help_page(screen: str) -> tuple[str, str]:
    """Return the heading and marked-up text of the help for a screen."""
    told = help_of(screen)
    items = "".join(f"<li style='margin-bottom:6px'>{escape(point)}</li>" for point in told.points)
    page = f"<ul>{items}</ul>{_guidance(screen)}<p>Alla tangenter: Skift+F1.</p>"
    return f"Hjälp: {told.heading}", page


def _guidance(screen: str) -> str:
    """Return the facts about coding that belong to the screen, with their sources."""
    told = [
        f"<li style='margin-bottom:6px'>{escape(each.text)} ({escape(each.source)})</li>"
        for each in guidance_of_screen(screen)
    ]
    return f"<p><b>Bra att veta</b></p><ul>{''.join(told)}</ul>" if told else ""


def key_sheet(own: Mapping[str, str]) -> tuple[tuple[str, ...], list[tuple[str, str, str]]]:
    """Headers and rows of the key sheet, with the keys that a person has bound."""
    return ("Tangent", "Vad den gör", "Var"), key_rows(own)


def about_page(editions: Sequence[Edition], rule_set: str, version: str, data: str) -> str:
    """Return what the program stands on."""
    items = "".join(f"<li>{escape(edition.label)}</li>" for edition in editions)
    return (
        f"<p>Kodklar {escape(version)}, regelverk {escape(rule_set)}.</p>"
        f"<p>Utgåvor av kodverk:</p><ul>{items}</ul>"
        f"<p>Data ligger i {escape(data)}.</p>"
        "<p>Programmet är licensierat under Apache-2.0. Officiella kodverk tillhör sina "
        "utgivare och följer inte med; Övningskodverket är skrivet för programmet.</p>"
    )


def access_rows(events: list[AccessEvent]) -> list[tuple[str, ...]]:
    """Rows of the access log."""
    return [
        (
            event.at.strftime("%Y-%m-%d %H:%M"),
            event.person_name,
            ACCESS_LABEL[event.kind],
            event.encounter_id,
            event.patient_number,
        )
        for event in events
    ]


def quarantine_rows(items: list[QuarantineItem]) -> list[tuple[str, ...]]:
    """Rows of the quarantine."""
    return [
        (
            item.at.strftime("%Y-%m-%d %H:%M"),
            item.rejected.file_name,
            item.rejected.place,
            item.rejected.reason,
        )
        for item in items
    ]
