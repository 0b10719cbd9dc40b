"""Every answer as it was given. A row has no sender and no channel; the question is masked by whoever adds it."""
from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Collection, Iterator

import sqlalchemy as sa

from bot.storage.answer_code import code_of, ids_of
from bot.storage.kill_switch import Stop, stops_in_force
from bot.storage.tables import answers

LONGEST_QUESTION: int = answers.c.question.type.length


@dataclass(frozen=True)
class Answer:
    """`division` is where the household lives, `place` whose rule it is, `about` what the answer was made from (JSON)."""

    answered_at: datetime
    question: str
    status: str
    kind: str | None
    aspect: str | None
    division: str | None
    place: str | None
    answered_on: date
    knowledge_base: str
    text: str
    about: dict[str, Any]


@dataclass(frozen=True)
class Kept(Answer):
    """An answer in the ledger."""

    id: int

    @property
    def code(self) -> str:
        return code_of(self.id)


@dataclass(frozen=True)
class Page:
    """The ledger within one transaction."""

    connection: sa.engine.Connection

    def stops(self) -> tuple[Stop, ...]:
        return stops_in_force(self.connection)

    def add(self, answer: Answer) -> str:
        """The code of the new row."""
        return code_of(self.connection.execute(sa.insert(answers).values(**asdict(answer))).inserted_primary_key[0])


class AnswerLedger:
    """The answers of one database."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    @contextmanager
    def page(self) -> Iterator[Page]:
        """One transaction, kept when the block ends well."""
        with self._engine.begin() as connection:
            yield Page(connection)

    def find(self, code: str) -> Kept | None:
        """The latest answer that got the code. Raises ValueError for what is no code."""
        with self._engine.connect() as connection:
            newest = connection.execute(sa.select(sa.func.max(answers.c.id))).scalar() or 0
            ids = ids_of(code, newest)
            if not ids:
                return None
            query = sa.select(answers).where(answers.c.id.in_(ids)).order_by(answers.c.id.desc()).limit(1)
            row = connection.execute(query).first()
            return Kept(**row._mapping) if row else None

    def last(self, most: int) -> list[Kept]:
        """Newest first."""
        return self._kept(sa.select(answers).order_by(answers.c.id.desc()).limit(most))

    def with_status(self, statuses: Collection[str], since: datetime | None = None) -> list[Kept]:
        """Oldest first."""
        query = sa.select(answers).where(answers.c.status.in_(statuses)).order_by(answers.c.id)
        return self._kept(query.where(answers.c.answered_at >= since) if since else query)

    def times_given(self, statuses: Collection[str]) -> dict[tuple[str, str, str], int]:
        """(division, kind, aspect) → how many answers with one of `statuses` were given."""
        subject = (answers.c.division, answers.c.kind, answers.c.aspect)
        query = sa.select(*subject, sa.func.count()).where(answers.c.status.in_(statuses), *(column.is_not(None) for column in subject))
        with self._engine.connect() as connection:
            return {(division, kind, aspect): count for division, kind, aspect, count in connection.execute(query.group_by(*subject))}

    def _kept(self, query: Any) -> list[Kept]:
        with self._engine.connect() as connection:
            return [Kept(**row._mapping) for row in connection.execute(query)]


def is_kept(engine: sa.engine.Engine) -> bool:
    """Whether the database has a ledger. Raises SQLAlchemyError where there is no database."""
    return sa.inspect(engine).has_table(answers.name)
