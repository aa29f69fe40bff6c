"""Signed states of encounters, written once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.errors import StorageError
from app.domain.version import SignedVersion
from app.persistence.orm_versions import SignedVersionRow
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.signed_facts import add_fact
from app.persistence.signed_findings import add_findings
from app.persistence.storage_errors import storage_errors


class SqlVersions:
    """Implements `ports.Versions`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def add(self, version: SignedVersion) -> None:
        """Write a signed version, with its findings and counts for statistics.

        Raises:
            StorageError: the number is already written, or the event is not stored.

        """
        row = SignedVersionRow(
            encounter_id=version.encounter_id,
            number=version.number,
            snapshot=to_plain(version),
            signer_id=version.signer_id,
            signed_at=version.signed_at,
            rule_set=version.rule_set,
        )
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            raise StorageError(
                f"Version {version.number} av händelsen kunde inte skrivas, för den finns "
                "redan eller så är händelsen borta. Läs in händelsen på nytt."
            ) from None
        add_findings(self._session, version)
        add_fact(self._session, version)

    @storage_errors()
    def of_encounter(self, encounter_id: str) -> list[SignedVersion]:
        """Every signed version of an event, oldest first."""
        snapshots = self._session.scalars(
            select(SignedVersionRow.snapshot)
            .where(SignedVersionRow.encounter_id == encounter_id)
            .order_by(SignedVersionRow.number)
        )
        return [from_plain(SignedVersion, snapshot) for snapshot in snapshots]

    @storage_errors()
    def are_judged_by(self, edition_label: str) -> bool:
        """Whether any signed version names that edition, by the label it was signed under."""
        snapshots = self._session.scalars(select(SignedVersionRow.snapshot["editions"]))
        return any(edition_label in editions for editions in snapshots)
