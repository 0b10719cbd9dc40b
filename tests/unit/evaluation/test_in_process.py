"""What an evaluation leaves behind: nothing."""
from __future__ import annotations

import pytest

from bot import bootstrap
from bot.dialogue.turn import Assistant
from bot.evaluation import in_process
from bot.knowledge.lookup import Status
from bot.replies.reply import Reply


def test_answers_are_kept_for_the_time_of_the_evaluation_and_never_in_the_real_ledger(small, a_day, monkeypatch):
    monkeypatch.setattr(bootstrap, "database", lambda: pytest.fail("the real database was opened"))
    before, assistant = bootstrap.outgoing, Assistant(small.kb, small.divisions, a_day)

    with in_process._throwaway_database():
        sent = bootstrap.outgoing().send(assistant, Reply(Status.ANSWERED, "好"), "问", "441424")

    assert sent.code and bootstrap.outgoing is before


def test_the_agent_is_not_needed_to_import_it():
    """Rasa takes seconds to import; every command imports this module."""
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", "import bot.cli.evaluate, sys; sys.exit('rasa' in sys.modules)"], cwd=bootstrap.settings().content.parent)

    assert done.returncode == 0
