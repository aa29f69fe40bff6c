"""The tables of training: exercises, their topics, and attempts. Used in a file of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.base import Base
from app.persistence.column_types import ByteOrdered, LocalMoment


class ExerciseRow(Base):
    """An exercise: what a list shows and sorts by, and the whole of it."""

    __tablename__ = "training_exercise"
    # The order of the list, so that a page is read without sorting.
    __table_args__ = (Index("ix_training_exercise_order", "level", "sort_key", "id"),)

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(ByteOrdered)
    #: Position among the difficulties, easiest first.
    level: Mapped[int] = mapped_column(Integer)
    #: Title, topics and goals in small letters, for questions with words.
    filter_text: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(JSON)
    goals: Mapped[list[str]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class ExerciseTopicRow(Base):
    """That an exercise has a topic."""

    __tablename__ = "training_topic"

    topic: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    exercise_id: Mapped[str] = mapped_column(
        ByteOrdered, ForeignKey("training_exercise.id", ondelete="CASCADE"), primary_key=True
    )


class AttemptRow(Base):
    """An attempt. It names its exercise without hanging on it: it may come from elsewhere."""

    __tablename__ = "training_attempt"
    __table_args__ = (
        Index("ix_training_attempt_exercise", "exercise_id", "ended"),
        Index("ix_training_attempt_trainee", "trainee_key"),
    )

    id: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    exercise_id: Mapped[str] = mapped_column(ByteOrdered)
    trainee_key: Mapped[str] = mapped_column(ByteOrdered)
    started: Mapped[datetime] = mapped_column(LocalMoment)
    ended: Mapped[datetime | None] = mapped_column(LocalMoment)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
