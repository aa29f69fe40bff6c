"""What is told of a contact beside its codes, as JSON; addresses and numbers leave no text.

Every key is optional. Where a key is missing its rules are silent; where `outcome` stands and
is empty the outcome is missing.
"""

from __future__ import annotations

from datetime import datetime, time

from app.domain.codes import format_icd
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter
from app.domain.identity import IdentityKind
from app.exchange.json_object import JsonObject, JsonReader
from app.exchange.moments import format_moment

_IDENTITY = {
    "personnummer": IdentityKind.PERSONNUMMER,
    "samordningsnummer": IdentityKind.SAMORDNINGSNUMMER,
    "reservnummer": IdentityKind.NATIONAL_RESERVE,
    "nationellt reservnummer": IdentityKind.NATIONAL_RESERVE,
    "lokalt reservnummer": IdentityKind.LOCAL_RESERVE,
    "lma": IdentityKind.LMA,
    "lma-nummer": IdentityKind.LMA,
    "lma-kort": IdentityKind.LMA,
}
_YES = frozenset({"true", "1", "ja", "yes"})
_NO = frozenset({"false", "0", "nej", "no"})
_NOTHING = frozenset({None, "", False})
#: What of a person is told here; whoever reads the person passes them over.
PERSON_KEYS = ("address", "telephone")


def read_contact(root: JsonReader) -> ContactFacts:
    """Read the facts from the object of an encounter, and those of the person from its patient.

    Raises:
        InputFileError: a value has the wrong type, or is no moment; the text names the key.

    """
    is_checked_out, at = _check_out(root)
    person = root.object("patient")
    outcome = root.value("outcome")
    return ContactFacts(
        reasons=root.texts("contact_reasons"),
        outcome=None if outcome is None else root.loose_text("outcome"),
        is_checked_out=is_checked_out,
        checked_out_at=at,
        visit_type=root.loose_text("visit_type"),
        rate=root.loose_text("rate"),
        team_principals=tuple(format_icd(code) for code in root.codes("team_principals")),
        team_id=root.loose_text("team_id"),
        has_address=_is_given(person, PERSON_KEYS[0]),
        has_telephone=_is_given(person, PERSON_KEYS[1]),
    )


def read_identity_kind(person: JsonReader) -> IdentityKind:
    """Read what sort of number the person has; the number itself is not part of the form."""
    text = " ".join(person.loose_text("identity_kind").lower().replace("_", " ").split())
    if text and text not in _IDENTITY:
        person.notes.remarks.append(f"Värdet i {person.name('identity_kind')} känns inte igen.")
    return _IDENTITY.get(text, IdentityKind.UNKNOWN)


def written_contact(contact: ContactFacts) -> JsonObject:
    """Write the facts that stand beside the codes; what is unknown is left out."""
    written: JsonObject = {
        "contact_reasons": list(contact.reasons),
        "visit_type": contact.visit_type,
        "rate": contact.rate,
        "team_principals": list(contact.team_principals),
        "team_id": contact.team_id,
    }
    written = {key: value for key, value in written.items() if value}
    if contact.outcome is not None:
        written["outcome"] = contact.outcome
    if contact.checked_out_at:
        written["checked_out"] = format_moment(contact.checked_out_at)
    elif contact.is_checked_out is not None:
        written["checked_out"] = contact.is_checked_out
    return written


def written_person(encounter: Encounter) -> JsonObject:
    """Write what is told of the person beside age and sex."""
    kind, contact = encounter.patient.identity.kind, encounter.contact
    word = next((word for word, known in _IDENTITY.items() if known is kind), "")
    told = {
        "identity_kind": word,
        PERSON_KEYS[0]: contact.has_address,
        PERSON_KEYS[1]: contact.has_telephone,
    }
    return {key: value for key, value in told.items() if value}


def _check_out(root: JsonReader) -> tuple[bool | None, datetime | None]:
    value = root.value("checked_out")
    if value is None:
        return None, None
    word = str(value).strip().lower()
    if word in _YES:
        return True, None
    if word in _NO or not word:
        return False, None
    return True, root.moment("checked_out", time(0))


def _is_given(person: JsonReader, key: str) -> bool:
    """Whether anything stands there; the text is looked at and let go."""
    value = person.value(key)
    if isinstance(value, dict | list):
        return bool(value)
    return value not in _NOTHING and str(value).strip().lower() not in _NO
