"""What every connection is given."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from app.persistence.database import Database
from app.persistence.orm_encounters import EncounterRow

#: PostgreSQL keeps a plan after five questions that are alike.
OFTEN = 20
PLANS = "SELECT sum(generic_plans), sum(custom_plans) > 0 FROM pg_prepared_statements"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_plan_of_an_empty_table_is_kept_while_it_fills(database: Database) -> None:
    with database.engine.connect() as connection:
        for number in range(OFTEN):
            asked = select(EncounterRow.version).where(EncounterRow.id == str(number))
            assert connection.scalar(asked) is None

        assert connection.execute(text(PLANS)).one() == (0, True)
