"""A warning that was set aside stands again when its codes change, and stays so."""

from __future__ import annotations

from dataclasses import replace

from app.domain.coding_acts import Part, Place, add_procedure, add_secondary, remove
from app.domain.encounter import Encounter, Override
from app.domain.finding import Finding, Severity
from app.domain.overrides import drop_lapsed, drop_unfound
from tests.services.workday import coded, event

TWICE = Finding("BD001", Severity.WARNING, ("E11.9",), "Två gånger.")


def _set_aside(encounter: Encounter, *codes: str) -> Encounter:
    return replace(encounter, overrides=(Override("BD001", codes, "Journalen stöder koden"),))


def test_it_lapses_when_its_code_goes_and_does_not_come_back_with_it() -> None:
    answered = _set_aside(add_secondary(coded(event()), "E11.9"), "E11.9")

    without = drop_lapsed(remove(answered, Place(Part.DIAGNOSIS, 1)))
    again = drop_lapsed(add_secondary(without, "E11.9"))

    assert without.overrides == () == again.overrides


def test_it_stays_while_all_its_codes_do() -> None:
    encounter = add_procedure(add_secondary(coded(event()), "E11.9"), "AF063", None)
    answered = _set_aside(encounter, "E11.9", "AF063")

    assert drop_lapsed(answered) is answered
    assert drop_lapsed(add_secondary(answered, "J18.9")).overrides == answered.overrides
    assert drop_lapsed(remove(answered, Place(Part.PROCEDURE, 0))).overrides == ()


def test_one_about_no_code_lapses_only_with_its_finding() -> None:
    answered = _set_aside(coded(event()))

    assert drop_lapsed(answered) is answered
    assert drop_unfound(answered, []).overrides == ()


def test_it_lapses_when_the_rule_no_longer_objects() -> None:
    answered = _set_aside(add_secondary(coded(event()), "E11.9"), "E11.9")

    assert drop_unfound(answered, [TWICE]) is answered
    assert drop_unfound(answered, []).overrides == ()
