"""Saved work-list rules: a person's own, and those that all share."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.work_list_rule import WorkListName, WorkListRule
from app.persistence.orm_work_lists import WorkListRuleRow
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key


class SqlWorkListRules:
    """Implements `ports.WorkListRules`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def visible_to(self, person_id: str) -> list[WorkListName]:
        """Return the person's own lists and the shared ones, by name in Swedish order."""
        rows = self._session.scalars(
            select(WorkListRuleRow)
            .where(WorkListRuleRow.owner_id.in_(["", person_id]))
            .order_by(WorkListRuleRow.name_key, WorkListRuleRow.id)
            .execution_options(populate_existing=True)
        )
        return [_named(row) for row in rows]

    @storage_errors()
    def save(self, named: WorkListName) -> None:
        """Add a list, or change the one with that id."""
        self._session.merge(
            WorkListRuleRow(
                id=named.id,
                name=named.name,
                name_key=swedish_key(named.name),
                owner_id=named.owner_id,
                saved_by=named.saved_by,
                rule=to_plain(named.rule),
            )
        )
        self._session.flush()

    @storage_errors()
    def remove(self, list_id: str) -> None:
        """Take a list away; one that is gone stays gone."""
        row = self._session.get(WorkListRuleRow, list_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()


def _named(row: WorkListRuleRow) -> WorkListName:
    rule = from_plain(WorkListRule, row.rule)
    return WorkListName(row.id, row.name, rule, row.owner_id, row.saved_by)
