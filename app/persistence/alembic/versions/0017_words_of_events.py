"""An index of the words of events, and indexes that hold all that a list with words asks for.

SQLite finds the words of a list by their letters, three in a row (FTS5). Triggers keep that index
in step, whoever writes; `app.persistence.event_words` asks it. PostgreSQL reads the events.
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TURN = ("turn", "waiting_since", "id")
_ASKED = (
    "status",
    "encounter_class",
    "encounter_type",
    "complexity",
    "park_until",
    "assigned_to",
    "ended_at",
)
_FORGET = (
    "INSERT INTO event_words (event_words, rowid, filter_text)"
    " VALUES ('delete', old.rowid, old.filter_text);"
)
_LEARN = "INSERT INTO event_words (rowid, filter_text) VALUES (new.rowid, new.filter_text);"
_WORDS = (
    # The text itself stands in `encounter` alone.
    "CREATE VIRTUAL TABLE event_words USING fts5(filter_text, content='encounter', columnsize=0,"
    " tokenize='trigram case_sensitive 1')",
    "INSERT INTO event_words (event_words) VALUES ('rebuild')",
    f"CREATE TRIGGER event_words_added AFTER INSERT ON encounter BEGIN {_LEARN} END",
    f"CREATE TRIGGER event_words_removed AFTER DELETE ON encounter BEGIN {_FORGET} END",
    "CREATE TRIGGER event_words_changed AFTER UPDATE OF filter_text ON encounter"
    f" WHEN old.filter_text <> new.filter_text BEGIN {_FORGET} {_LEARN} END",
)


def upgrade() -> None:
    op.drop_index("ix_encounter_turn", "encounter")
    # The unit stands here too, so that a list without words takes the narrower index.
    op.create_index("ix_encounter_turn", "encounter", [*_TURN, "unit_key", *_ASKED, "filter_text"])
    op.drop_index("ix_encounter_unit_key", "encounter")
    op.create_index(
        "ix_encounter_unit_key", "encounter", ["unit_key", *_TURN, *_ASKED, "filter_text"]
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in _WORDS:
            connection.exec_driver_sql(statement)
