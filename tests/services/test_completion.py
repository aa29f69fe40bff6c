"""Pair completion on the starter edition: what is offered, what is asked, where answers go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.bootstrap import bootstrap
from app.domain.codebook_ports import Codebooks
from app.domain.coding_acts import Part, Place, assigned_codes
from app.domain.completion import CompletionKind, Progress, Step
from app.domain.concept import Mark
from app.domain.encounter import Diagnosis, Encounter
from app.domain.errors import AppError, NotFoundError
from app.domain.record import CareRecord, Medication
from app.domain.usable_code import find_usable
from app.rules.examples import example, procedure, row
from app.services.completion import begin_completion, open_step, search_step
from app.services.completion_by_code import complete_by_code
from app.services.completion_offers import find_offer, find_offers
from app.services.context import AppContext
from tests.domain.encounters import encounters

DAY = date(2022, 3, 18)
KIND = CompletionKind


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("completion")
    opened = bootstrap(folder, f"sqlite:///{sqlite_template}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def books(app: AppContext) -> Codebooks:
    return app.library.for_day(DAY)


def offered(app: AppContext, books: Codebooks, event: Encounter) -> list[tuple[KIND, str]]:
    return [(offer.kind, offer.code) for offer in find_offers(app, event, books)]


def started(
    app: AppContext, books: Codebooks, event: Encounter, kind: KIND, place: Place | None = None
) -> Progress:
    at = place or Place(Part.DIAGNOSIS, 0)
    offer = find_offer(app, event, books, kind, at)
    assert offer is not None
    return begin_completion(app, event, books, offer)


def options(step: Step | None) -> list[str]:
    assert step is not None
    return [option.code for option in step.options]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (example("S72.00"), [(KIND.CAUSE, "S72.00")]),
        (example(row("S72.00", "W01.09")), []),
        (example(row("S72.00", "W01.0")), [(KIND.CAUSE, "W01.0")]),
        (example("S72.00", "W01.09"), []),
        (example("T88.1", "U12.9"), []),
        (example("T81.4"), [(KIND.CAUSE, "T81.4")]),
        (example("T50.9"), [(KIND.POISONING, "T50.9")]),
        (example(row("T50.9", "X44.09")), [(KIND.POISONING, "T50.9")]),
        (example(row("T50.9", "X44.09", drugs=("N02BE01",))), []),
        (example("T39.1"), [(KIND.POISONING, "T39.1")]),
        (example("T58.9"), [(KIND.CAUSE, "T58.9")]),
        (example("L27.0"), [(KIND.ADVERSE_EFFECT, "L27.0")]),
        (example(row("L27.0", "Y57.9")), [(KIND.ADVERSE_EFFECT, "L27.0")]),
        (example(row("L27.0", "Y57.9", drugs=("J01CA04",))), []),
        (example("T88.7"), [(KIND.ADVERSE_EFFECT, "T88.7")]),
        (example("H36.0"), [(KIND.DAGGER, "H36.0")]),
        (example(row("E11.3", partner="H36.0")), []),
        (example(row("E10.7", partner="N08.3"), row("H36.0", partner="E10.7")), []),
        (example("E11.4"), [(KIND.ASTERISK, "E11.4")]),
        (example("C50.9"), []),
        (example("I10.9"), []),
        (example("O80.0"), [(KIND.DELIVERY, "O80.0")]),
        (example("O80.0", "Z37.0"), []),
        (example("Z37.0"), [(KIND.DELIVERY, "Z37.0")]),
        (example("J18.9", procedures=(procedure("NFB49"),)), [(KIND.SIDE, "NFB49")]),
        (example("J18.9", procedures=(procedure("NFB49", additional=("ZXA00",)),)), []),
        (example("J18.9", procedures=(procedure("NFB49"), procedure("ZXA00"))), []),
        (example("J18.9", procedures=(procedure("JEA01"),)), []),
        (example("XYZ"), []),
        (example(None), []),
    ],
)
def test_what_a_code_lacks_is_offered_and_nothing_else(
    app: AppContext, books: Codebooks, event: Encounter, expected: list[tuple[KIND, str]]
) -> None:
    assert offered(app, books, event) == expected


def test_every_offer_says_its_code_in_a_whole_sentence(app: AppContext, books: Codebooks) -> None:
    event = example("S72.00", "L27.0", "T50.9", "H36.0", "O80.0", procedures=(procedure("NFB49"),))

    offers = find_offers(app, event, books)

    assert len(offers) == 6
    assert all(o.code in o.sentence and o.sentence.endswith(".") for o in offers)


def test_a_poisoning_asks_for_the_drug_and_then_for_the_intent(
    app: AppContext, books: Codebooks
) -> None:
    record = CareRecord(medications=(Medication("1", "N02BE01"), Medication("2", "N02BE01")))
    progress = started(app, books, example("T50.9"), KIND.POISONING)

    step = open_step(app, progress, books, record)
    assert options(step) == ["N02BE01"]
    after = progress.answer("N02BE01")

    assert after.step is not None
    assert after.step.is_cause
    done = after.answer("X64.09").draft.diagnoses[0]
    assert (done.code, done.drugs, done.external_causes) == ("T50.9", ("N02BE01",), ("X64.09",))


def test_a_poisoning_that_names_the_drug_takes_no_atc(app: AppContext, books: Codebooks) -> None:
    progress = started(app, books, example("T39.1"), KIND.POISONING)

    assert [step.is_cause for step in progress.steps] == [True]


def test_an_adverse_effect_has_its_cause_before_anything_is_asked(
    app: AppContext, books: Codebooks
) -> None:
    progress = started(app, books, example("L27.0"), KIND.ADVERSE_EFFECT)

    assert progress.draft.diagnoses[0].external_causes == ("Y57.9",)
    assert progress.answer("").draft.diagnoses[0].drugs == ()


def test_the_drugs_of_the_event_come_after_those_of_the_record(
    app: AppContext, books: Codebooks
) -> None:
    event = example("L27.0", row("K29.0", "Y57.9", drugs=("M01AE01", "N02BE01")))
    record = CareRecord(medications=(Medication("1", "N02BE01"),))

    step = open_step(app, started(app, books, event, KIND.ADVERSE_EFFECT), books, record)

    assert options(step) == ["N02BE01", "M01AE01"]


def test_daggers_on_the_event_come_first(app: AppContext, books: Codebooks) -> None:
    step = open_step(app, started(app, books, example("H36.0", "E11.3"), KIND.DAGGER), books)

    assert step is not None
    assert step.options[0].code == "E11.3"
    assert step.options[0].why == "redan vald"


def test_only_what_can_be_the_dagger_is_found(app: AppContext, books: Codebooks) -> None:
    step = open_step(app, started(app, books, example("D63.0"), KIND.DAGGER), books)
    assert step is not None

    cancers = search_step(app, step, "bröstcancer", DAY, books)
    others = search_step(app, step, "pneumoni", DAY, books)

    assert cancers
    assert all("C00" <= option.code < "D49" for option in cancers)
    assert others == []


def test_an_asterisk_can_be_searched_for_among_asterisks_alone(
    app: AppContext, books: Codebooks
) -> None:
    step = open_step(app, started(app, books, example("E11.4"), KIND.ASTERISK), books)
    assert step is not None

    found = search_step(app, step, "polyneuropati", DAY, books)

    assert options(step)[0] == "G63.2"
    assert found[0].code.startswith("G63")
    marks = {concept.mark for o in found if (concept := books.icd10se.concept(o.code))}
    assert marks == {Mark.ASTERISK}


@pytest.mark.parametrize(
    ("code", "first_outcome", "first_procedure"),
    [("O80.0", "Z37.0", "MBC30"), ("O81.4", "Z37.0", "MAE00"), ("O82.1", "Z37.0", "MCA10"),
     ("O84.2", "Z37.2", "MCA10")],
)  # fmt: skip
def test_a_delivery_asks_for_outcome_and_procedure_of_its_kind(
    app: AppContext, books: Codebooks, code: str, first_outcome: str, first_procedure: str
) -> None:
    progress = started(app, books, example(code), KIND.DELIVERY)

    assert options(open_step(app, progress, books))[0] == first_outcome
    after = progress.answer(first_outcome)
    assert options(open_step(app, after, books))[0] == first_procedure
    done = after.answer(first_procedure).draft
    assert [d.code for d in done.diagnoses] == [code, first_outcome]
    assert done.procedures[0].date == done.admission_day


def test_an_outcome_asks_how_the_children_were_born(app: AppContext, books: Codebooks) -> None:
    progress = started(app, books, example("Z37.2"), KIND.DELIVERY)

    modes = options(open_step(app, progress, books))
    done = progress.answer("O84.2")

    assert all(code.startswith("O84") for code in modes)
    assert done.draft.principal == Diagnosis("O84.2", role=done.draft.diagnoses[0].role)
    assert options(open_step(app, done, books))[0] == "MCA10"


def test_the_sides_have_a_letter_each(app: AppContext, books: Codebooks) -> None:
    event = example("J18.9", procedures=(procedure("NFB49"),))
    progress = started(app, books, event, KIND.SIDE, Place(Part.PROCEDURE, 0))

    step = open_step(app, progress, books)

    assert step is not None
    assert {o.key: o.code for o in step.options} == {"h": "ZXA00", "v": "ZXA05", "b": "ZXA10"}
    assert search_step(app, step, "vän", DAY, books)[0].code == "ZXA05"


EVENTS = [
    example("T50.9"), example("L27.0"), example("H36.0"), example("E11.4"), example("A17.8"),
    example("O80.0"), example("O84.2"), example("Z37.0"), example("D63.0", "C18.7"),
    example("I98.2", "K70.3"), example("J18.9", procedures=(procedure("NFB49"),)),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: str(next(e.icd_codes())))
def test_every_code_that_is_offered_is_in_use_on_the_day(
    app: AppContext, books: Codebooks, event: Encounter
) -> None:
    for offer in find_offers(app, event, books):
        progress = begin_completion(app, event, books, offer)
        while (step := open_step(app, progress, books)) is not None:
            for option in step.options:
                assert find_usable(books, option.system, option.code, DAY), option.code
            progress = progress.answer(step.options[0].code if step.options else "")


def test_what_nobody_offers_can_be_asked_for_where_it_makes_sense(
    app: AppContext, books: Codebooks
) -> None:
    place = Place(Part.DIAGNOSIS, 0)

    assert find_offer(app, example("C50.9"), books, KIND.ASTERISK, place) is not None
    assert find_offer(app, example("J18.9"), books, KIND.CAUSE, place) is not None
    assert find_offer(app, example("K29.0"), books, KIND.ADVERSE_EFFECT, place) is not None
    assert find_offer(app, example("J18.9"), books, KIND.DELIVERY, place) is None
    assert find_offer(app, example("J18.9"), books, KIND.DAGGER, place) is None
    assert find_offer(app, example("J18.9"), books, KIND.SIDE, place) is None


def test_codes_alone_can_be_completed(app: AppContext) -> None:
    done = complete_by_code(app, ["T50.9", "F32.1"], ["N02BE01", "x6409"], day=DAY)

    assert done.step is None
    assert done.encounter.diagnoses[0].external_causes == ("X64.09",)


@pytest.mark.parametrize(
    ("codes", "answers", "said"),
    [
        (["Q99X"], [], "finns inte i de kodverk"),
        (["T50.9"], ["N02BE99"], "finns inte i ATC"),
        (["T50.9"], ["-", "W01.0"], "W01.0 är inte fullständig"),
        (["T50.9"], ["-", "-"], "kan inte gås förbi"),
        (["L27.0"], ["-", "-"], "Allt är besvarat"),
    ],
)
def test_an_answer_that_cannot_be_one_is_refused_in_words(
    app: AppContext, codes: list[str], answers: list[str], said: str
) -> None:
    with pytest.raises((AppError, NotFoundError), match=said):
        complete_by_code(app, codes, answers, day=DAY)


def test_a_kind_that_makes_no_sense_is_refused(app: AppContext) -> None:
    with pytest.raises(AppError, match="kan inte kompletteras så"):
        complete_by_code(app, ["J18.9"], kind=KIND.DELIVERY, day=DAY)


@given(encounters())
@settings(max_examples=60)
def test_whatever_is_offered_can_be_answered_to_the_end(
    app: AppContext, books: Codebooks, event: Encounter
) -> None:
    for offer in find_offers(app, event, books):
        progress = begin_completion(app, event, books, offer)
        while (step := open_step(app, progress, books)) is not None:
            progress = progress.answer(step.options[0].code if step.options else "")
        before = {code.code for code in assigned_codes(event)}
        after = {code.code for code in assigned_codes(progress.draft)}
        assert before <= after | {offer.code}
