"""Codebook editions in the database: written once in bulk, read whole; only the state changes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.codes import CodeSystem
from app.domain.concept import (
    REVIEW_NOTES,
    Concept,
    Edition,
    EditionState,
    Note,
    SourceFile,
)
from app.domain.period import Period
from app.persistence.orm_codebooks import ConceptNoteRow, ConceptRow, EditionRow
from app.persistence.storage_errors import storage_errors
from app.persistence.stored_codebook import (
    ConceptColumns,
    NoteColumns,
    StoredCodebook,
    make_note,
)

#: Rows in one statement: enough for speed, few enough for a report of progress in between.
_BATCH = 2_000

_COLUMNS = (
    ConceptRow.code,
    ConceptRow.title,
    ConceptRow.level,
    ConceptRow.parent,
    ConceptRow.mark,
    ConceptRow.may_be_principal,
    ConceptRow.is_leaf,
    ConceptRow.description,
    ConceptRow.partners,
    ConceptRow.valid_from,
    ConceptRow.valid_to,
)


class SqlEditions:
    """The production Editions; see app.domain.edition_ports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[Edition]:
        """Return every imported edition, newest first within a system."""
        query = select(EditionRow).execution_options(populate_existing=True)
        rows = self._session.scalars(query).all()
        editions = sorted(map(_to_edition, rows), key=_newest_first, reverse=True)
        return sorted(editions, key=lambda edition: edition.system)

    @storage_errors()
    def add(self, edition: Edition, concepts: Iterable[Concept]) -> None:
        """Insert the edition, its concepts, which may come from a generator, and their notes."""
        connection = self._session.connection()
        connection.execute(insert(EditionRow), [_edition_values(edition)])
        rows = enumerate(concepts)
        while batch := list(islice(rows, _BATCH)):
            values = [_concept_values(edition.id, position, c) for position, c in batch]
            connection.execute(insert(ConceptRow), values)
            notes = [values for _, c in batch for values in _note_values(edition.id, c)]
            if notes:
                connection.execute(insert(ConceptNoteRow), notes)

    @storage_errors()
    def concepts(self, edition_id: str) -> list[Concept]:
        """Return the concepts of an edition in file order; none for an unknown edition."""
        row = self._session.get(EditionRow, edition_id)
        return [] if row is None else list(self.codebook(_to_edition(row)).concepts())

    @storage_errors()
    def codebook(self, edition: Edition) -> StoredCodebook:
        """Read an edition into memory; one that is not stored has no concepts."""
        query = (
            select(*_COLUMNS)
            .where(ConceptRow.edition_id == edition.id)
            .order_by(ConceptRow.position)
        )
        with _collector_paused():
            rows = self._session.connection().execute(query).all()
            columns = ConceptColumns(*zip(*rows, strict=True)) if rows else ConceptColumns()
            return StoredCodebook(edition, columns, self._review_notes(edition.id))

    def _review_notes(self, edition_id: str) -> Mapping[str, list[NoteColumns]]:
        """Return the notes that rules ask about, by code; they stay in memory with the edition."""
        query = (
            select(
                ConceptNoteRow.code, ConceptNoteRow.kind, ConceptNoteRow.text, ConceptNoteRow.links
            )
            .where(ConceptNoteRow.edition_id == edition_id)
            .where(ConceptNoteRow.kind.in_(sorted(REVIEW_NOTES)), ConceptNoteRow.links != "")
            .order_by(ConceptNoteRow.code, ConceptNoteRow.position)
        )
        found: dict[str, list[NoteColumns]] = {}
        for code, kind, text, links in self._session.connection().execute(query):
            found.setdefault(code, []).append((kind, text, links))
        return found

    @storage_errors()
    def notes(self, edition_id: str, code: str) -> tuple[Note, ...]:
        """Return the notes beside a code, in file order; none for an unknown code."""
        query = (
            select(ConceptNoteRow.kind, ConceptNoteRow.text, ConceptNoteRow.links)
            .where(ConceptNoteRow.edition_id == edition_id, ConceptNoteRow.code == code)
            .order_by(ConceptNoteRow.position)
        )
        rows = self._session.connection().execute(query)
        return tuple(make_note(*row) for row in rows)

    @storage_errors()
    def all_notes(self, edition_id: str) -> Mapping[str, tuple[Note, ...]]:
        """Return the notes of every code that has any, by code."""
        query = (
            select(
                ConceptNoteRow.code, ConceptNoteRow.kind, ConceptNoteRow.text, ConceptNoteRow.links
            )
            .where(ConceptNoteRow.edition_id == edition_id)
            .order_by(ConceptNoteRow.code, ConceptNoteRow.position)
        )
        with _collector_paused():
            rows = self._session.connection().execute(query).all()
            by_code = groupby(rows, key=itemgetter(0))
            return {code: tuple(make_note(*row[1:]) for row in each) for code, each in by_code}

    @storage_errors()
    def set_state(self, edition_id: str, state: EditionState) -> None:
        """Let an edition be used, or not; an unknown one is no error."""
        row = self._session.get(EditionRow, edition_id)
        if row is not None:
            row.state = state
            self._session.flush()

    @storage_errors()
    def remove(self, edition_id: str) -> None:
        """Delete an edition with its concepts and notes; an unknown one is no error."""
        connection = self._session.connection()
        connection.execute(delete(ConceptRow).where(ConceptRow.edition_id == edition_id))
        connection.execute(delete(EditionRow).where(EditionRow.id == edition_id))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the garbage collector: many new objects, none in a cycle; a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _newest_first(edition: Edition) -> tuple[date, str]:
    return (edition.valid.start or date.min, edition.id)


def _to_edition(row: EditionRow) -> Edition:
    return Edition(
        id=row.id,
        system=CodeSystem(row.system),
        name=row.name,
        version=row.version,
        valid=Period(row.valid_from, row.valid_to),
        sources=tuple(SourceFile(source["name"], source["sha256"]) for source in row.sources),
        counts=dict(row.counts),
        chapter_counts=dict(row.chapter_counts),
        content_sha256=row.content_sha256,
        state=row.state,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
    )


def _edition_values(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "system": edition.system.value,
        "name": edition.name,
        "version": edition.version,
        "valid_from": edition.valid.start,
        "valid_to": edition.valid.end,
        "sources": [{"name": s.name, "sha256": s.sha256} for s in edition.sources],
        "counts": dict(edition.counts),
        "chapter_counts": dict(edition.chapter_counts),
        "content_sha256": edition.content_sha256,
        "state": edition.state,
        "imported_at": edition.imported_at,
        "imported_by": edition.imported_by,
    }


def _concept_values(edition_id: str, position: int, concept: Concept) -> dict[str, Any]:
    return {
        "edition_id": edition_id,
        "position": position,
        "code": concept.code,
        "title": concept.title,
        "level": concept.level.value,
        "parent": concept.parent,
        "mark": concept.mark.value,
        "may_be_principal": concept.may_be_principal,
        "is_leaf": concept.is_leaf,
        "description": concept.description,
        "partners": "\n".join(concept.partners),
        "valid_from": concept.valid_from,
        "valid_to": concept.valid_to,
    }


def _note_values(edition_id: str, concept: Concept) -> Iterator[dict[str, Any]]:
    for position, note in enumerate(concept.notes):
        yield {
            "edition_id": edition_id,
            "code": concept.code,
            "position": position,
            "kind": note.kind.value,
            "text": note.text,
            "links": "\n".join(note.links),
        }
