"""Ready-made questions: neutral texts, filled with what a finding or a phrase says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.clinician_query import About
from app.services.context import AppContext

_FILE = ("queries", "templates.toml")


class Needs(StrEnum):
    """What a template asks about."""

    NOTHING = ""
    FINDING = "finding"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class QueryTemplate:
    """One ready-made question."""

    id: str
    title: str
    text: str
    needs: Needs = Needs.NOTHING

    def fits(self, about: About) -> bool:
        """Whether everything that it needs is known."""
        known = {Needs.FINDING: bool(about.rule_id), Needs.PHRASE: bool(about.phrase)}
        return known.get(self.needs, True)

    def fill(self, about: About, day: date | None) -> str:
        """Return the text with what it is about; braces in a phrase are left as they are."""
        values = {
            "{rule}": about.rule_id,
            "{message}": about.message,
            "{codes}": _listed(about.codes),
            "{day}": day.isoformat() if day else "",
            "{phrase}": about.phrase,
        }
        text = self.text
        for name, value in values.items():  # the phrase last: it is not looked through again
            text = text.replace(name, value)
        return "\n".join(line.replace("  ", " ").rstrip() for line in text.split("\n"))


def read_templates(app: AppContext) -> tuple[QueryTemplate, ...]:
    """Return the templates that the program ships, in their order."""
    path = app.resources.joinpath(*_FILE)
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["template"]
    return tuple(
        QueryTemplate(row["id"], row["title"], row["text"].strip(), Needs(row["about"]))
        for row in rows
    )


def fitting(templates: Iterable[QueryTemplate], about: About) -> list[QueryTemplate]:
    """Return the templates that can be filled, those about the matter itself first."""
    able = [template for template in templates if template.fits(about)]
    return sorted(able, key=lambda template: template.needs is Needs.NOTHING)


def _listed(codes: tuple[str, ...]) -> str:
    if not codes:
        return "koderna i händelsen"
    *first, last = codes
    return f"{', '.join(first)} och {last}" if first else last
