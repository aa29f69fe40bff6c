"""Local terms: one proposes, another approves, and then the search knows them at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.local_term import LocalTermKind, TermState
from app.domain.search import MatchKind, SearchHit
from app.services.access import add_person
from app.services.code_search import search_codes
from app.services.context import AppContext
from app.services.local_terms import (
    approve_terms,
    decline_term,
    find_term,
    list_terms,
    propose_term,
    retire_term,
)
from app.services.term_checks import WrittenTerm, read_targets

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC


@pytest.fixture
def anna(app: AppContext) -> Person:
    return add_person(app, "Anna Ek", Role.CODER)


@pytest.fixture
def bo(app: AppContext) -> Person:
    return add_person(app, "Bo Ek", Role.CODER)


def written(
    term: str = "pumpfel", target: str = "I50.9", system: CodeSystem | None = ICD, note: str = ""
) -> WrittenTerm:
    return WrittenTerm(term, target, system, LocalTermKind.LAY, note)


def first(app: AppContext, text: str) -> SearchHit | None:
    return next(iter(search_codes(app, text)), None)


def states(app: AppContext) -> dict[str, TermState]:
    return {term.text.term: term.state for term in list_terms(app)}


def refusal(app: AppContext, person: Person, what: WrittenTerm) -> str:
    with pytest.raises(AppError) as caught:
        propose_term(app, person, what)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_a_colleague_approves_and_the_search_knows_the_term_at_once(
    app: AppContext, anna: Person, bo: Person
) -> None:
    term = propose_term(app, anna, written(" Pumpfel  ", "i509"))
    assert (term.text.term, term.text.targets) == ("Pumpfel", ("I50.9",))
    before = first(app, "pumpfel")
    assert before is None or before.code != "I50.9"

    result = approve_terms(app, bo, [term.id])

    hit = first(app, "pumpfel")
    assert hit is not None
    assert (hit.code, hit.kind) == ("I50.9", MatchKind.WORDS)
    assert hit.why == "lokalt vardagsord: Pumpfel → I50.9"
    assert not result.refused
    assert [each.judged.name for each in result.approved if each.judged] == ["Bo Ek"]


def test_nobody_approves_a_term_of_their_own_while_there_is_a_colleague(
    app: AppContext, bo: Person
) -> None:
    lead = add_person(app, "Lena Ansvarig", Role.LEAD)
    term = propose_term(app, lead, written())

    result = approve_terms(app, lead, [term.id])

    assert states(app) == {"pumpfel": TermState.PROPOSED}
    ((_, reason),) = result.refused
    assert reason == (
        "Du har själv lagt in ”pumpfel”, så en kollega måste godkänna det. "
        "Be en kollega öppna Kodverk → Lokala sökord."
    )


def test_alone_only_the_coding_lead_approves_and_it_is_told(app: AppContext, anna: Person) -> None:
    term = propose_term(app, anna, written())
    ((_, reason),) = approve_terms(app, anna, [term.id]).refused
    assert "bara den som är kodningsansvarig" in reason

    lead = Person(anna.id, anna.name, Role.LEAD)
    (done,) = approve_terms(app, lead, [term.id]).approved

    assert done.is_self_approved


def test_a_declined_term_keeps_its_reason_and_may_be_proposed_anew(
    app: AppContext, anna: Person, bo: Person
) -> None:
    term = propose_term(app, anna, written())
    with pytest.raises(AppError, match="Skriv ett skäl"):
        decline_term(app, bo, term.id, "  ")

    declined = decline_term(app, bo, term.id, "Används inte här")
    again = propose_term(app, anna, written())

    assert (declined.state, declined.reason) == (TermState.DECLINED, "Används inte här")
    assert {each.state for each in list_terms(app)} == {TermState.DECLINED, TermState.PROPOSED}
    with pytest.raises(NotAllowedError, match="är avböjt och kan inte tas ur bruk"):
        retire_term(app, bo, declined.id, "gammalt")
    assert again.id != term.id


def test_a_retired_term_is_not_found_any_more(app: AppContext, anna: Person, bo: Person) -> None:
    term = propose_term(app, anna, written())
    approve_terms(app, bo, [term.id])
    assert (hit := first(app, "pumpfel")) is not None and hit.code == "I50.9"

    retire_term(app, anna, term.id, "Ersatt")

    hit = first(app, "pumpfel")
    assert hit is None or "pumpfel →" not in hit.why


def test_an_ambiguous_term_has_a_row_for_each_meaning(
    app: AppContext, anna: Person, bo: Person
) -> None:
    terms = [
        propose_term(app, anna, written("zq", "I50.9")),
        propose_term(app, anna, written("zq", "J45.9")),
    ]

    approve_terms(app, bo, [each.id for each in terms])

    found = [hit.code for hit in search_codes(app, "zq") if hit.kind is MatchKind.WORDS]
    assert found[:2] == ["I50.9", "J45.9"]


def test_another_workstation_knows_the_term_when_it_prepares_next(
    app: AppContext, anna: Person, bo: Person, sqlite_url: str
) -> None:
    other = bootstrap(app.data_dir / "other", sqlite_url)
    other.engine.prepare()
    approve_terms(app, bo, [propose_term(app, anna, written()).id])

    other.engine.prepare()

    hit = first(other, "pumpfel")
    other.close()
    assert hit is not None and hit.code == "I50.9"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (written("x"), "Sökordet har 1 tecken, men ska ha 2–80"),
        (written("x" * 81), "Sökordet har 81 tecken"),
        (written("12 34"), "Sökordet ska ha bokstäver"),
        (written("a b c d e f g h"), "har 8 ord, men högst 5"),
        (written("I50.9", "I10.9"), "”I50.9” är en kod i ICD-10-SE"),
        (written(target=""), "Ange en till 8 koder, eller ord"),
        (written(target="I99.99"), "Koden I99.99 finns inte i "),
        (written(target="I50.9|astma"), "Ange antingen koder eller ord"),
        (written(target="I50.9", system=None), "Välj vilket kodverk"),
        (written(target="qwzxk"), "har ”qwzxk”"),
        (written(target="hjärt*"), "Skriv bara bokstäver och siffror"),
        (written("Pumpfel", "pumpfel", None), "Ingen titel i något kodverk"),
        (written("Astma", "astma", None), "är samma ord för sökningen"),
        (written("UVI", "N39.0"), "”UVI” leder redan till N39.0 "),
    ],
)
def test_a_term_that_cannot_be_used_is_refused_with_the_reason(
    app: AppContext, anna: Person, what: WrittenTerm, reason: str
) -> None:
    assert reason in refusal(app, anna, what)
    assert list_terms(app) == []


def test_a_word_of_the_title_needs_no_term(app: AppContext, anna: Person) -> None:
    books = app.library.for_day(None)
    title = books.icd10se.concept("J45.9")
    assert title is not None
    word = title.title.split()[0].strip(",")

    assert "står redan i titeln på J45.9" in refusal(app, anna, written(word, "J45.9"))


def test_what_is_proposed_already_is_told_with_who_proposed_it(
    app: AppContext, anna: Person, bo: Person
) -> None:
    term = propose_term(app, anna, written())
    assert "föreslogs av Anna Ek" in refusal(app, bo, written("PUMPFEL", "I509"))

    approve_terms(app, bo, [term.id])

    assert "leder redan dit" in refusal(app, bo, written())


@pytest.mark.parametrize(
    ("number", "place"),
    [("19090527-1474", "term"), ("0905271474", "note"), ("090527 1474", "target")],
)
def test_identity_numbers_are_refused_and_never_repeated(
    app: AppContext, anna: Person, number: str, place: str
) -> None:
    texts = {"term": "pumpfel", "target": "hjärtsvikt", "note": ""}
    texts[place] = f"{texts[place]} {number} b"

    said = refusal(app, anna, written(texts["term"], texts["target"], None, texts["note"]))

    assert "personnummer" in said
    assert number[-4:] not in said


def test_a_code_that_went_out_of_use_meanwhile_is_not_approved(
    app: AppContext, anna: Person, bo: Person
) -> None:
    fine, lost = propose_term(app, anna, written()), propose_term(app, anna, written("zq"))
    gone = replace(lost, text=replace(lost.text, targets=("I98.77",)))
    with app.unit_of_work() as uow:
        uow.local_terms.save((gone,))
        uow.commit()

    result = approve_terms(app, bo, [fine.id, lost.id])

    assert [each.id for each in result.approved] == [fine.id]
    ((_, reason),) = result.refused
    assert "Koden I98.77 finns inte" in reason


def test_a_term_is_named_by_its_word_or_the_beginning_of_its_id(
    app: AppContext, anna: Person
) -> None:
    one = propose_term(app, anna, written())
    two = propose_term(app, anna, written("zq", "I50.9"))
    three = propose_term(app, anna, written("zq", "J45.9"))
    terms = [one, two, three]

    assert find_term(terms, "PUMPFEL") == one
    assert find_term(terms, two.id[:12]) == two
    with pytest.raises(NotFoundError, match="är flera sökord"):
        find_term(terms, "zq")
    with pytest.raises(NotFoundError, match="inget sådant"):
        find_term(terms, "qqq")


def test_targets_are_written_as_their_system_writes_them(app: AppContext) -> None:
    assert read_targets(app, ICD, "i509 | I10.9|I10.9") == ("I50.9", "I10.9")
    assert read_targets(app, None, "Astma") == ("astma",)
