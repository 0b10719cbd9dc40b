"""/r: where one lives; /r/<division>[/<village>]: the one screen that registers a household at risk."""
from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot import bootstrap, clock
from bot.casework.commands import Register
from bot.casework.model import Risk
from bot.channels.h5 import places, submission, tokens
from bot.channels.h5.front import may_report, page, see, working
from bot.channels.h5.places import Where
from bot.channels.h5.sheet import Sheet, report_of
from bot.channels.h5.words import words
from bot.logs import logger
from bot.replies.report import refusal

router = APIRouter()
log = logger("h5")


@router.api_route("/r", methods=["GET", "HEAD"])
async def choose(request: Request, place: str = "", within: str = "") -> Response:
    """The covered places, those within a wider one, or those that were searched for by name."""
    divisions, said = bootstrap.divisions(), words()["choose"]
    found = places.search(divisions, place) if place.strip() else ()
    problem = said["none"].format(typed=place.strip()) if place.strip() and not found else ""
    if len(found) == 1 and not places.inside(divisions, found[0]):
        return see(f"/r/{found[0]}")
    wider = (found[0] if len(found) == 1 else "") or (within if divisions.exists(within) else "")
    return _chooser(request, 404 if problem else 200, typed=place, problem=problem, wider=wider, found=found if len(found) > 1 else ())


@router.api_route("/r/{division}", methods=["GET", "HEAD"])
@router.api_route("/r/{division}/{village}", methods=["GET", "HEAD"])
async def show(request: Request, division: str, village: str = "") -> Response:
    where = places.where(bootstrap.divisions(), division, village)
    if where is None:
        return _chooser(request, 404, problem=words()["choose"]["unknown"])
    return _screen(request, 200, Sheet(), where)


@router.post("/r/{division}")
@router.post("/r/{division}/{village}")
async def send(request: Request, division: str, village: str = "") -> Response:
    """303 to the receipt. Everything else shows the screen again with what was typed: 422 with what is wrong,
    200 for another place, 429 and 503 where it has to be sent again."""
    divisions, at = bootstrap.divisions(), clock.now()
    sheet = Sheet.typed(await request.form())
    where = places.where(divisions, division, village)
    near = places.search(divisions, sheet.move) if sheet.move.strip() else ()
    near = (sheet.chosen,) if sheet.chosen in near else near
    if len(near) == 1:
        where, sheet, near = places.where(divisions, near[0]), replace(sheet, move="", chosen=""), ()
    if where is None or sheet.move.strip() or sheet.only_move:
        return _other_place(request, sheet, where, near)
    report, wrong = report_of(sheet, where, divisions)
    form = tokens.read_form(bootstrap.keyring(), sheet.token, at)
    if form is None:
        return _screen(request, 422, replace(sheet, token=""), where, {"": refusal("form_broken"), **wrong})
    if wrong:
        return _screen(request, 422, replace(sheet, token="") if form.is_expired else sheet, where, wrong)
    if not may_report(request):
        return _screen(request, 429, sheet, where, {"": refusal("too_many_reports")})
    try:
        arrived = await working(_take, submission.command(form.key, report, sheet.consent, at), form.is_expired)
    except Exception as error:  # whatever broke, nobody types it all again
        log.error("report not stored", error=type(error).__name__)
        return _screen(request, 503, sheet, where, {"": refusal("busy")})
    if arrived is None:
        return _screen(request, 422, replace(sheet, token=""), where, {"": refusal("form_expired")}, is_expired=True)
    link = tokens.case_link(bootstrap.keyring(), arrived.receipt, at)
    return see(f"/r/receipt/{link}" + (f"?note={arrived.note}" if arrived.note else ""))


def _take(told: Register, is_expired: bool) -> submission.Arrived | None:
    casework = bootstrap.casework()
    return submission.arrived_before(casework, told) if is_expired else submission.submit(casework, told)


def _other_place(request: Request, sheet: Sheet, where: Where | None, near: tuple[str, ...]) -> Response:
    """The screen with the place asked for again, or with the new one."""
    wrong = {}
    if sheet.move.strip():
        wrong["move"] = words()["form"]["several"].format(typed=sheet.move.strip()) if near else \
            words()["choose"]["none"].format(typed=sheet.move.strip())
    elif where is None:
        wrong["move"] = words()["form"]["need"]
    return _screen(request, 422 if wrong else 200, sheet, where, wrong, near)


def _screen(request: Request, code: int, sheet: Sheet, where: Where | None, wrong: dict[str, str] | None = None,
            near: tuple[str, ...] = (), is_expired: bool = False) -> Response:
    """A form without a token gets a fresh one; one with a token keeps it, so that sending it again is sending the same."""
    token = sheet.token or tokens.new_form(bootstrap.keyring(), clock.now())
    return page(request, "report.html", code, sheet=replace(sheet, token=token), where=where, wrong=wrong or {},
                risks=[risk.value for risk in Risk], near=places.choices(bootstrap.divisions(), near), is_typed=sheet != Sheet(),
                is_expired=is_expired)


def _chooser(request: Request, code: int, typed: str = "", problem: str = "", wider: str = "", found: tuple[str, ...] = ()) -> Response:
    divisions = bootstrap.divisions()
    within = places.inside(divisions, wider) if wider else ()
    listed = found or within or tuple(bootstrap.knowledge_base().folders)
    return page(request, "choose.html", code, typed=typed, problem=problem, places=places.choices(divisions, listed),
                wider=places.where(divisions, wider) if within else None, is_found=bool(found))
