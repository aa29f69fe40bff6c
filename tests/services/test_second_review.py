"""Second review on a real database: drawn, coded blind, compared, measured."""

from __future__ import annotations

import pytest

from app.domain.access import AccessKind, Person
from app.domain.codes import CodeSystem
from app.domain.coding_acts import set_principal
from app.domain.encounter import Status
from app.domain.errors import AppError, NotAllowedError, NotFoundError, StaleSaveError
from app.domain.record import CareRecord, Proposal, ProposalState
from app.domain.second_review import ReviewState, Sample, SampleKind, SecondReview
from app.domain.work_list import WorkListQuery
from app.services.access import read_access_log
from app.services.blind_review import blind_context
from app.services.coding import open_event, save_draft
from app.services.context import AppContext
from app.services.second_review import (
    agreement_tables,
    done_reviews,
    draw_sample,
    list_samples,
    next_review,
    note_agreed,
    review_outcome,
)
from app.services.signing import list_versions, sign_event
from app.services.work_list import work_count
from tests.services.workday import ANNA, BO, LEA, coded, event, put

EVERYTHING = Sample("", "Allt", percent=100)
CLEA = Person("clea", "Clea Ros")


def signed(app: AppContext, *ids: str, by: Person = ANNA) -> None:
    with app.unit_of_work() as uow:
        for person in (ANNA, BO, LEA, CLEA):
            uow.people.save(person)
        uow.commit()
    for encounter_id in ids:
        (stored,) = put(app, event(encounter_id))
        sign_event(app, coded(stored), by, f"sign-{encounter_id}")


def drawn(app: AppContext, sample: Sample = EVERYTHING, reviewer: Person = BO) -> SecondReview:
    state = draw_sample(app, LEA, sample)
    review = next_review(app, reviewer, state.sample.id)
    assert review is not None
    return review


def reviewed(app: AppContext, principal: str) -> SecondReview:
    """One event of Anna's, coded by Bo."""
    review = drawn(app)
    blind = blind_context(app, review.id)
    opened = open_event(blind, review.encounter_id, BO).encounter
    sign_event(blind, set_principal(opened, principal), BO, "r1")
    return review


def test_only_the_lead_draws_and_an_odd_sample_is_refused(app: AppContext) -> None:
    signed(app, "e1")

    with pytest.raises(NotAllowedError):
        draw_sample(app, ANNA, EVERYTHING)
    with pytest.raises(AppError, match="namn"):
        draw_sample(app, LEA, Sample("", " "))
    with pytest.raises(AppError, match="Andelen"):
        draw_sample(app, LEA, Sample("", "x", percent=0))
    with pytest.raises(AppError, match="regel"):
        draw_sample(app, LEA, Sample("", "x", SampleKind.RULE))
    with pytest.raises(AppError, match="Ingen signerad"):
        draw_sample(app, LEA, Sample("", "x", coder_id="bo", percent=100))


def test_a_share_takes_that_many_and_nothing_twice(app: AppContext) -> None:
    signed(app, *(f"e{n}" for n in range(7)))

    first = draw_sample(app, LEA, Sample("", "En tiondel", percent=10))
    half = draw_sample(app, LEA, Sample("", "Hälften", percent=50))
    rest = draw_sample(app, LEA, EVERYTHING)

    assert [each.waiting for each in (first, half, rest)] == [1, 3, 3]
    assert sorted(s.waiting for s in list_samples(app)) == [1, 3, 3]


def test_the_event_comes_without_codes_and_its_proposals_as_they_were(app: AppContext) -> None:
    signed(app, "e1")
    proposal = Proposal("p1", CodeSystem.ICD10SE, "I10.9", state=ProposalState.ACCEPTED)
    with app.unit_of_work() as uow:
        uow.encounters.put_record("e1", CareRecord(proposals=(proposal,)))
        uow.commit()
    review = drawn(app)

    opened = open_event(blind_context(app, review.id), "e1", BO)

    assert opened.encounter.diagnoses == ()
    assert opened.encounter.overrides == ()
    assert opened.is_editable
    assert [each.state for each in opened.record.proposals] == [ProposalState.OPEN]
    assert read_access_log(app, LEA)[0].kind is AccessKind.OPENED


def test_no_other_event_can_be_opened_or_is_listed_meanwhile(app: AppContext) -> None:
    signed(app, "e1")
    put(app, event("e2"))
    blind = blind_context(app, drawn(app).id)

    with pytest.raises(NotFoundError):
        open_event(blind, "e2", BO)
    assert work_count(blind, WorkListQuery()) == 0


def test_what_is_coded_is_kept_with_the_review_and_the_event_is_untouched(app: AppContext) -> None:
    signed(app, "e1")
    review = drawn(app)
    blind = blind_context(app, review.id)
    opened = open_event(blind, "e1", BO).encounter

    saved = save_draft(blind, set_principal(opened, "E11.9"), "d1", BO)

    assert save_draft(blind, set_principal(opened, "E11.9"), "d1", BO).version == saved.version
    assert [d.code for d in open_event(blind, "e1", BO).encounter.diagnoses] == ["E11.9"]
    assert [d.code for d in open_event(app, "e1", BO).encounter.diagnoses] == ["I10.9"]
    again = next_review(app, BO, review.sample_id)
    assert again is not None
    assert again.id == review.id


def test_a_save_on_top_of_a_newer_one_is_refused(app: AppContext) -> None:
    signed(app, "e1")
    blind = blind_context(app, drawn(app).id)
    opened = open_event(blind, "e1", BO).encounter
    save_draft(blind, set_principal(opened, "E11.9"), "d1", BO)

    with pytest.raises(StaleSaveError):
        save_draft(blind, set_principal(opened, "J18.9"), "d2", BO)


def test_signing_ends_the_review_and_makes_no_version(app: AppContext) -> None:
    signed(app, "e1")
    review = reviewed(app, "E11.9")

    assert len(list_versions(app, "e1")) == 1
    assert open_event(app, "e1", BO).encounter.status is Status.SIGNED
    assert [each.state for each in done_reviews(app, BO)] == [ReviewState.DONE]
    assert next_review(app, BO, review.sample_id) is None
    kinds = [line.kind for line in read_access_log(app, LEA)]
    assert kinds.count(AccessKind.SIGNED) == 1


def test_the_difference_is_shown_to_those_whom_it_concerns(app: AppContext) -> None:
    signed(app, "e1")
    review = reviewed(app, "E11.9")

    for reader in (ANNA, BO, LEA):
        outcome = review_outcome(app, review.id, reader)
        assert outcome.only_first == ("I10.9 (huvuddiagnos)",)
        assert outcome.only_second == ("E11.9 (huvuddiagnos)",)
        assert (outcome.coder_name, outcome.reviewer_name) == ("Anna Lind", "Bo Ek")
    with pytest.raises(NotAllowedError):
        review_outcome(app, review.id, CLEA)


def test_nobody_sees_the_first_coding_before_the_review_is_done(app: AppContext) -> None:
    signed(app, "e1")
    review = drawn(app)

    with pytest.raises(NotAllowedError, match="Koda färdigt"):
        review_outcome(app, review.id, BO)


def test_nobody_reviews_their_own_coding(app: AppContext) -> None:
    signed(app, "e1", by=BO)
    state = draw_sample(app, LEA, EVERYTHING)

    assert next_review(app, BO, state.sample.id) is None


def test_two_reviewers_at_once_get_an_event_each(app: AppContext) -> None:
    signed(app, "e1", "e2")
    state = draw_sample(app, LEA, EVERYTHING)

    one, other = (next_review(app, who, state.sample.id) for who in (BO, CLEA))

    assert one is not None
    assert other is not None
    assert one.encounter_id != other.encounter_id
    assert next_review(app, LEA, state.sample.id) is None


def test_the_sample_of_overridden_and_of_a_rule_hold_those_alone(app: AppContext) -> None:
    signed(app, "e1")

    with pytest.raises(AppError, match="Ingen signerad"):
        draw_sample(app, LEA, Sample("", "Avfärdade", SampleKind.OVERRIDDEN))
    with pytest.raises(AppError, match="Ingen signerad"):
        draw_sample(app, LEA, Sample("", "Regel", SampleKind.RULE, rule_id="NO999"))


def test_agreement_is_measured_and_others_see_their_own_row_alone(app: AppContext) -> None:
    signed(app, "e1")
    review = reviewed(app, "I15.9")

    tables = agreement_tables(app, LEA)

    assert (tables.whole.events, tables.whole.principal_exact) == (1, 0)
    assert [row.name for row in tables.persons] == ["Anna Lind"]
    assert len(tables.chapters) == 1
    assert agreement_tables(app, BO).persons == []
    assert agreement_tables(app, BO).alike == {review.id: False}
    assert agreement_tables(app, CLEA).alike == {}
    assert [row.name for row in agreement_tables(app, ANNA).persons] == ["Anna Lind"]


def test_what_was_agreed_is_kept(app: AppContext) -> None:
    signed(app, "e1")
    review = reviewed(app, "E11.9")

    note_agreed(app, review.id, " Hypertonin var orsaken. ")

    assert review_outcome(app, review.id, ANNA).review.remark == "Hypertonin var orsaken."
