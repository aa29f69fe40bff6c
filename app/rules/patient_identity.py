"""Rules about who the event is registered on: protected persons and numbers that stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.domain.identity import IdentityKind, IdentityNumber
from app.domain.patient import Protection
from app.rules.base import Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example, told_contact

_TITLE = "Instruktion för registrering och klassificering"
_NOT_REGISTERED = {
    IdentityKind.SAMORDNINGSNUMMER: "samordningsnummer",
    IdentityKind.NATIONAL_RESERVE: "reservnummer",
    IdentityKind.LOCAL_RESERVE: "lokalt reservnummer",
    IdentityKind.LMA: "LMA-nummer",
}
_REPLACED = {
    IdentityKind.LMA: "Ett LMA-nummer används för att söka fram patienten",
    IdentityKind.LOCAL_RESERVE: "Ett lokalt reservnummer är bara kopplat till patienten",
}


def _person(
    kind: IdentityKind = IdentityKind.PERSONNUMMER, protection: Protection = Protection.NONE
) -> Encounter:
    event = example("J18.9")
    person = replace(event.patient, identity=IdentityNumber("", kind), protection=protection)
    return replace(event, patient=person)


_HIDDEN = _person(protection=Protection.CONFIDENTIAL)


@rule(
    rule_id="VH013",
    name="address-of-a-protected-person",
    severity=Severity.WARNING,
    message="Patienten har skyddade personuppgifter, men {told} finns registrerat. Ta bort det.",
    explanation=(
        "Telefonnummer, vistelseadresser och andra adressuppgifter registreras inte för den som "
        "har sekretessmarkering eller skyddad folkbokföring. Behövs de för vården förvaras de "
        "avskilt och inlåsta."
    ),
    source=Source("Region Skåne", _TITLE, "4.4.1 Sekretessmarkering och skyddad folkbokföring"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(told_contact(_HIDDEN, has_address=True), told_contact(_HIDDEN, has_telephone=True)),
    silent_on=(_HIDDEN, told_contact(_person(), has_address=True)),
)
def address_of_a_protected_person(case: Case) -> Iterator[Objection]:
    """Object to an address or a telephone number of a protected person."""
    encounter = case.encounter
    if encounter.patient.is_protected:
        given = (
            ("adress", encounter.contact.has_address),
            ("telefon", encounter.contact.has_telephone),
        )
        told = [name for name, is_given in given if is_given]
        if told:
            yield Objection((), {"told": " och ".join(told)})


@rule(
    rule_id="VH014",
    name="protected-without-civic-number",
    severity=Severity.WARNING,
    message="Patienten har skyddade personuppgifter, men identiteten är {told}.",
    explanation=(
        "Bara den som är folkbokförd kan ha skyddade personuppgifter, och personnumret används då "
        "som vanligt. Reservnummer upprättas inte längre för skyddad folkbokföring: slå samman "
        "journalen med den på personnumret."
    ),
    source=Source("Region Skåne", _TITLE, "4.4 Patient med skyddade personuppgifter"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(
        _person(IdentityKind.SAMORDNINGSNUMMER, Protection.CONFIDENTIAL),
        _person(IdentityKind.NATIONAL_RESERVE, Protection.PROTECTED_REGISTRATION),
    ),
    silent_on=(_HIDDEN, _person(IdentityKind.SAMORDNINGSNUMMER)),
)
def protected_without_civic_number(case: Case) -> Iterator[Objection]:
    """Object to protection on a number that only the unregistered have."""
    patient = case.encounter.patient
    told = _NOT_REGISTERED.get(patient.identity.kind)
    if told and patient.is_protected:
        yield Objection((), {"told": told})


@rule(
    rule_id="VH015",
    name="number-that-is-no-identity",
    severity=Severity.ADVICE,
    message="{told}. Registrera på personnummer, samordningsnummer eller nationellt reservnummer.",
    explanation=(
        "Personidentiteten är personnummer, samordningsnummer eller nationellt reservnummer ur "
        "PU-tjänsten. LMA-kortets nummer och lokala reservnummer går att söka på, men är kopplade "
        "till en av de tre."
    ),
    source=Source("Region Skåne", _TITLE, "4 och 4.6 Reservidentitet"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(_person(IdentityKind.LMA), _person(IdentityKind.LOCAL_RESERVE)),
    silent_on=(_person(), _person(IdentityKind.NATIONAL_RESERVE), example("J18.9")),
)
def number_that_is_no_identity(case: Case) -> Iterator[Objection]:
    """Point at an event on a number that is only searched by."""
    told = _REPLACED.get(case.encounter.patient.identity.kind)
    if told:
        yield Objection((), {"told": told})
