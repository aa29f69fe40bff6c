"""Own codes read from storage, and a question that is answered with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.access import AccessKind, Person
from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_procedure, set_principal
from app.domain.encounter import Encounter, Unit
from app.domain.errors import NotFoundError
from app.domain.identity import IdentityNumber
from app.domain.own_codes import OwnCode, OwnCodes, OwnReason, UsedCode
from app.domain.patient import Patient, Protection
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.services.context import AppContext
from app.services.favourites import add_favourite
from app.services.own_codes import (
    open_own_codes,
    own_groups,
    read_own_codes,
    search_with_own,
    with_favourites,
)
from app.services.signing import sign_event
from tests.services.workday import ANNA, BO, NUMBER, event, put

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
PATIENT, FAVOURITE, UNIT, RECENT = OwnReason
NOW = datetime.fromisoformat("2025-06-01T12:00")
OTHER = Patient(IdentityNumber("198501012384"), "Någon Annan")


@pytest.fixture
def app(app: AppContext) -> AppContext:
    """The workstation on the first of June."""
    return replace(app, now=lambda: NOW)


def visit(event_id: str, code: str, day: str, **changes: object) -> Encounter:
    times = {
        "start": datetime.fromisoformat(f"{day}T09:00"),
        "end": datetime.fromisoformat(f"{day}T10:00"),
    }
    return set_principal(event(event_id, **(times | changes)), code)


def signed(app: AppContext, event_id: str, person: Person = ANNA, code: str = "I10.9") -> None:
    (stored,) = put(app, visit(event_id, code, "2025-03-03", patient=OTHER))
    sign_event(app, stored, person, f"sign-{event_id}")


def codes(own: OwnCodes, reason: OwnReason) -> list[str]:
    return [each.used.code for each in own.codes if each.reason is reason]


def ask(app: AppContext, own: OwnCodes, text: str, **asked: object) -> list[SearchHit]:
    query = SearchQuery(text, **asked)
    return search_with_own(app, own, app.engine.search(query), query)


def test_everything_is_read_of_a_person_and_an_event(app: AppContext) -> None:
    for number in range(3):
        signed(app, f"s{number}")
    add_favourite(app, ANNA, ICD, "E11.9")
    add_favourite(app, BO, ICD, "J18.9")
    put(app, visit("before", "N39.0", "2024-02-03"), visit("after", "K35.8", "2025-05-01"))
    (now,) = put(app, event("now"))

    own = read_own_codes(app, ANNA, now)

    assert codes(own, PATIENT) == ["N39.0"]
    assert codes(own, FAVOURITE) == ["E11.9"]
    assert codes(own, UNIT) == codes(own, RECENT) == ["I10.9"]
    assert own.reasons == {
        (ICD, "N39.0"): "patienten 2024-02-03",
        (ICD, "E11.9"): "favorit",
        (ICD, "I10.9"): "använd 3 gånger på enheten",
    }


def test_twice_at_a_unit_is_no_habit_and_another_unit_is_another(app: AppContext) -> None:
    signed(app, "s1")
    signed(app, "s2")
    (here, there) = put(app, event("here"), event("there", unit=Unit("K1", "Kirurgen")))

    assert codes(read_own_codes(app, BO, here), UNIT) == []
    signed(app, "s3")
    assert codes(read_own_codes(app, BO, here), UNIT) == ["I10.9"]
    assert codes(read_own_codes(app, BO, there), UNIT) == []


def test_what_a_unit_signed_over_a_year_ago_is_forgotten(app: AppContext) -> None:
    for number in range(3):
        signed(app, f"s{number}")
    (here,) = put(app, event("here"))
    later = replace(app, now=lambda: NOW.replace(year=2026, month=6, day=2))

    assert codes(read_own_codes(later, BO, here), UNIT) == []


def test_outside_an_event_the_person_counts_alone(app: AppContext) -> None:
    for number in range(3):
        signed(app, f"s{number}")
    put(app, visit("before", "N39.0", "2024-02-03"))
    at_one_unit = replace(BO, units=("Medicinmottagningen",))

    assert read_own_codes(app, BO, None).codes == ()
    assert codes(read_own_codes(app, ANNA, None), RECENT) == ["I10.9"]
    assert codes(read_own_codes(app, at_one_unit, None), UNIT) == ["I10.9"]


def test_a_patient_without_number_has_no_earlier_codes(app: AppContext) -> None:
    nobody = Patient(IdentityNumber(""), "")
    put(app, visit("before", "N39.0", "2024-02-03", patient=nobody))
    (now,) = put(app, event("now", patient=nobody))

    assert read_own_codes(app, ANNA, now).codes == ()


def test_reading_at_the_desk_adds_no_line_to_the_access_log(app: AppContext) -> None:
    (now,) = put(app, event("now"))

    read_own_codes(app, ANNA, now)

    with app.unit_of_work() as uow:
        assert uow.access_log.latest(10) == []


def test_opening_from_elsewhere_is_logged_and_masks_a_protected_person(app: AppContext) -> None:
    person = Patient(IdentityNumber(NUMBER), "Tolvan", protection=Protection.CONFIDENTIAL)
    put(app, visit("before", "N39.0", "2024-02-03", patient=person))
    put(app, event("now", patient=person))

    encounter, own = open_own_codes(app, ANNA, "now")

    with app.unit_of_work() as uow:
        (line,) = uow.access_log.latest(10)
        assert uow.claims.holder("now") is None
    assert (line.kind, line.encounter_id, line.person_id) == (AccessKind.OPENED, "now", "anna")
    assert NUMBER not in line.patient_number
    assert encounter.id == "now"
    assert codes(own, PATIENT) == ["N39.0"]
    assert NUMBER not in repr(own) and "Tolvan" not in repr(own)


def test_an_event_that_is_not_there_is_told(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match="saknad"):
        open_own_codes(app, ANNA, "saknad")


def own_of(*kept: tuple[OwnReason, CodeSystem, str]) -> OwnCodes:
    used = (OwnCode(reason, UsedCode(system, code)) for reason, system, code in kept)
    return OwnCodes(tuple(used), NOW.date())


def test_an_own_code_that_the_question_finds_comes_first_and_says_both_whys(
    app: AppContext,
) -> None:
    plain = app.engine.search(SearchQuery("hypertoni"))
    other = plain[3]
    assert other.kind is plain[0].kind is MatchKind.WORDS

    found = ask(app, own_of((FAVOURITE, other.system, other.code)), "hypertoni")

    assert (found[0].code, found[0].kind) == (other.code, MatchKind.OWN)
    assert found[0].why == f"favorit · {other.why}"
    assert [hit.code for hit in found[1:]] == [
        hit.code for hit in plain if (hit.system, hit.code) != (other.system, other.code)
    ]


def test_an_own_code_past_the_limit_is_found_too(app: AppContext) -> None:
    plain = app.engine.search(SearchQuery("akut", limit=50))
    last = [hit for hit in plain if hit.kind is plain[0].kind][-1]
    assert plain.index(last) > 3

    found = ask(app, own_of((UNIT, last.system, last.code)), "akut", limit=3)

    assert found[0].code == last.code
    assert found[1:] == plain[:2]


def test_the_filters_of_a_question_hold_for_own_codes_past_the_limit(app: AppContext) -> None:
    own = own_of(*((FAVOURITE, ICD, hit.code) for hit in app.engine.search(SearchQuery("akut"))))
    among = frozenset({(ICD, "I21.9"), (ICD, "J20.9")})

    found = ask(app, own, "akut", limit=1, among=among)

    assert found
    assert {(hit.system, hit.code) for hit in found} <= among


def test_without_own_codes_the_answer_is_the_same(app: AppContext) -> None:
    plain = app.engine.search(SearchQuery("akut", limit=5))

    assert ask(app, OwnCodes(), "akut", limit=5) == plain


def test_favourites_can_be_replaced_without_reading(app: AppContext) -> None:
    own = own_of((PATIENT, ICD, "N39.0"), (FAVOURITE, ICD, "I10.9"))
    kept = [add_favourite(app, ANNA, ICD, "E11.9")]

    fresh = with_favourites(own, kept)

    assert codes(fresh, FAVOURITE) == ["E11.9"]
    assert codes(fresh, PATIENT) == ["N39.0"]
    assert fresh.today == NOW.date()


def test_before_anything_is_typed_codes_have_titles_of_the_events_day(app: AppContext) -> None:
    day = date(2025, 3, 3)
    own = own_of((PATIENT, ICD, "N39.0"), (PATIENT, ICD, "Q99.99"), (RECENT, KVA, "ZXA00"))

    groups = own_groups(own, app.library.for_day(day), day)

    told = [(group.reason, [row.own.used.code for row in group.rows]) for group in groups]
    assert told == [(PATIENT, ["N39.0"]), (RECENT, ["ZXA00"])]
    assert all(row.concept is not None for group in groups for row in group.rows)


def test_a_procedure_of_the_patient_is_found_by_its_words(app: AppContext) -> None:
    book = app.library.for_day(None).kva
    code = next(c for c in book.concepts() if c.is_leaf and c.code.startswith("NF"))
    put(app, add_procedure(visit("before", "N39.0", "2024-02-03"), code.code, date(2024, 2, 3)))
    (now,) = put(app, event("now"))

    found = ask(app, read_own_codes(app, ANNA, now), code.title)

    assert (found[0].code, found[0].kind) == (code.code, MatchKind.OWN)
    assert found[0].why.startswith("patienten 2024-02-03 · ")
