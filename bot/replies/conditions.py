"""A condition tree in one readable sentence, and apart from it what the document leaves open."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from bot.knowledge.model import Condition
from bot.replies.wording import wording

Leaves = tuple[Condition, ...]


@dataclass(frozen=True)
class Said:
    """`text` has only what the document states. Of what it leaves open, `needed` is asked of everybody; `others` is not."""

    text: str
    needed: Leaves = ()
    others: Leaves = ()
    is_name: bool = False
    is_numbered: bool = False

    @property
    def left_open(self) -> Leaves:
        return self.needed + self.others


def in_words(node: Condition, top: bool = True) -> Said:
    """Leaves of an all_of are listed; the ways of an any_of are numbered when they are longer than a name."""
    if node.is_leaf:
        return Said(node.words(), is_name=True) if node.fact else Said("", (node,))
    if node.negated:
        inner = in_words(node.negated, False)
        return Said(wording("answer")["conditions"]["not"].format(text=inner.text) if inner.text else "", inner.left_open)
    return _any_of(node, top) if node.any_of else _all_of(node, top)


def _any_of(node: Condition, top: bool) -> Said:
    """An open alternative is no way to qualify; a way that needs something open as well says so, for it is not enough."""
    words = wording("answer")["conditions"]
    each = [(child, in_words(child, False)) for child in node.any_of]
    ways = [(child, said) for child, said in each if said.text]
    unstated = [leaf for _, said in each if not said.text for leaf in said.left_open]
    if not ways:
        return Said("", _once(unstated))
    if len(ways) == 1:
        only = in_words(ways[0][0], top)
        return Said(only.text, only.needed, _once([*only.others, *unstated], but=only.needed), only.is_name, only.is_numbered)
    others = _once([*(leaf for _, said in ways for leaf in said.left_open), *unstated])
    if all(said.is_name for _, said in ways):
        return Said(words["either"].join(said.text for _, said in ways), others=others)
    all_need = all(said.needed for _, said in ways)
    marked = [said.text + words["also_open"] if said.needed and not all_need else said.text for _, said in ways]
    numbered = [words["numbered"].format(number=n, text=text) for n, text in enumerate(marked, 1)]
    heading = words["any_also_open" if all_need else "any"]
    return Said(heading.format(parts=words["any_join"].join(numbered)), others=others, is_numbered=True)


def _all_of(node: Condition, top: bool) -> Said:
    words = wording("answer")["conditions"]
    each = [in_words(child, False) for child in node.all_of]
    stated = [said for said in each if said.text]
    needed = _once(leaf for said in each for leaf in said.needed)
    others = _once((leaf for said in each for leaf in said.others), but=needed)
    short = [said.text for said in stated if not said.is_numbered]
    listed = words["all_join"].join(short)
    if top and len(short) > 1:
        listed = words["need_all"].format(parts=listed)
    text = words["then"].join([listed] * bool(short) + [said.text for said in stated if said.is_numbered])
    return Said(text, needed, others, len(stated) == 1 and stated[0].is_name and not needed,
                len(stated) == 1 and stated[0].is_numbered)


def _once(leaves: Iterable[Condition], but: Iterable[Condition] = ()) -> Leaves:
    """Each text once: several ways often leave the same thing open."""
    left_out = {leaf.words() for leaf in but}
    return tuple({leaf.words(): leaf for leaf in reversed([*leaves]) if leaf.words() not in left_out}.values())[::-1]
