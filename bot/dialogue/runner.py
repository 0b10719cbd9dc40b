"""The dialogue process: Rasa's agent behind its REST channel on loopback."""
from __future__ import annotations

from typing import Any

from rasa.core.run import configure_app
from sanic import Sanic

from bot import bootstrap, logs
from bot.channels.rest import GuardedRestInput
from bot.dialogue.agent import conversations, load_agent
from bot.settings import Settings

# Reading one place takes half a second; a county runs a few.
MOST_PRELOADED = 20


def serve(settings: Settings) -> None:
    """Serve until stopped. One process is one core: more processes share Redis and PostgreSQL."""
    app = configure_app([GuardedRestInput()], enable_api=False, port=settings.dialogue_port)

    async def load(app: Sanic, _: Any) -> None:
        bootstrap.database()  # its tables, before the first turn would have to make them
        app.ctx.conversations = conversations(settings, bootstrap.keyring())
        app.ctx.agent = load_agent(settings, app.ctx.conversations)
        bootstrap.knowledge_base().preload(MOST_PRELOADED)
        # the first message would pay for loading the engine
        await app.ctx.agent.parse_message("-")
        logs.configure(settings.log_level)
        logs.logger("dialogue").info("ready")

    app.register_listener(load, "before_server_start")
    app.run(host="127.0.0.1", port=settings.dialogue_port, workers=1, access_log=False)
