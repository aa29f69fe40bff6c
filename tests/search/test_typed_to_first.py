"""What is typed, and which code stands first. Coders may add lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.search import MatchKind, SearchHit

Ask = Callable[..., list[SearchHit]]

TYPED = [
    ("I10", "I10", MatchKind.EXACT_CODE),
    ("i109", "I10.9", MatchKind.EXACT_CODE),
    ("I 48", "I48", MatchKind.EXACT_CODE),
    ("z51.1+", "Z51.1", MatchKind.EXACT_CODE),
    ("S72,0", "S72.0", MatchKind.EXACT_CODE),
    ("s7200", "S72.00", MatchKind.EXACT_CODE),
    ("w01.90", "W01.90", MatchKind.EXACT_CODE),
    ("n02be01", "N02BE01", MatchKind.EXACT_CODE),
    ("i20-i25", "I20-I25", MatchKind.EXACT_CODE),
    ("nfb", "NFB", MatchKind.EXACT_CODE),
    ("J44 astma", "J44", MatchKind.EXACT_CODE),
    ("I4", "I44", MatchKind.CODE_PREFIX),
    ("E11.9W", "E11.9", MatchKind.CODE_PREFIX),
    ("astma", "J45", MatchKind.WORDS),
    ("akut hjärtinfarkt", "I21", MatchKind.WORDS),
    ("hjärtinfarkt akut", "I21", MatchKind.WORDS),
    ("hjärtinfarkten", "I21", MatchKind.WORDS),
    ("hypertoni", "I10", MatchKind.WORDS),
    ("kol", "J44", MatchKind.WORDS),
    ("alvedon", "N02BE01", MatchKind.WORDS),
    ("Alvedon 500 mg", "N02BE01", MatchKind.WORDS),
    ("blindtarmsinflammation", "K37", MatchKind.WORDS),
    ("hjärtat propp", "I21", MatchKind.WORDS),
    ("hjärt svikt", "I50", MatchKind.WORDS),
    ("av block", "I44", MatchKind.WORDS),
    ("avblock", "I44", MatchKind.WORDS),
    ("varig mellanöreinflammation", "H66.0", MatchKind.WORDS),
    ("icke varig mellanöreinflammation", "H65.9", MatchKind.WORDS),
    ("kad", "TKC20", MatchKind.WORDS),
    ("astma hos storrökare", "J45", MatchKind.WORDS),
    ("hjärtinfarkt utan känd orsak", "I21", MatchKind.WORDS),
    ("75-årig man med hjärtsvikt", "I50", MatchKind.WORDS),
    ("propp i vänster hjärtat", "I21", MatchKind.WORDS),
    ("blind tarms inflammation", "K37", MatchKind.WORDS),
    ("cholecystectomi", "JKA21", MatchKind.WORDS),
    ("hjärtinf", "I21", MatchKind.PREFIX),
    ("typ2 diabetes", "E11", MatchKind.PREFIX),
    ("ledprotes", "NFB", MatchKind.PREFIX),
    ("ledprotes ", "NFB", MatchKind.WORDS),
    ("betar", "C07", MatchKind.PREFIX),
    ("hjärtinf akut", "I21", MatchKind.PREFIX),
    ("lunginfl", "J18", MatchKind.PREFIX),
    ("lungcancer", "C34", MatchKind.PREFIX),
    ("lårbensfraktur", "S72", MatchKind.PREFIX),
    ("höftledsplast", "NFB49", MatchKind.PREFIX),
    ("hjartinfarkt", "I21", MatchKind.FUZZY),
    ("hjärtifnarkt", "I21", MatchKind.FUZZY),
    ("lunginflamation", "J18", MatchKind.FUZZY),
    ("paracetmol", "N02BE01", MatchKind.FUZZY),
    ("lunkcanser", "C34", MatchKind.FUZZY),
    ("lunkcancer", "C34", MatchKind.FUZZY),
    ("larbensfraktur", "S72", MatchKind.FUZZY),
    ("lårbensfarktur", "S72", MatchKind.FUZZY),
    ("hoftledsplastik", "NFB49", MatchKind.FUZZY),
    ("propp i hjartat", "I21", MatchKind.FUZZY),
]


@pytest.mark.parametrize(("typed", "code", "kind"), TYPED, ids=[line[0] for line in TYPED])
def test_the_code_meant_stands_first_in_its_section(
    ask: Ask, typed: str, code: str, kind: MatchKind
) -> None:
    first = ask(typed)[0]
    assert (first.code, first.kind) == (code, kind)


WHY = [
    ("I10", "exakt kod"),
    ("I4", "koden börjar med I4"),
    ("E11.9W", "E119W finns inte, närmaste kod"),
    ("astma", "ord: astma"),
    ("blindtarmsinflammation", "synonym: blindtarmsinflammation → appendicit"),
    ("alvedon", "produkt: alvedon → N02BE01"),
    ("kol", "förkortning: kol → J44"),
    ("hjärtinf", "ordbörjan: hjärtinf"),
    ("lårbensfraktur", "del av ord: lårben|fraktur"),
    ("hjartinfarkt", "rättat: hjartinfarkt → hjärtinfarkt"),
]


@pytest.mark.parametrize(("typed", "why"), WHY, ids=[line[0] for line in WHY])
def test_the_first_hit_says_why(ask: Ask, typed: str, why: str) -> None:
    assert ask(typed)[0].why == why
