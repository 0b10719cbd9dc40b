"""The command line: `huinong …` or `python -m bot …`."""
from __future__ import annotations

import typer

from bot.cli import answers, evaluate, kb, serve, talk

app = typer.Typer(help="Huinong: cited policy answers for rural households.", no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(kb.app, name="kb")
app.add_typer(answers.app, name="answers")
for command in (serve.up, serve.dialogue, serve.web, talk.ask, talk.chat):
    app.command()(command)
app.command("eval")(evaluate.evaluate)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
