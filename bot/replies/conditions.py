"""A condition tree in one readable sentence."""
from __future__ import annotations

from bot.knowledge.model import Condition
from bot.replies.wording import wording


def in_words(node: Condition, top: bool = True) -> str:
    """Leaves of an all_of are listed; the ways of an any_of are numbered when they are longer than a name."""
    words = wording("answer")["conditions"]
    if node.is_leaf:
        return node.words()
    if node.negated:
        return words["not"].format(text=in_words(node.negated, False))
    if node.any_of:
        parts = [in_words(child, False) for child in node.any_of]
        if all(child.is_leaf for child in node.any_of):
            return wording("answer")["conditions"]["either"].join(parts)
        numbered = [words["numbered"].format(number=n, text=part) for n, part in enumerate(parts, 1)]
        return words["any"].format(parts=words["any_join"].join(numbered))
    leaves = [in_words(child, False) for child in node.all_of if not child.any_of or all(c.is_leaf for c in child.any_of)]
    trees = [in_words(child, False) for child in node.all_of if child.any_of and not all(c.is_leaf for c in child.any_of)]
    listed = words["all_join"].join(leaves)
    if top and len(leaves) > 1:
        listed = words["need_all"].format(parts=listed)
    return words["then"].join([part for part in (listed, *trees) if part])
