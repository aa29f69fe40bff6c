"""The one most important thing that a visit lacks."""

from __future__ import annotations

from dataclasses import replace

from app.domain.coding_acts import Part, Place
from app.domain.completion import CompletionKind, Offer
from app.domain.correction import Correction
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.visit_missing import Mend, most_important

ERROR = Finding("HD002", Severity.ERROR, ("Z37.0",), "Får inte vara huvuddiagnos.")
WARNING = Finding("SK001", Severity.WARNING, ("S61.0",), "Tveksam.")
NO_CAUSE = Finding("YO001", Severity.WARNING, ("S61.0",), "Yttre orsak saknas.")
ADVICE = Finding("AB001", Severity.ADVICE, ("I10.9",), "Fundera.")
OFFER = Offer(CompletionKind.CAUSE, Place(Part.DIAGNOSIS, 0), "S61.0", "S61.0 saknar orsak.")
MENDED = Correction("Byt plats.", Encounter("e", Patient(IdentityNumber(""))))


def test_nothing_is_missing_where_only_advice_is_given() -> None:
    assert most_important([ADVICE], {}, ()) is None


def test_a_completion_is_missing_where_nothing_blocks() -> None:
    missing = most_important([ADVICE], {}, (OFFER,))

    assert missing is not None
    assert (missing.sentence, missing.mend) == (OFFER.sentence, Mend.COMPLETE)
    assert not missing.is_blocking


def test_what_blocks_goes_first_and_its_correction_mends_it() -> None:
    missing = most_important([ERROR, WARNING], {ERROR.key: (MENDED,)}, (OFFER,))

    assert missing is not None
    assert (missing.finding, missing.correction, missing.mend) == (ERROR, MENDED, Mend.CORRECT)
    assert missing.is_blocking


def test_a_completion_of_the_same_code_mends_a_finding() -> None:
    missing = most_important([WARNING], {}, (OFFER,))

    assert missing is not None
    assert (missing.mend, missing.offer) == (Mend.COMPLETE, OFFER)


def test_where_several_ways_lead_on_it_is_asked_which() -> None:
    """G63.2 goes with every type of diabetes: the first of them is not the patient's."""
    ways = (MENDED, replace(MENDED, sentence="Byt ut."))

    asked = most_important([WARNING], {WARNING.key: ways}, (OFFER,))
    unasked = most_important([WARNING], {WARNING.key: ways}, ())

    assert asked is not None
    assert unasked is not None
    assert (asked.mend, asked.offer, asked.correction) == (Mend.COMPLETE, OFFER, None)
    assert (unasked.mend, unasked.correction) == (Mend.CORRECT, MENDED)


def test_questions_go_before_a_correction_where_a_cause_is_missing() -> None:
    missing = most_important([NO_CAUSE], {NO_CAUSE.key: (MENDED,)}, (OFFER,))

    assert missing is not None
    assert missing.mend is Mend.COMPLETE


def test_a_warning_can_be_set_aside_and_an_error_needs_another_code() -> None:
    warned, refused = most_important([WARNING], {}, ()), most_important([ERROR], {}, (OFFER,))

    assert warned is not None
    assert refused is not None
    assert (warned.mend, refused.mend) == (Mend.OVERRIDE, Mend.CODE)
