"""How a case stands, for whoever knows its receipt and the end of the telephone number; and taking it back."""
from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot import bootstrap, clock
from bot.casework import receipt as receipts
from bot.casework.commands import Decide
from bot.casework.handlers import NoSuchCase
from bot.casework.queries import DIGITS_ASKED, NotFound, TriedTooOften
from bot.casework.states import IllegalMove, Move
from bot.channels.h5 import tokens
from bot.channels.h5.front import may_look_up, page, see, working
from bot.channels.h5.receipt_pages import case_behind, unknown_link, view
from bot.channels.h5.sheet import text
from bot.channels.h5.words import words
from bot.logs import logger
from bot.replies.report import refusal
from bot.replies.wording import wording

router = APIRouter()
log = logger("h5")


@router.api_route("/r/status", methods=["GET", "HEAD"])
async def ask(request: Request, old: str = "") -> Response:
    """The form; `old` comes from a link that no longer opens a case by itself."""
    return page(request, "status.html", typed={}, wrong={"": words()["status"]["old"]} if old else {}, maybe=())


@router.post("/r/status")
async def find(request: Request) -> Response:
    form = await request.form()
    typed = {"receipt": text(form, "maybe") or text(form, "receipt"), "digits": text(form, "digits")}
    receipt, digits = receipts.compact(typed["receipt"]), receipts.compact(typed["digits"])
    if not may_look_up(request):
        return page(request, "status.html", 429, typed=typed, wrong={"": refusal("too_many")}, maybe=())
    wrong, maybe = _wrong(receipt, digits)
    if not wrong:
        try:
            await working(lambda: bootstrap.case_queries().by_receipt(receipt, digits[-DIGITS_ASKED:], clock.now()))
            return see(f"/r/status/{tokens.case_link(bootstrap.keyring(), receipt, clock.now())}")
        except TriedTooOften:
            return page(request, "status.html", 429, typed=typed, wrong={"": refusal("tried_too_often")}, maybe=())
        except NotFound:
            wrong = {"receipt": refusal("case_unknown")}
    return page(request, "status.html", 422, typed=typed, wrong=wrong, maybe=[(each, receipts.spaced(each)) for each in maybe])


def _wrong(receipt: str, digits: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """What can be seen without looking anything up, and what may have been meant: neither says whether a case exists."""
    wrong, maybe = {}, receipts.transposed(receipt)
    if len(receipt) != receipts.LENGTH:
        wrong["receipt"] = refusal("receipt_length", most=receipts.LENGTH, count=len(receipt))
    elif not receipts.is_valid(receipt):
        wrong["receipt"] = refusal("receipt_maybe", maybe=words()["status"]["join"].join(map(receipts.spaced, maybe))) if maybe \
            else refusal("receipt_wrong")
    if 0 < len(digits) < DIGITS_ASKED:
        wrong["digits"] = refusal("digits_missing")
    return wrong, maybe


@router.api_route("/r/status/{token}", methods=["GET", "HEAD"])
async def show(request: Request, token: str, note: str = "") -> Response:
    standing = await case_behind(request, token)
    if isinstance(standing, Response):
        return standing
    return page(request, "case.html", case=view().case(standing), token=token, is_withdrawn=note == "withdrawn",
                problem="", is_asking=False)


@router.api_route("/r/case/{token}/withdraw", methods=["GET", "HEAD"])
async def withdrawing(request: Request, token: str) -> Response:
    """Asks again before anything is taken back."""
    return await _withdrawal(request, token, is_sure=False)


@router.post("/r/case/{token}/withdraw")
async def withdraw(request: Request, token: str) -> Response:
    return await _withdrawal(request, token, is_sure=True)


async def _withdrawal(request: Request, token: str, is_sure: bool) -> Response:
    at = clock.now()
    link = tokens.read_case_link(bootstrap.keyring(), token, at)
    if link is None:
        return unknown_link(request)
    if link.is_old:
        return see("/r/status?old=1")
    try:
        if is_sure:
            await working(lambda: bootstrap.casework().decide(Decide(link.receipt, Move.WITHDRAW, "household", at)))
            return see(f"/r/status/{token}?note=withdrawn")
        standing = await working(lambda: bootstrap.case_queries().of_receipt(link.receipt))
        return page(request, "case.html", case=view().case(standing), token=token, is_withdrawn=False, problem="", is_asking=True)
    except (NotFound, NoSuchCase):
        return unknown_link(request)
    except IllegalMove as refused:
        standing = await working(lambda: bootstrap.case_queries().of_receipt(link.receipt))
        case = view().case(standing)
        said = refusal("cannot_withdraw", state=wording("report")["states"][refused.state.value]["name"], office=office_name(case))
        return page(request, "case.html", 409, case=case, token=token, is_withdrawn=False, problem=said, is_asking=False)


def office_name(case: dict) -> str:
    return case["office"]["name"] if case["office"] else words()["receipt"]["anybody"]
