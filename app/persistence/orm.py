"""Every table, gathered: importing this module fills `Base.metadata`."""

from __future__ import annotations

from app.persistence import (
    orm_candidates,
    orm_codebooks,
    orm_desk,
    orm_drg,
    orm_encounters,
    orm_intake,
    orm_kodserver,
    orm_people,
    orm_queries,
    orm_records,
    orm_rules,
    orm_second_review,
    orm_statistics,
    orm_terms,
    orm_training,
    orm_versions,
    orm_work_lists,
)
from app.persistence.base import Base

TABLE_MODULES = (
    orm_candidates,
    orm_codebooks,
    orm_desk,
    orm_drg,
    orm_encounters,
    orm_intake,
    orm_kodserver,
    orm_people,
    orm_queries,
    orm_records,
    orm_rules,
    orm_second_review,
    orm_statistics,
    orm_terms,
    orm_training,
    orm_versions,
    orm_work_lists,
)

metadata = Base.metadata
