"""Overriding, parking, signing and reopening, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.access import AccessKind
from app.domain.clinician_query import ASKED_REASON
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.encounter import Encounter, Status
from app.domain.errors import (
    AppError,
    ClaimedByOtherError,
    NotAllowedError,
    NotFoundError,
    SigningBlockedError,
    StaleSaveError,
)
from app.domain.finding import Finding, Severity
from app.services.access import read_access_log
from app.services.coding import open_event, save_draft
from app.services.context import AppContext
from app.services.review import open_findings, review
from app.services.signing import (
    list_versions,
    override_finding,
    park_event,
    reopen_event,
    sign_event,
    signing_doubt,
    signing_state,
    unpark_event,
    withdraw_override,
)
from tests.services.workday import ANNA, BO, LEA, coded, event, put, stay

REASON = "Journalen stöder koden"


def doubtful(app: AppContext) -> tuple[Encounter, Finding]:
    """An event with one warning in the way of signing: the same code twice."""
    (stored,) = put(app, event())
    twice = add_secondary(add_secondary(coded(stored), "E11.9"), "E11.9")
    state = signing_state(twice, review(app, twice))
    assert not state.errors and len(state.warnings) == 1, "the example has lost its warning"
    return twice, state.warnings[0]


def is_claimed(app: AppContext, encounter_id: str = "e1") -> bool:
    with app.unit_of_work() as uow:
        return uow.claims.holder(encounter_id) is not None


def test_no_codes_and_a_question_that_waits_are_doubts_to_ask_about() -> None:
    asked = replace(coded(event()), status=Status.PARKED, status_reason=ASKED_REASON)

    assert "inga koder" in signing_doubt(event())
    assert "inte svarat" in signing_doubt(asked)
    assert signing_doubt(replace(asked, status_reason="Väntar på PAD-svar")) == ""
    assert signing_doubt(coded(event())) == ""


def test_signing_makes_the_first_version_and_lets_the_event_go(app: AppContext) -> None:
    (stored,) = put(app, event())
    open_event(app, "e1", ANNA)

    version = sign_event(app, coded(stored), ANNA, "s1")

    assert (version.number, version.signer_name, version.rule_set) == (1, "Anna Lind", app.rule_set)
    assert version.encounter.status is Status.SIGNED
    assert len(version.editions) == 3
    assert list_versions(app, "e1") == [version]
    assert not is_claimed(app)
    assert read_access_log(app, LEA)[0].kind is AccessKind.SIGNED


def test_an_error_blocks_signing_and_nothing_is_stored(app: AppContext) -> None:
    (stored,) = put(app, stay())

    with pytest.raises(SigningBlockedError, match="1 fel hindrar signering"):
        sign_event(app, stored, ANNA, "s1")

    assert list_versions(app, "e1") == []
    assert open_event(app, "e1", ANNA).encounter.status is Status.READY


def test_an_error_cannot_be_overridden(app: AppContext) -> None:
    (stored,) = put(app, stay())
    error = signing_state(stored, review(app, stored)).errors[0]

    with pytest.raises(NotAllowedError, match="Ett fel kan inte avfärdas"):
        override_finding(app, stored, error, REASON, ANNA)


def test_a_warning_blocks_until_it_has_a_reason(app: AppContext) -> None:
    encounter, warning = doubtful(app)

    with pytest.raises(SigningBlockedError, match="1 varning saknar åtgärd"):
        sign_event(app, encounter, ANNA, "s1")
    answered = override_finding(app, encounter, warning, f"  {REASON} ", ANNA)
    version = sign_event(app, answered, ANNA, "s2")

    (kept,) = version.encounter.overrides
    assert (kept.reason, kept.person_id) == (REASON, "anna")
    assert kept.at is not None
    assert kept.editions == version.editions and all(kept.editions)
    assert warning.key not in {finding.key for finding in version.findings}


def test_an_override_asks_for_a_reason(app: AppContext) -> None:
    encounter, warning = doubtful(app)

    with pytest.raises(AppError, match="Ange ett skäl"):
        override_finding(app, encounter, warning, "  ", ANNA)


def test_a_second_reason_replaces_the_first_and_can_be_withdrawn(app: AppContext) -> None:
    encounter, warning = doubtful(app)

    once = override_finding(app, encounter, warning, "ett", ANNA)
    again = override_finding(app, once, warning, "två", BO)

    assert [override.reason for override in again.overrides] == ["två"]
    assert withdraw_override(again, warning).overrides == ()


def test_an_override_lapses_when_its_codes_change(app: AppContext) -> None:
    first = Finding("HD999", Severity.WARNING, ("I10.9",), "…")
    second = replace(first, codes=("I11.9",))
    answered = override_finding(app, coded(event()), first, REASON, ANNA)

    assert open_findings(answered, [first]) == []
    assert open_findings(answered, [second]) == [second]


def test_what_has_lapsed_is_not_in_the_signed_version(app: AppContext) -> None:
    encounter, warning = doubtful(app)
    answered = override_finding(app, encounter, warning, REASON, ANNA)

    version = sign_event(app, replace(answered, diagnoses=answered.diagnoses[:2]), ANNA, "s1")

    assert version.encounter.overrides == ()


def test_advice_never_blocks() -> None:
    advice = Finding("HD999", Severity.ADVICE, ("I10.9",), "…")

    assert signing_state(coded(event()), [advice]).is_free


def test_a_retried_signing_returns_the_version_of_the_first_attempt(app: AppContext) -> None:
    (stored,) = put(app, event())
    first = sign_event(app, coded(stored), ANNA, "s1")

    assert sign_event(app, coded(stored), ANNA, "s1") == first
    assert len(list_versions(app, "e1")) == 1


def test_somebody_elses_signing_is_not_passed_off_as_ones_own(app: AppContext) -> None:
    (stored,) = put(app, event())
    sign_event(app, coded(stored), ANNA, "s1")

    with pytest.raises(NotAllowedError, match="redan signerad av Anna Lind"):
        sign_event(app, coded(stored), BO, "s2")


def test_other_codes_are_not_answered_with_the_version_that_stands(app: AppContext) -> None:
    (stored,) = put(app, event())
    sign_event(app, coded(stored), ANNA, "s1")

    with pytest.raises(NotAllowedError, match="redan signerad"):
        sign_event(app, set_principal(stored, "J18.9"), ANNA, "s2")


def test_a_signing_retried_after_the_event_was_reopened_makes_no_version(app: AppContext) -> None:
    (stored,) = put(app, event())
    sign_event(app, coded(stored), ANNA, "s1")
    reopen_event(app, "e1", "Nytt svar", ANNA, "r1")

    with pytest.raises(StaleSaveError):
        sign_event(app, coded(stored), ANNA, "s1")

    assert len(list_versions(app, "e1")) == 1


def test_a_stale_event_is_not_signed(app: AppContext) -> None:
    (stored,) = put(app, event())
    save_draft(app, set_principal(stored, "J18.9"), "d1", ANNA)

    with pytest.raises(StaleSaveError):
        sign_event(app, coded(stored), ANNA, "s1")

    assert list_versions(app, "e1") == []


def test_what_somebody_else_holds_is_not_signed(app: AppContext) -> None:
    (stored,) = put(app, event())
    open_event(app, "e1", BO)

    with pytest.raises(ClaimedByOtherError, match="Bo Ek"):
        sign_event(app, coded(stored), ANNA, "s1")


def test_an_ongoing_event_is_not_signed(app: AppContext) -> None:
    (stored,) = put(app, event(end=None, status=Status.OPEN))

    with pytest.raises(NotAllowedError, match="inte avslutad"):
        sign_event(app, coded(stored), ANNA, "s1")


def test_a_reopened_event_keeps_its_versions_and_gets_a_second(app: AppContext) -> None:
    (stored,) = put(app, event())
    first = sign_event(app, coded(stored), ANNA, "s1")

    again = reopen_event(app, "e1", " Journalen ändrad ", BO, "r1")
    second = sign_event(app, set_principal(again, "J18.9"), BO, "s2")

    assert (again.status, again.status_reason) == (Status.REOPENED, "Journalen ändrad")
    assert list_versions(app, "e1") == [first, second]
    assert (second.number, second.encounter.status_reason) == (2, "")
    assert first.encounter.principal == coded(stored).principal


def test_reopening_asks_for_a_reason_and_an_event(app: AppContext) -> None:
    with pytest.raises(AppError, match="Ange varför"):
        reopen_event(app, "e1", " ", ANNA, "r1")
    with pytest.raises(NotFoundError):
        reopen_event(app, "finns-inte", "skäl", ANNA, "r1")


def test_reopening_what_is_not_signed_changes_nothing(app: AppContext) -> None:
    (stored,) = put(app, event())

    assert reopen_event(app, "e1", "skäl", ANNA, "r1") == stored
    assert not is_claimed(app)


def test_a_parked_event_is_let_go_and_taken_up_where_it_was(app: AppContext) -> None:
    (stored,) = put(app, event())
    opened = open_event(app, "e1", ANNA).encounter

    parked = park_event(app, coded(opened), " Väntar på PAD-svar ", ANNA, "p1")
    assert (parked.status, parked.status_reason) == (Status.PARKED, "Väntar på PAD-svar")
    assert not is_claimed(app)
    resumed = unpark_event(app, parked, BO, "u1")

    assert (resumed.status, resumed.status_reason) == (Status.DRAFT, "")
    assert resumed.diagnoses == coded(stored).diagnoses
    assert is_claimed(app)


def test_a_parked_event_without_codes_waits_again(app: AppContext) -> None:
    (stored,) = put(app, event())
    parked = park_event(app, stored, "Oklar huvuddiagnos", ANNA, "p1")

    assert unpark_event(app, parked, ANNA, "u1").status is Status.READY


def test_taking_up_what_is_not_parked_changes_nothing(app: AppContext) -> None:
    (stored,) = put(app, event())

    assert unpark_event(app, stored, ANNA, "u1") == stored


def test_parking_asks_for_a_reason_and_refuses_a_signed_event(app: AppContext) -> None:
    (stored,) = put(app, event())
    with pytest.raises(AppError, match="Ange varför"):
        park_event(app, stored, "", ANNA, "p1")
    signed = sign_event(app, coded(stored), ANNA, "s1").encounter

    with pytest.raises(NotAllowedError, match="är signerad"):
        park_event(app, signed, "skäl", ANNA, "p2")
