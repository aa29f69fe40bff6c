"""A person whose data are protected in one event is masked in all: events stored before are.

From now on `app.persistence.protection` sees to it when an event is stored.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import column, select, table, update

from app.persistence.swedish_order import swedish_key

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_E = table(
    "encounter",
    column("id"),
    column("patient_number"),
    column("protection"),
    column("patient_key"),
    column("principal"),
    column("unit_label"),
    column("filter_text"),
)
#: What is shown instead of a name, the strictest last.
_LABELS = {
    "none": "",
    "confidential": "Sekretessmarkering",
    "protected_registration": "Skyddad folkbokföring",
}
_FILTER_LENGTH = 300


def upgrade() -> None:
    names = list(_LABELS)
    for place, protection in enumerate(names[1:], start=1):
        _mask(protection, names[:place])


def _mask(protection: str, weaker: list[str]) -> None:
    """Put a protection on the events of its persons that have a weaker one."""
    persons = select(_E.c.patient_number).where(
        _E.c.protection == protection, _E.c.patient_number != ""
    )
    events = select(_E.c.id, _E.c.principal, _E.c.unit_label).where(
        _E.c.patient_number.in_(persons), _E.c.protection.in_(weaker)
    )
    for event_id, principal, unit in op.get_bind().execute(events).all():
        masked = {
            "protection": protection,
            "patient_key": swedish_key(_LABELS[protection]),
            "filter_text": _filter_text(event_id, principal, unit),
        }
        op.get_bind().execute(update(_E).where(_E.c.id == event_id).values(masked))


def _filter_text(event_id: str, principal: str, unit: str) -> str:
    parts = (event_id, principal, principal.replace(".", ""), unit)
    return "\n".join(filter(None, parts)).lower()[:_FILTER_LENGTH]
