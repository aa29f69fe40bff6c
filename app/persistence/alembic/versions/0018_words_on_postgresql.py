"""Indexes of the words of events on PostgreSQL; SQLite has its own since 0017.

The one holds every three letters in a row of the filter text, taken apart by a function of the
database: no extension is needed. The other holds the filter text alone, so that a word that many
events have is counted without reading the events. `app.persistence.event_letters` asks the first.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: Dear, so that the index is asked and no event taken apart while a list is read.
_TAKE_APART = (
    "CREATE FUNCTION letters_of(words text) RETURNS text[]"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$"
    " SELECT ARRAY(SELECT substr(words, place, 3)"
    " FROM generate_series(1, length(words) - 2) AS place) $$"
)
_MADE = (
    _TAKE_APART,
    "CREATE INDEX ix_encounter_letters ON encounter USING gin (letters_of(filter_text))",
    "CREATE INDEX ix_encounter_filter_text ON encounter (filter_text)",
    # What is known of the letters, for the choice of an index.
    "ANALYZE encounter",
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for statement in _MADE:
            connection.exec_driver_sql(statement)
