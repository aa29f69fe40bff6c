"""Where the words that a hit was found by stand in its title."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.search import SearchHit
from app.search.marking import mark_title, says_more

from .conftest import ATC_TITLES, ICD, ICD_TITLES, KVA_TITLES

Ask = Callable[..., list[SearchHit]]
SPELLINGS = {"cholecystitis", "meniere"}
LIKE = {"cancer": ("malign tumör",), "hjärta": ("kardi*",)}


class SomeWords:
    """Knows a few words of the same meaning, and of titles nothing."""

    def holds_form(self, entry: int, word: str) -> bool:  # noqa: ARG002
        return word in SPELLINGS

    def holds_part(self, entry: int, word: str) -> bool:  # noqa: ARG002
        return word not in LIKE

    def alike(self, word: str) -> tuple[str, ...]:
        return LIKE.get(word, ())


def _mark(title: str, why: str) -> tuple[tuple[int, int], ...]:
    return mark_title(title, why, SomeWords(), 0)


def _shown(title: str, why: str) -> str:
    return _with_brackets(title, _mark(title, why))


def _with_brackets(title: str, marked: tuple[tuple[int, int], ...]) -> str:
    for begin, end in reversed(marked):
        title = f"{title[:begin]}[{title[begin:end]}]{title[end:]}"
    return title


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        ("ord: akut, ord: hjärtinfarkt", "[Akut] [hjärtinfarkt], subakut (CMP)"),
        ("ord: hjärtinfarkter", "Akut [hjärtinfarkt], subakut (CMP)"),
        ("ordbörjan: hjärtinf", "Akut [hjärtinf]arkt, subakut (CMP)"),
        ("del av ord: infarkt", "Akut hjärt[infarkt], subakut (CMP)"),
        ("rättat: hjartinfarkt → hjärtinfarkt", "Akut [hjärtinfarkt], subakut (CMP)"),
        ("uttryck: propp → akut infarkt", "[Akut] hjärt[infarkt], subakut (CMP)"),
        ("lokalt vardagsord: akut propp → I21", "[Akut] hjärtinfarkt, subakut (CMP)"),
        ("synonym: i på akuten → I21", "[Akut] hjärtinfarkt, subakut (CMP)"),
        ("ord: cmp, liknande ord", "Akut hjärtinfarkt, subakut ([CMP])"),
        ("ord: hjärt", "Akut hjärtinfarkt, subakut (CMP)"),
        ("synonym: hjärt → I21", "Akut hjärtinfarkt, subakut (CMP)"),
        ("exakt kod", "Akut hjärtinfarkt, subakut (CMP)"),
        ("produkt: alvedon → N02BE01", "Akut hjärtinfarkt, subakut (CMP)"),
    ],
)  # fmt: skip
def test_what_a_reason_names_is_marked(why: str, shown: str) -> None:
    assert _shown("Akut hjärtinfarkt, subakut (CMP)", why) == shown


@pytest.mark.parametrize(
    ("title", "why", "shown"),
    [
        ("Kollumfraktur", "del av ord: kollum|fraktur", "[Kollumfraktur]"),
        ("Fraktur på lårben", "del av ord: lårben|fraktur", "[Fraktur] på [lårben]"),
        ("Fraktur på lårben", "rättat: lårbensfrktur → lårbensfraktur", "[Fraktur] på [lårben]"),
        ("Kolecystit, akut", "ord: cholecystitis", "[Kolecystit], akut"),
        ("Ménières sjukdom", "latin: meniere → H81.0", "[Ménières] sjukdom"),
        ("AV-block I", "ord: avblock", "[AV-block] I"),
        ("Malign tumör i lunga", "samma betydelse: cancer → malign tumör",
         "[Malign] [tumör] i lunga"),
        ("Malign tumör i lunga", "del av ord: lung|cancer", "[Malign] [tumör] i [lunga]"),
        ("Kardiomyopati", "del av ord: hjärta", "[Kardi]omyopati"),
        ("Blockad, AV-block, block", "ord: block", "Blockad, AV-[block], [block]"),
        ("Neonatal (nyfödd)", "ordbörjan: neo, ordbörjan: ny", "[Neo]natal ([ny]född)"),
        ("İ akut", "ord: akut", "İ akut"),
    ],
)  # fmt: skip
def test_other_spellings_parts_and_meanings_are_marked(title: str, why: str, shown: str) -> None:
    assert _shown(title, why) == shown


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("akut hjärtinfarkt", "[Akut] [hjärtinfarkt]"),
        ("hjärtinf", "Akut [hjärtinf]arkt"),
        ("hjartinfarkt", "Akut [hjärtinfarkt]"),
        ("blindtarmsinflammation", "Ospecificerad [appendicit]"),
        ("kollumfraktur", "[Kollumfraktur]"),
        ("lårbensfraktur", "[Fraktur] på [lårben]"),
        ("lungcancer", "[Malign] [tumör] i bronk och [lunga]"),
        ("I21", "Akut hjärtinfarkt"),
        ("propp i hjärtat", "Akut hjärtinfarkt"),
    ],
)
def test_the_first_hit_of_a_question_is_marked(ask: Ask, typed: str, first: str) -> None:
    hit = ask(typed, ICD)[0]
    assert _with_brackets(hit.title, hit.marked) == first


TITLES = (*ICD_TITLES.values(), *KVA_TITLES.values(), *ATC_TITLES.values())
typed = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(" ".join(TITLES).split()), max_size=4).map(" ".join),
)


@given(text=typed)
@settings(max_examples=100, deadline=None)
def test_marks_stand_in_order_inside_the_title_and_never_overlap(ask: Ask, text: str) -> None:
    for hit in ask(text):
        edges = [0, *(edge for place in hit.marked for edge in place), len(hit.title)]
        assert all(before <= after for before, after in pairwise(edges))
        assert all(begin < end for begin, end in hit.marked)


@given(title=st.text(max_size=40), words=st.lists(st.text(max_size=8), max_size=3))
@settings(max_examples=100, deadline=None)
def test_any_title_can_be_marked_for_any_reason(title: str, words: list[str]) -> None:
    marked = _mark(title, ", ".join(f"ordbörjan: {word}" for word in words))
    assert all(0 <= begin < end <= len(title) for begin, end in marked)


@pytest.mark.parametrize(
    ("title", "why", "marked", "says"),
    [
        ("Skada på halsen, ospecificerad", "ord: hals", (), True),
        ("Malign tumör i njure", "ord: njure", ((16, 21),), True),
        ("Astma, ospecificerad", "ord: astma", ((0, 5),), False),
        ("Yrsel (svindel)", "ord: yrsel", ((0, 5),), False),
        ("Hematuri (blod i urinen)", "ord: blod", ((10, 14),), True),
        ("Malign tumör i lever", "vardagsord: levercancer → C22", (), False),
    ],
)
def test_a_title_may_say_more_than_the_word_it_was_found_by(
    title: str, why: str, marked: tuple[tuple[int, int], ...], says: bool
) -> None:
    assert says_more(title, why, marked) is says
