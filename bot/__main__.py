"""The command line: `huinong …` or `python -m bot …`."""
from __future__ import annotations

import typer

from bot.cli import kb

app = typer.Typer(help="惠农问答", no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(kb.app, name="kb")


def main() -> None:
    app()


if __name__ == "__main__":
    main()
