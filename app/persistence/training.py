"""Exercises and attempts in a training database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.domain.training import Attempt, Difficulty, Exercise
from app.domain.training_ports import ExerciseQuery, ExerciseRow
from app.persistence import orm_training as orm
from app.persistence import removal
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key
from app.persistence.text_position import has_text

_LEVELS = tuple(Difficulty)


class SqlTraining:
    """Implements `training_ports.Training`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def page(self, query: ExerciseQuery, offset: int, limit: int) -> list[ExerciseRow]:
        """Find a page, easy exercises first and then in Swedish order of the titles."""
        row = orm.ExerciseRow
        found = self._session.execute(
            select(row.id, row.title, row.level, row.topics, row.goals, row.author)
            .where(*_restrictions(query))
            .order_by(row.level, row.sort_key, row.id)
            .offset(offset)
            .limit(limit)
        ).all()
        counts = self._ended_attempts([each.id for each in found])
        return [
            ExerciseRow(
                each.id,
                each.title,
                _LEVELS[each.level],
                tuple(each.topics),
                tuple(each.goals),
                each.author,
                counts.get(each.id, 0),
            )
            for each in found
        ]

    @storage_errors()
    def count(self, query: ExerciseQuery) -> int:
        """Count the exercises that a query finds."""
        counted = select(func.count()).select_from(orm.ExerciseRow)
        return self._session.scalar(counted.where(*_restrictions(query))) or 0

    @storage_errors()
    def topics(self) -> list[str]:
        """Return every topic that an exercise has, in Swedish order."""
        found = self._session.scalars(select(orm.ExerciseTopicRow.topic).distinct())
        return sorted(found, key=swedish_key)

    @storage_errors()
    def exercise(self, exercise_id: str) -> Exercise | None:
        """Return an exercise, or None."""
        row = self._session.get(orm.ExerciseRow, exercise_id, populate_existing=True)
        return None if row is None else from_plain(Exercise, row.content)

    @storage_errors()
    def save_exercise(self, exercise: Exercise) -> None:
        """Add an exercise, or replace that of the same id."""
        words = (exercise.title, *exercise.topics, *exercise.goals, exercise.id)
        self._session.merge(
            orm.ExerciseRow(
                id=exercise.id,
                title=exercise.title,
                sort_key=swedish_key(exercise.title),
                level=_LEVELS.index(exercise.difficulty),
                filter_text=" ".join(words).lower(),
                topics=list(exercise.topics),
                goals=list(exercise.goals),
                author=exercise.author,
                content=to_plain(exercise),
            )
        )
        self._session.flush()
        self._drop_topics(exercise.id)
        self._session.add_all(
            orm.ExerciseTopicRow(topic=name, exercise_id=exercise.id)
            for name in dict.fromkeys(exercise.topics)
        )
        self._session.flush()

    @storage_errors()
    def remove_exercise(self, exercise_id: str) -> None:
        """Take an exercise away; its attempts stay."""
        self._drop_topics(exercise_id)
        row = self._session.get(orm.ExerciseRow, exercise_id)
        if row is not None:
            self._session.delete(row)
        self._session.flush()

    @storage_errors()
    def attempt(self, attempt_id: str) -> Attempt | None:
        """Return an attempt, or None."""
        row = self._session.get(orm.AttemptRow, attempt_id, populate_existing=True)
        return None if row is None else from_plain(Attempt, row.content)

    @storage_errors()
    def attempts(self, trainee: str = "", exercise_id: str = "") -> list[Attempt]:
        """Return attempts, oldest first; of one trainee and one exercise where they are named."""
        row = orm.AttemptRow
        asked = select(row.content).order_by(row.started, row.id)
        if trainee:
            asked = asked.where(row.trainee_key == swedish_key(trainee))
        if exercise_id:
            asked = asked.where(row.exercise_id == exercise_id)
        return [from_plain(Attempt, content) for content in self._session.scalars(asked)]

    @storage_errors()
    def save_attempt(self, attempt: Attempt) -> None:
        """Add an attempt, or replace that of the same id."""
        self._session.merge(
            orm.AttemptRow(
                id=attempt.id,
                exercise_id=attempt.exercise_id,
                trainee_key=swedish_key(attempt.trainee),
                started=attempt.started,
                ended=attempt.ended,
                content=to_plain(attempt),
            )
        )
        self._session.flush()

    @storage_errors()
    def reset(self) -> int:
        """Take away every attempt and every event that was coded; returns how many attempts."""
        attempts = self._session.scalars(select(orm.AttemptRow)).all()
        for attempt in attempts:
            self._session.delete(attempt)
        self._session.flush()
        removal.remove_demo(self._session)
        return len(attempts)

    def _drop_topics(self, exercise_id: str) -> None:
        topic = orm.ExerciseTopicRow
        for row in self._session.scalars(select(topic).where(topic.exercise_id == exercise_id)):
            self._session.delete(row)
        self._session.flush()

    def _ended_attempts(self, exercise_ids: Sequence[str]) -> dict[str, int]:
        row = orm.AttemptRow
        counted = self._session.execute(
            select(row.exercise_id, func.count())
            .where(row.exercise_id.in_(exercise_ids), row.ended.is_not(None))
            .group_by(row.exercise_id)
        )
        return {each.exercise_id: each[1] for each in counted}


def _restrictions(query: ExerciseQuery) -> list[ColumnElement[bool]]:
    row, topic = orm.ExerciseRow, orm.ExerciseTopicRow
    found: list[ColumnElement[bool]] = [
        has_text(row.filter_text.expression, word) for word in query.text.lower().split()
    ]
    if query.topic:
        found.append(row.id.in_(select(topic.exercise_id).where(topic.topic == query.topic)))
    if query.difficulty is not None:
        found.append(row.level == _LEVELS.index(query.difficulty))
    return found
