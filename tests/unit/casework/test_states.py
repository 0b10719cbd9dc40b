"""Every move from every state: what stands in the table leads where it says, everything else is refused."""
from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.model import State
from bot.casework.states import CLOSED, NEEDS_A_REASON, OPEN_TO_DETAILS, TABLE, IllegalMove, Move, ReasonMissing, after

# Written out once more, from DESIGN 6 and not from the code.
LEGAL = {
    ("received", "verify"): "verifying", ("received", "withdraw"): "withdrawn",
    ("verifying", "include"): "monitored", ("verifying", "refuse"): "not_included", ("verifying", "withdraw"): "withdrawn",
    ("monitored", "assist"): "assisted", ("assisted", "eliminate"): "risk_eliminated", ("not_included", "review"): "verifying"}
PAIRS = [*product(State, Move)]


def test_every_state_has_its_line_in_the_table():
    assert set(TABLE) == set(State) and len(PAIRS) == 49


@pytest.mark.parametrize(("state", "move"), PAIRS)
def test_a_move_leads_where_the_design_says_or_is_refused(state, move):
    target = LEGAL.get((state.value, move.value))
    if target:
        assert after(state, move, "理由") is State(target)
        return
    with pytest.raises(IllegalMove) as refused:
        after(state, move, "理由")

    assert (refused.value.state, refused.value.move) == (state, move) and str(refused.value) == f"{move.value} from {state.value}"


@pytest.mark.parametrize(("state", "move"), PAIRS)
@pytest.mark.parametrize("nothing", ["", "  ", "\n\u3000"])
def test_what_takes_something_from_a_household_needs_a_reason_and_the_rest_does_not(state, move, nothing):
    if (state.value, move.value) not in LEGAL:
        with pytest.raises(IllegalMove):  # told first: no reason would help
            after(state, move, nothing)
    elif move.value in {"refuse", "review", "eliminate"}:
        with pytest.raises(ReasonMissing):
            after(state, move, nothing)
    else:
        assert after(state, move, nothing).value == LEGAL[(state.value, move.value)]


@given(st.lists(st.sampled_from(Move), max_size=30))
def test_whatever_is_tried_a_case_only_walks_along_the_table(moves):
    state = State.RECEIVED
    for move in moves:
        before = state
        try:
            state = after(state, move, "理由")
        except IllegalMove:
            assert (before.value, move.value) not in LEGAL
        else:
            assert LEGAL[(before.value, move.value)] == state.value


def test_from_the_last_states_nothing_leads_away_and_every_state_can_be_reached():
    reached, new = set(), {State.RECEIVED}
    while new:
        reached |= new
        new = {target for state in new for target in TABLE[state].values()} - reached

    assert reached == set(State)
    assert {state for state in State if not TABLE[state]} == {State.RISK_ELIMINATED, State.WITHDRAWN}
    assert CLOSED.isdisjoint(OPEN_TO_DETAILS) and {Move.REFUSE, Move.REVIEW, Move.ELIMINATE} == NEEDS_A_REASON
