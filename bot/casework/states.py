"""Which move leads from which state where. What does not stand in the table is refused."""
from __future__ import annotations

from enum import Enum
from typing import Mapping

from bot.casework.model import State


class Move(str, Enum):
    """What staff or a household does with a case."""

    VERIFY = "verify"  # somebody has begun to look
    INCLUDE = "include"  # it is monitored from now on
    REFUSE = "refuse"  # it is not; the reason and the way to a review are told
    REVIEW = "review"  # a refusal is looked at again
    ASSIST = "assist"  # an assistance officer is named, help has begun
    ELIMINATE = "eliminate"  # the risk is gone
    WITHDRAW = "withdraw"  # the household takes its report back


TABLE: Mapping[State, Mapping[Move, State]] = {
    State.RECEIVED: {Move.VERIFY: State.VERIFYING, Move.WITHDRAW: State.WITHDRAWN},
    State.VERIFYING: {Move.INCLUDE: State.MONITORED, Move.REFUSE: State.NOT_INCLUDED, Move.WITHDRAW: State.WITHDRAWN},
    State.MONITORED: {Move.ASSIST: State.ASSISTED},
    State.NOT_INCLUDED: {Move.REVIEW: State.VERIFYING},
    State.ASSISTED: {Move.ELIMINATE: State.RISK_ELIMINATED},
    State.RISK_ELIMINATED: {},
    State.WITHDRAWN: {},
}
NEEDS_A_REASON = frozenset({Move.REFUSE, Move.REVIEW, Move.ELIMINATE})
OPEN_TO_DETAILS = frozenset({State.RECEIVED, State.VERIFYING})
CLOSED = frozenset({State.NOT_INCLUDED, State.RISK_ELIMINATED, State.WITHDRAWN})  # retention counts from here


class IllegalMove(Exception):
    """The case is in a state from which this move does not lead anywhere."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"{move.value} from {state.value}")
        self.state, self.move = state, move


class ReasonMissing(Exception):
    """The move takes something from a household or closes its case: it has to be said why."""

    def __init__(self, move: Move) -> None:
        super().__init__(move.value)
        self.move = move


def after(state: State, move: Move, reason: str = "") -> State:
    """Where `move` leads. Raises IllegalMove, ReasonMissing."""
    if move not in TABLE[state]:
        raise IllegalMove(state, move)
    if move in NEEDS_A_REASON and not reason.strip():
        raise ReasonMissing(move)
    return TABLE[state][move]
