"""What the administrative system tells of a contact beside its codes; every part may be unknown.

Source of the terms: seed 001, sections 2.1, 3.1.3, 3.2, 3.3 and 4.4 (reason for contact, visit
type, check-out, outcome, team visit, protected identity), and seed 000 (rate).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Facts of a contact. None, and an empty text or tuple, mean that the source says nothing."""

    #: Reasons for the contact (vårdkontaktsorsak); exactly one may be chosen.
    reasons: tuple[str, ...] = ()
    #: Outcome of the visit (utfall av besök); empty where the source has the field and no value.
    outcome: str | None = None
    is_checked_out: bool | None = None
    checked_out_at: datetime | None = None
    #: Visit type: its name `Pv SSK Återbesök`, or its code in Kodserver (BTYP).
    visit_type: str = ""
    #: Rate code in Kodserver (TAXA).
    rate: str = ""
    #: Principal diagnoses that the other members of a team visit have set.
    team_principals: tuple[str, ...] = ()
    #: The same on the events of all members of one team visit.
    team_id: str = ""
    #: Whether an address or a telephone number is registered; never the text itself.
    has_address: bool = False
    has_telephone: bool = False


#: An event of which nothing but its codes and times is known.
NO_CONTACT_FACTS = ContactFacts()
