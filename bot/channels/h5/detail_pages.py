"""/r/case/<link>/<step>: details, one group a screen, each saved as it is sent; and the summary of all."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from bot import bootstrap, clock
from bot.casework import receipt as receipts
from bot.casework.commands import Amend
from bot.casework.handlers import CaseClosed
from bot.casework.model import Risk
from bot.casework.queries import DIGITS_ASKED, NotFound, Standing, TriedTooOften
from bot.casework.validation import LONGEST
from bot.channels.h5 import steps, tokens
from bot.channels.h5.front import may_look_up, page, see, working
from bot.channels.h5.receipt_pages import case_behind, unknown_link, view
from bot.channels.h5.sheet import text
from bot.channels.h5.status_pages import office_name
from bot.channels.h5.steps import STEPS, Step
from bot.channels.h5.tokens import Link
from bot.channels.h5.words import words
from bot.logs import logger
from bot.replies.report import refusal
from bot.replies.wording import wording

router = APIRouter()
log = logger("h5")


@router.api_route("/r/case/{token}/{name}", methods=["GET", "HEAD"])
async def show(request: Request, token: str, name: str, back: str = "") -> Response:
    if name not in STEPS and name != "summary":
        return unknown_link(request)
    standing = await case_behind(request, token)
    if isinstance(standing, Response):
        return standing
    if name == "summary":
        return page(request, "summary.html", token=token, case=view().case(standing), report=standing.case.report, rows=_rows(standing))
    typed = steps.saved_in(STEPS[name], standing.case.report)
    return _screen(request, 200, token, STEPS[name], standing, typed, to_summary=back == "summary")


@router.post("/r/case/{token}/{name}")
async def save(request: Request, token: str, name: str) -> Response:
    """303 to the next screen. 422 with what is wrong, 409 for a case that takes no details any more, 503 where it has to be sent again;
    each with what was typed. An old link asks for the end of the telephone number beside it."""
    at, form = clock.now(), await request.form()
    link = tokens.read_case_link(bootstrap.keyring(), token, at)
    step = STEPS.get(name)
    if link is None or step is None:
        return unknown_link(request)
    try:
        standing = await working(lambda: bootstrap.case_queries().of_receipt(link.receipt))
    except NotFound:
        return unknown_link(request)
    typed, to_summary = steps.typed_in(step, standing.case.report, form), text(form, "back") == "summary"
    if link.is_old:
        if not await _is_proven(request, link, form):
            return _screen(request, 422, token, step, standing, typed, {"digits": words()["details"]["old"]}, to_summary, asks_digits=True)
        token = tokens.case_link(bootstrap.keyring(), link.receipt, at)
    return await _saved(request, token, step, standing, typed, to_summary, at)


async def _saved(request: Request, token: str, step: Step, standing: Standing, typed: dict[str, Any], to_summary: bool,
                 at: datetime) -> Response:
    changes, parts, wrong = steps.read_in(step, standing.case.report, typed, bootstrap.divisions())
    code = 422
    if not wrong:
        try:
            await working(lambda: bootstrap.casework().amend(Amend(standing.case.receipt, changes, parts, at)))
            return see(f"/r/case/{token}/{'summary' if to_summary else steps.around(step)[1]}")
        except CaseClosed as closed:
            state = wording("report")["states"][closed.state.value]["name"]
            code, wrong = 409, {"": refusal("closed", state=state, office=office_name(view().case(standing)))}
        except Exception as error:  # whatever broke, nobody types it all again
            log.error("details not stored", error=type(error).__name__)
            code, wrong = 503, {"": refusal("busy")}
    return _screen(request, code, token, step, standing, typed, wrong, to_summary)


async def _is_proven(request: Request, link: Link, form: FormData) -> bool:
    """Whether the end of the telephone number stands beside what was typed."""
    if "digits" not in form or not may_look_up(request):
        return False
    digits = receipts.compact(text(form, "digits"))[-DIGITS_ASKED:]
    try:
        await working(lambda: bootstrap.case_queries().by_receipt(link.receipt, digits, clock.now()))
    except (NotFound, TriedTooOften):
        return False
    return True


def _screen(request: Request, code: int, token: str, step: Step, standing: Standing, typed: dict[str, Any],
            wrong: dict[str, str] | None = None, to_summary: bool = False, asks_digits: bool = False) -> Response:
    before, after = steps.around(step)
    report = standing.case.report
    had = "" if asks_digits else steps.had(step, report)  # a link that is too old shows nothing that is kept
    number = steps.IN_TURN.index(step) + 1 if step in steps.IN_TURN else 0
    return page(request, "details.html", code, token=token, step=step, parts=step.parts_of(report), typed=typed, wrong=wrong or {}, had=had,
                for_other=report.for_other, number=number, count=len(steps.IN_TURN), before=before, after=after, to_summary=to_summary,
                asks_digits=asks_digits, risks=[risk.value for risk in Risk], most=LONGEST["story"])


def _rows(standing: Standing) -> list[dict[str, str]]:
    """Each part as the summary shows it, with the screen that changes it."""
    report, said = standing.case.report, wording("report")
    risks = words()["status"]["join"].join(said["risks"][risk.value] for risk in report.risks)
    return [{"label": said["parts"][part], "value": risks if part == "risks" else steps.shown(report, part), "step": step.name}
            for step in (*steps.FROM_SUMMARY, *steps.IN_TURN) for part in step.parts_of(report)]
