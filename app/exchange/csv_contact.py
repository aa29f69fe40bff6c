"""What a CSV row tells of a contact beside its codes; of an address only that there is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from app.domain.codes import format_icd
from app.domain.contact_facts import ContactFacts
from app.exchange.moments import parse_moment

#: Header and help of each column, in the order of the documentation.
CONTACT_COLUMNS = (
    (
        "vårdkontaktsorsaker",
        "Orsaker till kontakten åtskilda med kommatecken; just en får väljas",
    ),
    ("utfall", "Utfall av besöket; finns kolumnen och cellen är tom saknas utfallet"),
    ("utcheckad", "ja, nej eller tiden för utcheckningen"),
    ("besökstyp", "Besökstyp: namnet, till exempel Pv SSK Återbesök, eller Kodservers kod"),
    ("taxa", "Taxekod i Kodserver"),
    ("teamets_huvuddiagnoser", "De andra teammedlemmarnas huvuddiagnoser åtskilda med kommatecken"),
    ("teambesök_id", "Teambesökets id: samma på alla medlemmars vårdhändelser"),
    ("adress_finns", "ja om adress är registrerad; själva adressen läses inte in"),
    ("telefon_finns", "ja om telefonnummer är registrerat"),
)
_YES = frozenset({"ja", "1", "x", "true"})
_NO = frozenset({"", "nej", "0", "false"})


def read_csv_contact(cells: Mapping[str, str]) -> ContactFacts:
    """Read the facts from the cells of a row, by folded header.

    Raises:
        ValueError: the check-out is neither a word nor a moment.

    """
    outcome = cells.get("utfall")
    checked_out = cells.get("utcheckad", "").strip().lower()
    is_told = checked_out not in _NO and checked_out not in _YES
    return ContactFacts(
        reasons=_parts(cells.get("vardkontaktsorsaker", "")),
        outcome=None if outcome is None else outcome.strip(),
        is_checked_out=None if not checked_out else checked_out not in _NO,
        checked_out_at=parse_moment(checked_out, time(0)) if is_told else None,
        visit_type=cells.get("besokstyp", "").strip(),
        rate=cells.get("taxa", "").strip(),
        team_principals=tuple(
            format_icd(code) for code in _parts(cells.get("teamets_huvuddiagnoser", ""))
        ),
        team_id=cells.get("teambesok_id", "").strip(),
        has_address=cells.get("adress_finns", "").strip().lower() not in _NO,
        has_telephone=cells.get("telefon_finns", "").strip().lower() not in _NO,
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())
