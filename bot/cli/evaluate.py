"""`huinong eval`: the development set, the held-out set, rewritten questions and short ones in context, asked in this process."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table as Printed

from bot import bootstrap, clock
from bot.evaluation import cases, context, in_process, limits, metamorphic, report, tables
from bot.evaluation.interview import Asked, Outcome, interview
from bot.evaluation.places import Places
from bot.nlu.normalize import Rules
from bot.settings import ROOT, settings

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False)
SETS = ROOT / "eval"


def evaluate(
    folder: Path = typer.Argument(SETS / "development", help="Folder of a set of cases."),
    rewritten: bool = typer.Option(False, "--metamorphic", help="Ask the rewritten questions and those in context instead."),
    every: bool = typer.Option(False, "--all", help="Also the rewritten questions, those in context, and of a held-out set the figures."),
    show: int = typer.Option(40, help="How many wrong replies to print."),
    json_file: Optional[Path] = typer.Option(None, "--json", help="Write every turn of the set to this file."),
    report_file: Optional[Path] = typer.Option(None, "--report", help="Write the figures to this Markdown file, with a picture."),
) -> None:
    """Ask sentences that no training sentence was made from, and judge the answers. Exit status 1 if a limit does not hold."""
    sections: list[report.Section] = []
    styles: list[Outcome] = []
    with _loaded() as asked:
        if every or not rewritten:
            styles = _ask(asked, folder, "asking")
            sections.append(_development(styles, folder, show))
            if json_file:
                json_file.write_text(json.dumps([outcome.as_dict() for outcome in styles], ensure_ascii=False, indent=1), encoding="utf-8")
        if every and (held_out := SETS / "held_out").is_dir():
            sections.append(_held_out(_ask(asked, held_out, "asking the held-out set")))
        if every or rewritten:
            sections.append(_rewrites(asked, show))
            sections.append(_in_context(asked, show))
    _print_limits(sections)
    if report_file:
        _write(report_file, sections, styles)
    if not all(limit.holds for section in sections for limit in section.limits):
        raise typer.Exit(1)


def _loaded() -> Any:
    if not settings().model_file.is_file():
        err.print(f"There is no trained model at {settings().model_file}. Run `make train`.")
        raise typer.Exit(1)
    err.print("Loading the language model, about 15 seconds …")
    return in_process.assistant()


def _ask(asked: Asked, folder: Path, doing: str) -> list[Outcome]:
    asked_of = cases.load(folder)
    if not asked_of:
        err.print(f"There are no cases in {folder}.")
        raise typer.Exit(1)
    places = Places(bootstrap.knowledge_base(), bootstrap.divisions(), Rules(ROOT / "data" / "slips.yml"))
    return list(interview(asked, _tracked(asked_of, doing), places))


def _development(outcomes: Sequence[Outcome], folder: Path, show: int) -> report.Section:
    found = tables.everything(outcomes)
    _print(found)
    wrong = [outcome for outcome in outcomes if not outcome.is_right]
    for outcome in wrong[:show]:
        _print_turn(outcome, "; ".join(outcome.faults))
    if len(wrong) > show:
        out.print(f"… and {len(wrong) - show} more: --show {len(wrong)}, or --json FILE")
    harmful = [outcome for outcome in outcomes if outcome.harms]
    out.print(f"\n{len(harmful)} harmful")
    for outcome in harmful:
        _print_turn(outcome, "; ".join(f"{harm.kind}: {harm.why}" for harm in outcome.harms))
    intro = f"`eval/{folder.name}`: {len(outcomes)} turns. What is wrong may be looked at and mended."
    return report.Section(f"The {folder.name} set", intro, found, limits.of_answers(outcomes))


def _held_out(outcomes: Sequence[Outcome]) -> report.Section:
    found = tables.only_figures(outcomes)
    out.print("\nHeld out")
    _print(found)
    intro = f"`eval/held_out`: {len(outcomes)} turns. Nobody looks at what was wrong, so that nobody mends by it; no limit hangs on it."
    return report.Section("The held-out set", intro, found)


def _rewrites(asked: Asked, show: int) -> report.Section:
    questions = metamorphic.load(SETS / "metamorphic.yml")
    comparisons = list(metamorphic.compare(asked, _tracked(questions, "asking rewritten questions")))
    table = metamorphic.per_rewrite(comparisons)
    out.print()
    _print([table])
    changed = [comparison for comparison in comparisons if not comparison.is_same]
    for comparison in changed[:show]:
        out.print(f"{comparison.rewrite}: {comparison.said}\n    {comparison.question.question}", markup=False)
        out.print(f"    {'; '.join(comparison.differences)}", markup=False)
    intro = (f"`eval/metamorphic.yml`: {len(questions)} questions, each in {len(metamorphic.REWRITES)} other wordings. The same answer "
             "has the same status, kind, aspect, place and figures.")
    return report.Section("Rewritten questions", intro, [table], limits.of_rewrites(comparisons))


def _in_context(asked: Asked, show: int) -> report.Section:
    messages = context.load(SETS / "context.yml")
    reactions = list(context.react(asked, _tracked(messages, "asking after an answer"), bootstrap.knowledge_base()))
    found = context.table(reactions)
    out.print()
    _print([found])
    for message in [reaction.message for reaction in reactions if not reaction.is_right][:show]:
        out.print(f"{message.id} [{message.style}] {message.say}", markup=False)
        out.print(f"    after {message.before}, about {', '.join(message.kinds)}", markup=False)
    intro = (f"`eval/context.yml`: {len(messages)} short messages right after an answer on one policy. "
             "Half of them go on with it, half are about another one.")
    return report.Section("Short messages after an answer", intro, [found], limits.of_context(reactions))


def _tracked(items: Iterable[Any], doing: str) -> Iterator[Any]:
    yield from track(list(items), description=doing, console=err)


def _print(found: Iterable[tables.Table]) -> None:
    for table in found:
        printed = Printed(*table.header, title=table.title, title_justify="left", caption=table.note or None, caption_justify="left")
        for row in table.rows:
            printed.add_row(*row)
        out.print(printed)


def _print_turn(outcome: Outcome, why: str) -> None:
    out.print(f"{outcome.name} [{outcome.case.style}] {outcome.turn.say}\n    {why}\n    {outcome.reply['text']}", markup=False)


def _print_limits(sections: Sequence[report.Section]) -> None:
    out.print()
    for section in sections:
        for limit in section.limits:
            out.print(f"{'pass' if limit.holds else 'FAIL'}  {limit.what}: {limit.measured} ({limit.wanted})", markup=False)


def _write(file: Path, sections: Sequence[report.Section], outcomes: Sequence[Outcome]) -> None:
    styles = tables.per_style(outcomes)
    least = next((float(row[3]) for row in styles.rows if row[0] == tables.STANDARD), 0.0) - limits.MOST_BEHIND
    picture = file.parent / "images" / report.PICTURE
    drawn = bool(styles.rows) and report.draw(styles, least, picture)
    file.write_text(report.render(sections, clock.today().isoformat(), f"images/{report.PICTURE}" if drawn else None), encoding="utf-8")
    out.print(f"written: {file}" + ("" if drawn else " (no picture: matplotlib is not installed)" if styles.rows else ""))
