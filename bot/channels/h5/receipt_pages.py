"""The receipt, the proof that can be printed, and the page that says whether a proof is genuine."""
from __future__ import annotations

import segno
from fastapi import APIRouter, Request
from starlette.responses import Response

from bot import bootstrap, clock
from bot.casework import receipt as receipts
from bot.casework.model import Case
from bot.casework.queries import NotFound, Standing
from bot.channels.h5 import proof, tokens
from bot.channels.h5.front import may_look_up, page, see, working
from bot.channels.h5.proof import Proof, Verdict
from bot.channels.h5.sheet import text
from bot.channels.h5.standing import View
from bot.channels.h5.submission import AGAIN, CHANGED
from bot.replies.report import refusal
from bot.settings import settings

router = APIRouter()
_MASK = 3  # any serves: the address is random already; choosing the best of eight would take most of the time of a page


@router.api_route("/r/receipt/{token}", methods=["GET", "HEAD"])
async def receipt(request: Request, token: str, note: str = "") -> Response:
    link = tokens.read_case_link(bootstrap.keyring(), token, clock.now())
    standing = await _standing(link.receipt) if link else None
    if link is None or standing is None:
        return unknown_link(request)
    return page(request, "receipt.html", case=view().case(standing), token=token, is_old=link.is_old,
                note=note if note in (AGAIN, CHANGED) else "", square=_square(_proof_address(standing.case)))


@router.api_route("/r/proof/{token}", methods=["GET", "HEAD"])
async def printed(request: Request, token: str) -> Response:
    link = tokens.read_case_link(bootstrap.keyring(), token, clock.now())
    standing = await _standing(link.receipt) if link else None
    if standing is None:
        return unknown_link(request)
    return page(request, "proof.html", case=view().case(standing), token=token, proof=_proof(standing.case),
                address=f"{settings().public_url}/r/verify", square=_square(_proof_address(standing.case)))


@router.api_route("/r/verify", methods=["GET", "HEAD"])
async def verify(request: Request) -> Response:
    return page(request, "verify.html", typed={}, wrong={}, case=None, verdict="")


@router.post("/r/verify")
async def verify_typed(request: Request) -> Response:
    """By the receipt and the code on the paper. Whether the receipt or the code is wrong is not told."""
    form = await request.form()
    typed = {"receipt": text(form, "receipt"), "code": text(form, "code")}
    if not may_look_up(request):
        return page(request, "verify.html", 429, typed=typed, wrong={"": refusal("too_many")}, case=None, verdict="")
    standing = await _standing(receipts.compact(typed["receipt"]))
    code = receipts.compact(typed["code"])
    verdict = proof.by_code(proof.proofs(bootstrap.keyring(), standing.case), code) if standing else Verdict.FORGED
    if standing is None or verdict is Verdict.FORGED:
        return page(request, "verify.html", 422, typed=typed, wrong={"receipt": refusal("proof_wrong")}, case=None, verdict="")
    return page(request, "verify.html", typed=typed, wrong={}, case=view().case(standing), verdict=verdict.value)


@router.api_route("/r/verify/{token}", methods=["GET", "HEAD"])
async def verify_link(request: Request, token: str) -> Response:
    told = tokens.read_proof_link(bootstrap.keyring(), token)
    standing = await _standing(told[0]) if told else None
    if told is None or standing is None:
        return page(request, "verify.html", 404, typed={}, wrong={"receipt": refusal("proof_wrong")}, case=None, verdict="")
    verdict = proof.by_signature(proof.proofs(bootstrap.keyring(), standing.case), told[1])
    return page(request, "verify.html", typed={}, wrong={}, case=view().case(standing), verdict=verdict.value)


def view() -> View:
    return View(bootstrap.knowledge_base(), bootstrap.divisions(), clock.today())


async def case_behind(request: Request, token: str) -> Standing | Response:
    """What a link shows that is not too old to show more than the receipt, or else the page that says what to do."""
    link = tokens.read_case_link(bootstrap.keyring(), token, clock.now())
    if link and link.is_old:
        return see("/r/status?old=1")
    return (await _standing(link.receipt) if link else None) or unknown_link(request)


def unknown_link(request: Request) -> Response:
    return page(request, "status.html", 404, typed={}, wrong={"": refusal("link_broken")}, maybe=())


async def _standing(receipt: str) -> Standing | None:
    def find() -> Standing | None:
        try:
            return bootstrap.case_queries().of_receipt(receipt)
        except NotFound:
            return None

    return await working(find)


def _proof(case: Case) -> Proof:
    return proof.proofs(bootstrap.keyring(), case)[0]


def _proof_address(case: Case) -> str:
    return f"{settings().public_url}/r/verify/{tokens.proof_link(bootstrap.keyring(), case.receipt, _proof(case).signature)}"


def _square(address: str) -> str:
    """A QR code as SVG that the page's style sizes; error level L keeps its squares large."""
    square = segno.make(address, error="l", mask=_MASK, micro=False, boost_error=False)
    return square.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None, light="#fff")
