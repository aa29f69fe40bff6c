"""The order of what is offered for a diagnosis that is typed."""

from __future__ import annotations

from app.domain.codes import CodeSystem
from app.domain.visit_offers import AS_TYPED, CodeOffer, with_noted

_NOTED = CodeOffer(CodeSystem.ICD10SE, "I63.3", "Trombos", "står i journalen", "Hjärninfarkt vä")


def offer(code: str, why: str = "ord", *, is_guess: bool = False) -> CodeOffer:
    return CodeOffer(CodeSystem.ICD10SE, code, "", why, is_guess=is_guess)


def test_a_code_of_the_record_comes_before_its_unspecified_sister() -> None:
    found = with_noted((offer("I63.9"), offer("I63.0"), offer("I63.1")), (_NOTED,))

    assert [each.code for each in found] == ["I63.3", "I63.9", "I63.0"]
    assert found[0].why == "står i journalen"
    assert found[0].text == ""  # what is typed becomes the text


def test_a_code_that_is_found_and_noted_says_both() -> None:
    found = with_noted((offer("I63.9"), offer("I63.3")), (_NOTED,))

    assert [each.code for each in found] == ["I63.3", "I63.9"]
    assert found[0].why == "står i journalen · ord"


def test_what_is_typed_as_a_code_a_guess_and_another_disease_stay_as_they_are() -> None:
    for first in (offer("I63.9", AS_TYPED), offer("I63.9", is_guess=True), offer("J45.9")):
        assert with_noted((first,), (_NOTED,)) == (first,)
