"""The assistant of this checkout, loaded into this process, with a database that is thrown away."""
from __future__ import annotations

import asyncio
import uuid
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Iterator
from unittest.mock import patch

from bot import bootstrap
from bot.casework.handlers import Casework
from bot.casework.queries import CaseQueries
from bot.dialogue.outgoing import Outgoing
from bot.replies.wording import wording
from bot.settings import prepare_process, settings
from bot.storage.answer_ledger import AnswerLedger
from bot.storage.cases import CaseStore
from bot.storage.encryption import Keyring
from bot.storage.engine import make_engine
from bot.storage.key_file import new_key
from bot.storage.migrations import upgrade


class InProcess:
    """Conversations with a loaded agent; see `interview.Asked`."""

    def __init__(self, agent: Any) -> None:
        self._agent, self._loop = agent, asyncio.new_event_loop()

    def begin(self, division: str | None) -> None:
        self._sender = uuid.uuid4().hex
        if division:
            place = bootstrap.divisions().full_name(division)
            self.ask(wording("buttons")["place"].format(place=place))

    def ask(self, text: str) -> dict[str, Any] | None:
        """The first reply of a turn."""
        from bot.channels.rest import guarded
        from bot.dialogue.agent import handle

        messages = self._loop.run_until_complete(handle(self._agent, self._sender, guarded(text)))
        return next((message["custom"]["reply"] for message in messages if "custom" in message), None)

    def close(self) -> None:
        self._loop.close()


@contextmanager
def assistant() -> Iterator[InProcess]:
    """Raises NoModel. Importing Rasa and loading takes about 15 seconds; the conversations end with the block."""
    prepare_process()
    from bot.dialogue.agent import forgetful, load_agent

    with _throwaway_database():
        loaded = InProcess(load_agent(replace(settings(), redis_url=None), forgetful()))
        try:
            yield loaded
        finally:
            loaded.close()


@contextmanager
def _throwaway_database() -> Iterator[None]:
    """Questions and reports of an evaluation are nobody's: they must not be counted among the answers given or worked as cases."""
    with TemporaryDirectory(prefix="huinong-eval-") as folder:
        url = f"sqlite:///{Path(folder) / 'answers.db'}"
        upgrade(url)
        engine = make_engine(url)
        ledger = AnswerLedger(engine)
        outgoing = Outgoing(lambda: ledger)
        store = CaseStore(engine, Keyring((new_key("evaluation"),)))
        try:
            # the actions find their way out through the bootstrap, wherever they run
            with patch.object(bootstrap, "outgoing", lambda: outgoing), \
                    patch.object(bootstrap, "casework", lambda: Casework(store, bootstrap.place_rules())), \
                    patch.object(bootstrap, "case_queries", lambda: CaseQueries(store)):
                yield
        finally:
            engine.dispose()
