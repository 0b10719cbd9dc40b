"""`huinong reports register`: the hotline registers what a caller tells."""
from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, Iterator, Optional

import typer
from rich.console import Console

from bot import bootstrap, clock
from bot.casework.commands import Register
from bot.casework.deadlines import Deadline
from bot.casework.handlers import KeyReused, Registered
from bot.casework.model import Channel, Report, Risk
from bot.casework.receipt import spaced
from bot.casework.validation import InvalidReport, read
from bot.cli.places import division_of
from bot.cli.staff import BY, actor, case_of, opened
from bot.knowledge.strict_yaml import load
from bot.replies import report as words
from bot.replies.wording import wording

out = Console(highlight=False, soft_wrap=True)
_ALOUD = Path(__file__).with_name("hotline.yml")
_ASKED = ("division", "risks", "for_other", "name", "reporter", "phone", "village", "story", "household_size", "income_per_head")


def register(
    division: str = typer.Option("", help="Where the household lives: code or name of the county."),
    village: str = typer.Option("", help="Village or community."),
    risk: Optional[list[Risk]] = typer.Option(None, help="What happened. May be repeated."),
    phone: str = typer.Option("", help="Telephone to call back."),
    name: str = typer.Option("", help="Of the household's head."),
    story: str = typer.Option("", help="In the caller's words."),
    household_size: str = typer.Option("", help="People."),
    income: str = typer.Option("", help="CNY a person a year."),
    for_other: bool = typer.Option(False, "--for-other", help="The caller reports for somebody else."),
    reporter: str = typer.Option("", help="The caller's name, with --for-other."),
    consent_given: bool = typer.Option(False, "--consent-given", help="The caller has heard the words and agreed."),
    key: str = typer.Option("", help="Number of the call: the same number never registers twice. Made up if left out."),
    by: str = BY,
) -> None:
    """Register a caller's report and get what to read out. Without any part of it, each is asked for; what is not known stays empty."""
    if not consent_given:
        _read_out_consent()
        raise typer.BadParameter("nothing is registered without the caller's consent: read out the words above, and give this if he agrees",
                                 param_hint="--consent-given")
    given = {"division": division, "village": village, "risks": [each.value for each in risk or ()], "for_other": for_other, "name": name,
             "reporter": reporter, "phone": phone, "story": story, "household_size": household_size, "income_per_head": income}
    report = _report(given) if any(given.values()) else _asked()
    command = Register(key or uuid.uuid4().hex, report, Channel.HOTLINE, words.consent_version(), clock.now(), actor=actor(by))
    try:
        done = opened(bootstrap.casework).register(command)
    except KeyReused as reused:
        raise typer.BadParameter("this call was registered with other words; to add to it use another number, or the receipt it has",
                                 param_hint="--key") from reused
    _print(done)


def _read_out_consent() -> None:
    consent = wording("report")["consent"]
    out.print(load(_ALOUD)["before"], consent["heading"], *consent["text"], sep="\n", markup=False)


def _report(given: dict[str, Any]) -> Report:
    """Raises BadParameter with every problem at once, each as it can be read to the caller."""
    told = {**given, "division": division_of(given["division"])} if given.get("division") else given
    try:
        return read(told, bootstrap.divisions().exists)
    except InvalidReport as invalid:
        raise typer.BadParameter("; ".join(f"{wrong.part}: {words.problem(wrong)}" for wrong in invalid.wrong)) from invalid


def _asked() -> Report:
    """Each part asked for, and asked again until it can be taken. An empty line skips it."""
    told: dict[str, Any] = {}
    for part in _ASKED:
        if part == "reporter" and not told["for_other"]:
            continue
        while True:
            try:
                told[part] = _ask(part)
                _report({part: told[part]})
                break
            except typer.BadParameter as error:
                out.print(error.message, markup=False)
    return _report(told)


def _ask(part: str) -> Any:
    label = wording("report")["parts"][part]
    if part == "for_other":
        return typer.confirm(label, default=False)
    if part != "risks":
        return typer.prompt(label, default="", show_default=False)
    risks, names = list(Risk), wording("report")["risks"]
    out.print("  ".join(f"{number} {names[risk.value]}" for number, risk in enumerate(risks, 1)), markup=False)
    numbers = typer.prompt(label, default="", show_default=False).replace(",", " ").split()
    if any(not number.isdigit() or not 1 <= int(number) <= len(risks) for number in numbers):
        raise typer.BadParameter(f"write numbers from 1 to {len(risks)} with a space between them")
    return [risks[int(number) - 1].value for number in numbers]


def _print(done: Registered) -> None:
    case, rules = done.case, bootstrap.place_rules()
    file = case_of(case.receipt)
    out.print(spaced(case.receipt), style="bold")
    if case.is_urgent:
        out.print(f"URGENT: {', '.join(map(rules.urgent_label, case.urgent))}", markup=False)
    for receipt, by in file.like.items():
        out.print(f"may be the same household: {spaced(receipt)} (same {', '.join(by)})", markup=False)
    for line in _aloud(done, [deadline for deadline, stopped in file.clocks if not stopped]):
        out.print(line, markup=False)


def _aloud(done: Registered, clocks: list[Deadline]) -> Iterator[str]:
    """What is read out to the caller."""
    aloud, shared, case = load(_ALOUD), wording("report"), done.case
    yield aloud["receipt" if done.is_new else "again"].format(receipt=spaced(case.receipt))
    yield aloud["status" if case.report.phone else "status_without_phone"]
    for each in clocks:
        day = shared["clocks"]["day"].format(year=each.due_on.year, month=each.due_on.month, date=each.due_on.day)
        yield shared["clocks"]["due"].format(what=each.what, due=day)
    if any(each.is_past for each in clocks):
        yield shared["clocks"]["past"]
    yield shared["free_of_charge"] + shared["touts"]
