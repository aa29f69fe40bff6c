"""What to try instead, printed under a question that found nothing or guesses alone."""

from __future__ import annotations

from app.domain.search import FilterKind, Suggestions, WithoutFilter

#: How each filter is left out on the command line.
_LEFT_OUT = {
    FilterKind.TYPED: "Utan {label}",
    FilterKind.SYSTEMS: "Utan --system",
    FilterKind.CHAPTER: "Utan --chapter",
    FilterKind.PRINCIPAL: "Utan --principal-only",
    FilterKind.VALIDITY: "Med --show-retired",
    FilterKind.AMONG: "Utan {label}",
}


def print_suggestions(found: Suggestions) -> None:
    """Print them a line each; nothing where there are none."""
    if found.spellings:
        print(f"Menade du: {', '.join(found.spellings)}?")
    if found.parts:
        parts = ", ".join(f"{part.text} ({part.hits})" for part in found.parts)
        print(f"Delar som ger träffar: {parts}.")
    for without in found.without:
        print(_without(without))
    if found.terms:
        terms = ", ".join(f"{near.term} {near.code}" for near in found.terms)
        print(f"Närmast i kapitlet {found.chapter}: {terms}.")


def _without(without: WithoutFilter) -> str:
    noun = "träff" if without.hits == 1 else "träffar"
    left_out = _LEFT_OUT[without.kind].format(label=without.label)
    return f"{left_out}: {without.hits} {noun}."
