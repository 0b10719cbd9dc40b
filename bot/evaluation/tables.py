"""What came of an evaluation, as tables of text."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import Callable, Iterable, Sequence

from bot.evaluation.interview import Outcome

STANDARD = "plain"  # the style that the others are measured against
WEAKEST, MOST_CONFUSED = 20, 20
LONG = 250  # characters: more does not fit a phone's screen


@dataclass(frozen=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def percent(right: int, total: int) -> float:
    return 100 * right / total if total else 0.0


def share(outcomes: Sequence[Outcome]) -> float:
    """Per cent of the turns that are right."""
    return percent(sum(outcome.is_right for outcome in outcomes), len(outcomes))


def grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """By a key, in its order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return dict(sorted(groups.items()))


def overall(outcomes: Sequence[Outcome]) -> Table:
    kinds = Counter(harm.kind for outcome in outcomes for harm in outcome.harms)
    harmful = sum(bool(outcome.harms) for outcome in outcomes)
    right = sum(outcome.is_right for outcome in outcomes)
    rows = [("conversations", str(len({outcome.case.id for outcome in outcomes}))), ("turns", str(len(outcomes))),
            ("right", f"{right} ({share(outcomes):.1f}%)"), ("harmful", str(harmful)),
            *((f"harmful: {kind}", str(count)) for kind, count in sorted(kinds.items()))]
    return Table("All", ("", ""), tuple(rows))


def per_style(outcomes: Sequence[Outcome]) -> Table:
    styles = grouped(outcomes, lambda outcome: outcome.case.style)
    standard = share(styles.get(STANDARD, ()))
    rows = [(*_counted(style, group), "" if style == STANDARD or STANDARD not in styles else f"{share(group) - standard:+.1f}")
            for style, group in styles.items()]
    return Table("By style", ("style", *_COUNTED, f"to {STANDARD}"), tuple(rows))


def per_kind(outcomes: Sequence[Outcome]) -> Table:
    """The weakest kinds; a turn counts for the first kind it accepts."""
    kinds = grouped((outcome for outcome in outcomes if outcome.turn.expect.kinds), lambda outcome: outcome.turn.expect.kinds[0])
    weak = sorted((kind for kind, group in kinds.items() if share(group) < 100), key=lambda kind: (share(kinds[kind]), -len(kinds[kind])))
    return Table("By kind of scheme, the weakest", ("kind", *_COUNTED), tuple(_counted(kind, kinds[kind]) for kind in weak[:WEAKEST]),
                 f"All right: {len(kinds) - len(weak)} of {len(kinds)} kinds.")


def per_aspect(outcomes: Sequence[Outcome]) -> Table:
    return _plain("By what is asked", "asked", outcomes, lambda outcome: outcome.turn.expect.aspect)


def per_place(outcomes: Sequence[Outcome]) -> Table:
    return _plain("By place told beforehand", "place", outcomes, lambda outcome: outcome.case.place or "none")


def statuses(outcomes: Sequence[Outcome]) -> Table:
    """Status wanted (all that are acceptable) against status got, where it is none of them."""
    met = [(outcome.turn.expect.status, outcome.reply.get("status")) for outcome in outcomes if outcome.turn.expect.status]
    wrong = [(" or ".join(map(str, wanted)), str(got)) for wanted, got in met if got not in wanted]
    return _pairs("Status wanted and got", ("wanted", "got"), wrong, note=f"As wanted: {len(met) - len(wrong)} of {len(met)}.")


def confused_kinds(outcomes: Sequence[Outcome]) -> Table:
    """Another kind answered than any that was wanted."""
    answered = ((outcome.turn.expect.kinds, (outcome.reply.get("about") or {}).get("kind")) for outcome in outcomes)
    return _pairs("Kinds confused", ("wanted", "answered"),
                  ((wanted[0], kind) for wanted, kind in answered if wanted and kind and kind not in wanted), MOST_CONFUSED)


def lengths(outcomes: Sequence[Outcome]) -> Table:
    """Characters of the replies' texts, without the line of sources."""
    measured = sorted(len(outcome.reply["text"]) for outcome in outcomes)
    if not measured:
        return Table("Length of replies", ("", "characters"), ())
    long = percent(sum(length > LONG for length in measured), len(measured))
    rows = (("p50", str(_rank(measured, .5))), ("p95", str(_rank(measured, .95))), ("longest", str(measured[-1])),
            (f"over {LONG}", f"{long:.1f}% of the replies"))
    return Table("Length of replies", ("", "characters"), rows)


def everything(outcomes: Sequence[Outcome]) -> list[Table]:
    return [table(outcomes) for table in (overall, per_style, per_kind, per_aspect, per_place, statuses, confused_kinds, lengths)]


def only_figures(outcomes: Sequence[Outcome]) -> list[Table]:
    """What may be known of a held-out set: nothing that says which sentences went wrong."""
    return [table(outcomes) for table in (overall, per_style, lengths)]


_COUNTED = ("turns", "right", "%")


def _counted(name: str, group: Sequence[Outcome]) -> tuple[str, ...]:
    return name, str(len(group)), str(sum(outcome.is_right for outcome in group)), f"{share(group):.1f}"


def _plain(title: str, what: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> Table:
    return Table(title, (what, *_COUNTED), tuple(_counted(name, group) for name, group in grouped(outcomes, key).items()))


def _pairs(title: str, header: tuple[str, str], pairs: Iterable[tuple[str, str]], most: int | None = None, note: str = "") -> Table:
    """How often each pair came, the most frequent first."""
    ordered = sorted(Counter(pairs).items(), key=lambda entry: (-entry[1], entry[0]))[:most]
    return Table(title, (*header, "times"), tuple((*pair, str(count)) for pair, count in ordered), note)


def _rank(ordered: Sequence[int], part: float) -> int:
    """The smallest value that `part` of all do not exceed."""
    return ordered[ceil(len(ordered) * part) - 1]
