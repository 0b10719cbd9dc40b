"""The command line: `huinong …` or `python -m bot …`."""
from __future__ import annotations

import typer

from bot.channels.registered import CHANNELS, channel
from bot.cli import answers, api_clients, evaluate, kb, keys, outbox, people, posters, reports, serve, talk

app = typer.Typer(help="Huinong: cited policy answers for rural households.", no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(kb.app, name="kb")
app.add_typer(answers.app, name="answers")
app.add_typer(reports.app, name="reports")
app.add_typer(api_clients.app, name="api")
app.add_typer(outbox.app, name="outbox")
app.add_typer(keys.app, name="keys")
app.add_typer(people.app, name="people")
for command in (serve.up, serve.dialogue, serve.web, serve.jobs, talk.ask, talk.chat, posters.qr):
    app.command()(command)
for name in CHANNELS:
    app.command(name, help=channel(name).help)(serve.chat_app(name))
app.command("eval")(evaluate.evaluate)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
