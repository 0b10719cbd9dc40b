"""`huinong reports …`: the staff's and the hotline's way to the cases."""
from __future__ import annotations

from typing import Optional

import typer
from rich.console import Console
from rich.table import Table

from bot import bootstrap, clock
from bot.casework.days import day_of
from bot.casework.deadlines import last_due_soon, standing
from bot.casework.model import Case, State
from bot.casework.receipt import spaced
from bot.cli import case_lines, report_moves, report_register
from bot.cli.case_lines import minute, place_name, risk_names, shown
from bot.cli.places import division_of
from bot.cli.staff import BY, RECEIPT, actor, case_of, opened, reason_of
from bot.storage.case_files import Wanted

app = typer.Typer(help="Register a caller's report, see the cases and work them.", no_args_is_help=True)
app.command()(report_register.register)
for command in report_moves.COMMANDS:
    app.command()(command)
out = Console(highlight=False, soft_wrap=True)
_WIDE = 180  # columns where nobody looks at a terminal
_DIVISION = typer.Option("", help="Only this place and all that lies in it: code or name.")


@app.command("list")
def list_(
    division: str = _DIVISION,
    state: Optional[State] = typer.Option(None, help="Only cases in this state."),
    urgent: bool = typer.Option(False, "--urgent", help="Only urgent ones."),
    due: bool = typer.Option(False, "--due", help="Only those with a clock that is due soon or overdue."),
    most: int = typer.Option(50, "--last", min=1, help="At most so many."),
) -> None:
    """The cases, urgent ones first, then the oldest. What is personal is masked."""
    files, rules = opened(bootstrap.case_files), bootstrap.place_rules()
    today = day_of(clock.now())
    wanted = Wanted(division_of(division) if division else None, state, urgent, last_due_soon(today, rules.calendar) if due else None)
    found, count = files.find(wanted, most)
    table = _table("", "receipt", "registered", "state", "place", "risks", "name", "phone")
    for case in found:
        table.add_row("!" if case.is_urgent else "", spaced(case.receipt), minute(case.registered_at), case.state.value,
                      place_name(rules, case.report.division), risk_names(case.report), *_masked(case))
    _print(table)
    out.print(f"{len(found)} of {count} cases" if found else "no case")


@app.command()
def due(division: str = _DIVISION) -> None:
    """The running clocks that are overdue or due soon, the latest first."""
    rules, today = bootstrap.place_rules(), day_of(clock.now())
    table = _table("", "due", "standing", "receipt", "state", "place", "what", "warned", "escalated")
    for running in bootstrap.clock_rows().due(last_due_soon(today, rules.calendar), division_of(division) if division else None):
        how = standing(running.deadline, today).value
        if how != "in_time":
            table.add_row("!" if running.is_urgent else "", running.deadline.due_on.isoformat(), how.replace("_", " "),
                          spaced(running.receipt), running.state, place_name(rules, running.division), running.deadline.what,
                          *(minute(at) if at else "-" for at in (running.warned_at, running.escalated_at)))
    _print(table)
    out.print(f"{table.row_count} clocks" if table.row_count else "no clock is due soon or overdue")


@app.command()
def show(
    receipt: str = RECEIPT,
    unmask: bool = typer.Option(False, "--unmask", help="Show what is personal; who did and why is kept in the audit log."),
    reason: str = typer.Option("", help="Why what is personal has to be seen."),
    by: str = BY,
) -> None:
    """Everything on a case: history, clocks, consent, what may be the same household, the place's line. Masked without --unmask."""
    file, at = case_of(receipt), clock.now()
    if unmask:
        if not reason.strip():
            raise typer.BadParameter("say why what is personal has to be seen; it is kept in the audit log", param_hint="--reason")
        bootstrap.case_files().note_unmasking(file.case, case_lines.personal_parts(file.case), actor(by), reason_of(reason), at)
    for line in case_lines.lines(file, bootstrap.place_rules(), at, unmask):
        out.print(line, markup=False)


def _masked(case: Case) -> tuple[str, str]:
    return shown(case, "name", False), shown(case, "phone", False)


def _table(*names: str) -> Table:
    table = Table()
    for name in names:
        table.add_column(name, no_wrap=name in ("receipt", "phone", "due"), overflow="fold")
    return table


def _print(table: Table) -> None:
    """As wide as the terminal; nothing is cut where it goes to a file or another program."""
    if table.row_count:
        (out if out.is_terminal else Console(highlight=False, width=_WIDE)).print(table)
