"""A caller's report by `huinong reports register`, and what is looked at after a command."""
from __future__ import annotations

from datetime import datetime, timezone

import sqlalchemy as sa

from bot import bootstrap
from bot.casework import receipt as receipts

REGISTERED_AT = datetime(2024, 6, 3, 4, tzinfo=timezone.utc)  # noon in China
GIVEN = ("--division", "441424", "--risk", "illness", "--name", "张三丰", "--phone", "13812345678", "--story", "没钱治病，住在双龙村",
         "--income", "6000", "--consent-given", "--by", "li")


def registered(run, *more: str) -> str:
    done = run("register", *GIVEN, *more)
    assert done.exit_code == 0, done.output
    return receipts.compact(done.output.splitlines()[0])


def rows(table) -> list:
    with bootstrap.database().connect() as connection:
        return list(connection.execute(sa.select(table).order_by(table.c.id)))


def told(done) -> str:
    """Everything that was printed, without the frame that errors stand in and its line breaks."""
    return " ".join("".join(done.output).replace("│", " ").split())
