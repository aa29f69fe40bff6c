"""What the engine promises whatever is typed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search import edition_search
from app.search.compiled import Compiled
from app.search.engine import LibrarySearch
from app.search.normalise import words_of
from app.search.spelling import Correction, Corrector

from .conftest import ATC_TITLES, ICD_TITLES, SmallLibrary, concepts

Ask = Callable[..., list[SearchHit]]
ORDER = list(MatchKind)
ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
CODES = ["E11", "E11.9", "I10.9", "S72.00", "W01.90", "JKA21", "AJ004", "C07AB02", "I20-I25"]
WORDS = ["akut", "hjärtinfarkt", "hjartinfrkt", "kol", "I10", "förmaks", "på", "b", "alvedon"]

anything = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join),
    st.text(alphabet="abdehijklmnoprstuvåäö -", max_size=20),
)
codes = st.sampled_from(CODES)


@given(text=anything)
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_in_sections_by_falling_score(ask: Ask, text: str) -> None:
    hits = ask(text)
    keys = [(ORDER.index(hit.kind), -hit.score) for hit in hits]
    assert keys == sorted(keys)
    assert all(hit.why for hit in hits)
    assert len({(hit.system, hit.code) for hit in hits}) == len(hits)


@given(text=anything)
@settings(max_examples=60, deadline=None)
def test_the_same_question_has_the_same_answer(ask: Ask, text: str) -> None:
    assert ask(text) == ask(text)


@given(code=codes, change=st.sampled_from([str.lower, str.upper, lambda c: c.replace(".", "")]))
@settings(deadline=None)
def test_an_exact_code_comes_first_however_it_is_written(
    ask: Ask, code: str, change: Callable[[str], str]
) -> None:
    first = ask(change(code))[0]
    assert (first.code, first.kind, first.why) == (code, MatchKind.EXACT_CODE, "exakt kod")


beginnings = st.sampled_from(
    sorted({w for title in (*ICD_TITLES.values(), *ATC_TITLES.values()) for w in words_of(title)})
).flatmap(lambda w: st.tuples(st.just(w), st.integers(1, len(w)), st.integers(1, len(w))))


@given(beginning=beginnings)
@settings(max_examples=150, deadline=None)
def test_every_hit_of_a_longer_word_beginning_is_among_those_of_a_shorter_one(
    ask: Ask, beginning: tuple[str, int, int]
) -> None:
    word, one, other = beginning
    shorter, longer = word[: max(min(one, other), 2)], word[: max(one, other, 2)]

    def begun(text: str) -> set[tuple[str, str]]:
        hits = ask(text, limit=10_000)
        return {(h.system, h.code) for h in hits if h.why == f"ordbörjan: {text}"}

    found = {(hit.system, hit.code) for hit in ask(shorter, limit=10_000)}
    assert begun(longer) <= found


@given(text=anything, limit=st.integers(-1, 5))
@settings(max_examples=60, deadline=None)
def test_a_limit_cuts_the_same_answer_short(ask: Ask, text: str, limit: int) -> None:
    assert ask(text, limit=limit) == ask(text)[: max(limit, 0)]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\0kol\0", "x", "7", "4711 0815", "😀", "😀 astma", "קוד", "مرض", "...", "-",
     "astma " * 2000, "a" * 10_000, "\u202eamtsa", "i på av", "I10" * 50, "\ud800"],
)  # fmt: skip
def test_odd_text_is_answered_calmly(ask: Ask, text: str) -> None:
    assert len(list(ask(text))) <= 50


def test_a_pasted_text_is_cut_to_its_beginning(ask: Ask) -> None:
    assert ask("astma " + "zzz " * 3000)[0].code == "J45"


def test_nul_between_letters_does_not_hide_the_word(ask: Ask) -> None:
    assert ask("\0astma\0")[0].code == "J45"


def test_only_the_systems_asked_for_are_searched(ask: Ask) -> None:
    assert {hit.system for hit in ask("kol", ATC)} == {ATC}
    assert {hit.system for hit in ask("kol", ICD, KVA)} == {ICD, KVA}
    assert {hit.system for hit in ask("kol")} == {ICD, KVA, ATC}


def test_no_hit_stands_twice_when_a_system_is_named_twice(ask: Ask) -> None:
    assert ask("astma", ICD, ICD) == ask("astma", ICD)


def test_a_corrected_spelling_never_stands_above_a_word_that_was_typed(ask: Ask) -> None:
    kinds = [hit.kind for hit in ask("kol")]
    assert kinds[0] is MatchKind.WORDS
    assert MatchKind.FUZZY not in kinds[: kinds.count(MatchKind.WORDS)]


def test_a_book_that_knows_few_words_of_a_long_question_guesses_at_none(ask: Ask) -> None:
    def corrected(text: str, system: CodeSystem) -> bool:
        return any("rättat: " in hit.why for hit in ask(text, system))

    assert corrected("diabetes mellitus typ 2 utan komplikatjoner", ICD)
    assert corrected("paracetamoll", ATC)
    assert not corrected("diabetes mellitus typ 2 utan paracetamoll", ATC)


def test_blocks_stand_after_the_codes_of_their_section(ask: Ask) -> None:
    codes = [hit.code for hit in ask("sjukdomar", ICD)]
    assert codes[-1] in {"I00-I99", "I20-I25"}
    assert ask("ischemiska hjärtsjukdomar")[0].code == "I20-I25"


def test_deep_external_causes_are_reached_by_code_only(ask: Ask) -> None:
    assert "W01.90" not in [hit.code for hit in ask("fall halkning hemma")]
    assert "W01.90" in [hit.code for hit in ask("W01")]


def test_letters_and_digits_apart_are_words_too_where_they_only_begin_a_code(ask: Ask) -> None:
    kinds = {hit.kind for hit in ask("typ 2")}
    assert MatchKind.WORDS in kinds
    assert ask("i 10")[0].code == "I10"


def test_a_letter_alone_is_the_beginning_of_a_code(ask: Ask) -> None:
    assert {hit.kind for hit in ask("j", ICD)} == {MatchKind.CODE_PREFIX}


def test_a_hit_carries_what_the_screen_shows(ask: Ask) -> None:
    hit = next(hit for hit in ask("polyneuropati diabetes") if hit.code == "G63.2")
    assert (hit.mark, hit.may_be_principal, hit.is_leaf) == ("*", False, True)


def test_letters_that_begin_a_code_yield_to_an_abbreviation(ask: Ask) -> None:
    assert ask("kad")[0].why == "förkortning: kad → TKC20"
    assert [hit.code for hit in ask("JK", KVA)] == ["JKA", "JKA21"]


def test_code_look_up_answers_before_the_word_index_is_built(
    library: object, lexicon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*parts: object) -> None:
        raise AssertionError("the word index was built for a code")

    monkeypatch.setattr(edition_search, "compile_edition", refuse)
    engine = LibrarySearch(library, lexicon_dir)
    assert engine.search(SearchQuery("i109"))[0].code == "I10.9"


def test_an_index_is_built_once_however_many_ask_at_once(
    library: object, lexicon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []
    build = edition_search.compile_edition

    def counting(*parts: object) -> object:
        built.append(1)
        return build(*parts)

    monkeypatch.setattr(edition_search, "compile_edition", counting)
    engine = LibrarySearch(library, lexicon_dir)
    answers: list[list[SearchHit]] = []

    def ask_once() -> None:
        engine.prepare()
        answers.append(engine.search(SearchQuery("astma")))

    threads = [threading.Thread(target=ask_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == len(CodeSystem)
    assert all(answer == answers[0] for answer in answers)


def test_a_new_import_of_an_edition_is_searched(library: object, lexicon_dir: Path) -> None:
    engine = LibrarySearch(library, lexicon_dir)
    assert not engine.search(SearchQuery("nysjuka", (ICD,)))
    old = library.books[ICD]
    added = Concept(ICD, "U99.9", "Nysjuka", Level.SUBCATEGORY)
    edition = replace(old.edition, version="2")
    library.books[ICD] = MemoryCodebook(edition, [*old.concepts(), added])
    assert engine.search(SearchQuery("nysjuka", (ICD,)))[0].code == "U99.9"


def test_without_a_lexicon_the_titles_are_still_found(library: object, tmp_path: Path) -> None:
    engine = LibrarySearch(library, tmp_path / "nowhere")
    assert engine.search(SearchQuery("astma"))[0].code == "J45"


def test_no_slip_is_looked_for_in_a_book_where_another_one_knows_the_words(
    ask: Ask, slips: list[str]
) -> None:
    ask("metoprolol ", ICD)
    assert slips == ["metoprolol"]

    found = ask("metoprolol  ")

    assert found[0].code == "C07AB02"
    assert slips == ["metoprolol"]


def test_a_slip_is_mended_in_the_book_it_belongs_to_though_all_are_asked(ask: Ask) -> None:
    assert ask("akut hjärtinfrakt")[0].code == "I21"
    assert ask("laparoskopisk kolecystektmi")[0].code == "JKA21"


def test_of_a_long_question_three_words_are_mended(ask: Ask, slips: list[str]) -> None:
    typed = "diabetes mellitus typ utan komplikationer astmma fibromyallgi kollumfraktr tumörr"

    ask(f"{typed} ", ICD)

    assert slips == typed.split()[-4:-1]


def test_a_long_question_is_mended_only_in_the_book_that_reads_most_of_it(
    library: SmallLibrary, lexicon_dir: Path, slips: list[str]
) -> None:
    procedures = library.books[KVA]
    added = Concept(KVA, "AU999", "Utredning av diabetes mellitus typ hypertoni", Level.ITEM)
    library.books[KVA] = MemoryCodebook(procedures.edition, [*procedures.concepts(), added])

    LibrarySearch(library, lexicon_dir).search(
        SearchQuery("diabetes mellitus typ hypertoni appendicit astmma ")
    )

    assert slips == ["astmma"]


@pytest.fixture
def slips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that nearest words are looked for from now on."""
    asked: list[str] = []
    nearest = Corrector.corrections

    def noting(self: Corrector, word: str, **how: bool) -> list[Correction]:
        asked.append(word)
        return nearest(self, word, **how)

    monkeypatch.setattr(Corrector, "corrections", noting)
    return asked


def test_an_unfinished_word_goes_on_before_it_is_another_form(lexicon_dir: Path) -> None:
    library = SmallLibrary()
    titles = {"C64": "Malign tumör i njure", "N20": "Sten i njure (njursten)"}
    edition = library.books[ICD].edition
    library.books[ICD] = MemoryCodebook(edition, concepts(ICD, titles))
    ask = LibrarySearch(library, lexicon_dir).search
    begun, finished = (ask(SearchQuery(text, (ICD,)))[0] for text in ("njurs", "njurs "))
    assert (begun.code, begun.kind, begun.why) == ("N20", MatchKind.PREFIX, "ordbörjan: njurs")
    assert finished.kind is MatchKind.WORDS


def test_half_a_code_waits_for_no_word_index(
    library: SmallLibrary, lexicon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object) -> Compiled:
        raise AssertionError("the word index is built for it")

    monkeypatch.setattr(edition_search, "compile_edition", build)
    engine = LibrarySearch(library, lexicon_dir)

    for text in ("JKA2", "jka2", "S72", "W01.9"):
        assert engine.search(SearchQuery(text))[0].kind in ORDER[:3]


def test_a_common_word_alone_is_asked_about(lexicon_dir: Path) -> None:
    book = {f"S{number}.0": f"Skada {number} på hals" for number in range(10, 20)}
    library = SmallLibrary()
    edition = Edition("icd-hals", ICD, "icd", "1")
    library.books[ICD] = MemoryCodebook(edition, concepts(ICD, {**book, "R51": "Huvudvärk"}))
    asked = LibrarySearch(library, lexicon_dir)

    assert asked.search(SearchQuery("hals"))[0].is_unsure
    assert not asked.search(SearchQuery("skada 12 hals"))[0].is_unsure
    assert not asked.search(SearchQuery("huvudvärk"))[0].is_unsure
