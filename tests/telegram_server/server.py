"""A Bot API server that is not Telegram's: keeps chats as people see them, and fails as it is told to.

Refuses what Telegram refuses: empty and long texts, entities beyond the text, long callback data, changing what is not there.
"""
from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from typing import Any, Callable

import aiohttp
from aiohttp import web

from tests.telegram_server.person import Person
from tests.telegram_server.shapes import BOT, MIDNIGHT, TOKEN, Call, Fault, Refusal, Shown

LONGEST, LONGEST_DATA = 4096, 64


class TelegramServer:
    """Start it in an event loop: `base_url` is what TELEGRAM_BASE_URL wants."""

    def __init__(self, seed: int = 1) -> None:
        self.chats: dict[int, list[Shown]] = {}
        self.calls: list[Call] = []
        self.actions: list[tuple[int, str]] = []
        self.toasts: dict[str, str] = {}
        self.commands: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.blocked: set[int] = set()
        self.handed: dict[int, float] = {}  # update → when it was first handed out
        self.duplicated = self.reordered = 0.0  # share of updates
        self.failing: Callable[[str], Fault | None] = lambda method: None
        self.latency = 0.0
        self.webhook: dict[str, Any] | None = None
        self.on_call: Callable[[Call], None] = lambda call: None
        self._faults: dict[str, list[Fault]] = {}
        self._pending: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._updates = itertools.count(1000)
        self._news = asyncio.Event()
        self._random = random.Random(seed)
        self._runner: web.AppRunner | None = None

    # --- running it ---

    async def start(self, port: int = 0) -> str:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.base_url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
        return self.base_url

    async def stop(self) -> None:
        assert self._runner
        await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of the method meet these, one each."""
        self._faults.setdefault(method.lower(), []).extend(faults)

    # --- what people do ---

    def send(self, update: dict[str, Any]) -> int:
        """Any update; returns its id."""
        whole = {"update_id": next(self._updates), **update}
        self._pending.append(whole)
        self._news.set()
        if self.webhook:
            asyncio.ensure_future(self._post(whole))
        return int(whole["update_id"])

    def person(self, number: int, group: int | None = None) -> "Person":
        return Person(self, number, group)

    def transcript(self, chat: int) -> list[Shown]:
        return self.chats.setdefault(chat, [])

    def bot_texts(self, chat: int) -> list[str]:
        return [shown.text for shown in self.transcript(chat) if shown.is_bot]

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method.lower()]

    @property
    def unconfirmed(self) -> list[int]:
        return [update["update_id"] for update in self._pending]

    def show(self, chat: int, shown: Shown) -> Shown:
        shown.texts = [shown.text]
        self.transcript(chat).append(shown)
        return shown

    def new_number(self) -> int:
        return next(self._numbers)

    # --- the API ---

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, at = request.match_info["method"].lower(), time.perf_counter()
        try:
            params = await _params(request)
        except ConnectionResetError:  # the caller was killed
            return _answer(400, {"ok": False})
        call = Call(method, params, at)
        self.calls.append(call)
        self.on_call(call)
        if self.latency and method != "getupdates":
            await asyncio.sleep(self.latency)
        if request.match_info["token"] != TOKEN:
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        queued = self._faults.get(method)
        fault = queued.pop(0) if queued else self.failing(method)
        if fault and not fault.is_done:
            return await self._meet(fault, request)
        serve = getattr(self, f"_do_{method}", None)
        try:
            if serve is None:
                raise Refusal(404, "Not Found")
            result = serve(params)
            result = await result if asyncio.iscoroutine(result) else result
        except Refusal as refusal:
            body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            return _answer(refusal.status, {**body, **({"parameters": refusal.parameters} if refusal.parameters else {})})
        if fault:
            return await self._meet(fault, request)
        return _answer(200, {"ok": True, "result": result})

    async def _meet(self, fault: Fault, request: web.Request) -> web.Response:
        if fault.hangs is not None:
            await asyncio.sleep(fault.hangs)
            assert request.transport
            request.transport.close()
        body: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": "Too Many Requests" if fault.retry_after else "Bad Gateway"}
        return _answer(fault.status, {**body, **({"parameters": {"retry_after": fault.retry_after}} if fault.retry_after else {})})

    def _do_getme(self, params: dict[str, Any]) -> dict[str, Any]:
        return BOT

    def _do_setmycommands(self, params: dict[str, Any]) -> bool:
        self.commands = params["commands"]
        return True

    def _do_setchatmenubutton(self, params: dict[str, Any]) -> bool:
        return True

    def _do_setwebhook(self, params: dict[str, Any]) -> bool:
        self.webhook = params
        for update in list(self._pending):
            asyncio.ensure_future(self._post(update))
        return True

    def _do_deletewebhook(self, params: dict[str, Any]) -> bool:
        self.webhook = None
        return True

    async def _do_getupdates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
        confirmed = [update for update in self._pending if update["update_id"] < offset]
        self._pending = [update for update in self._pending if update["update_id"] >= offset]
        # some come again although they were confirmed
        again = [update for update in confirmed if self._random.random() < self.duplicated and not update.get("again")]
        self._pending += [{**update, "again": True} for update in again]
        ends = time.monotonic() + float(params.get("timeout") or 0)
        while not self._pending and time.monotonic() < ends:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), max(0.01, ends - time.monotonic()))
            except asyncio.TimeoutError:
                break
        batch = self._pending[:limit]
        if self._random.random() < self.reordered:
            batch = self._random.sample(batch, len(batch))
        now = time.perf_counter()
        for update in batch:
            self.handed.setdefault(update["update_id"], now)
        return [{key: value for key, value in update.items() if key != "again"} for update in batch]

    def _do_sendmessage(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = int(params["chat_id"])
        self._may_write(chat)
        text = _checked(params["text"], params)
        markup = params.get("reply_markup") or {}
        shown = Shown(self.new_number(), True, text, params.get("entities") or [], _buttons(markup), markup.get("keyboard"),
                      (params.get("reply_parameters") or {}).get("message_id"))
        self.show(chat, shown)
        return self._message(chat, shown)

    def _do_editmessagetext(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = int(params["chat_id"])
        self._may_write(chat)
        shown = next((each for each in self.transcript(chat) if each.number == int(params["message_id"])), None)
        if shown is None or not shown.is_bot:
            raise Refusal(400, "Bad Request: message to edit not found")
        if shown.keyboard is not None:
            raise Refusal(400, "Bad Request: message can't be edited")
        text, entities, buttons = _checked(params["text"], params), params.get("entities") or [], _buttons(params.get("reply_markup") or {})
        if (text, entities, buttons) == (shown.text, shown.entities, shown.buttons):
            raise Refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")
        shown.text, shown.entities, shown.buttons = text, entities, buttons
        shown.texts.append(text)
        return self._message(chat, shown)

    def _do_sendchataction(self, params: dict[str, Any]) -> bool:
        self._may_write(int(params["chat_id"]))
        self.actions.append((int(params["chat_id"]), params["action"]))
        return True

    def _do_answercallbackquery(self, params: dict[str, Any]) -> bool:
        self.toasts[str(params["callback_query_id"])] = params.get("text", "")
        return True

    def _do_getfile(self, params: dict[str, Any]) -> dict[str, Any]:
        name = params["file_id"]
        if name not in self.files:
            raise Refusal(400, "Bad Request: invalid file_id")
        return {"file_id": name, "file_unique_id": name, "file_size": len(self.files[name]), "file_path": f"files/{name}"}

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"].rpartition("/")[2]])

    def _may_write(self, chat: int) -> None:
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")

    def _message(self, chat: int, shown: Shown) -> dict[str, Any]:
        kind = "private" if chat > 0 else "supergroup"
        return {"message_id": shown.number, "date": MIDNIGHT, "chat": {"id": chat, "type": kind}, "from": BOT, "text": shown.text}

    async def _post(self, update: dict[str, Any]) -> None:
        """Again and again until it is taken, as Telegram does."""
        while self.webhook and update in self._pending:
            self.handed.setdefault(update["update_id"], time.perf_counter())
            try:
                async with aiohttp.ClientSession() as session, session.post(
                        self.webhook["url"], json=update,
                        headers={"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}) as response:
                    if response.status == 200:
                        self._pending = [each for each in self._pending if each is not update]
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    found = {**request.query, **(await request.post())}
    return {key: value if key == "text" else _value(value) for key, value in found.items()}


def _value(text: Any) -> Any:
    """Objects and lists come as JSON in a form."""
    if isinstance(text, str) and text[:1] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _checked(text: str, params: dict[str, Any]) -> str:
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if _units(text) > LONGEST:
        raise Refusal(400, "Bad Request: message is too long")
    if "parse_mode" in params:
        raise Refusal(400, "Bad Request: this server's people do not like markup")
    for entity in params.get("entities") or []:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > _units(text):
            raise Refusal(400, "Bad Request: entity beyond the text")
    return text.strip()


def _buttons(markup: dict[str, Any]) -> list[dict[str, Any]]:
    found = [button for row in markup.get("inline_keyboard") or [] for button in row]
    for button in found:
        if not button["text"] or len(str(button.get("callback_data", "")).encode()) > LONGEST_DATA:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return found


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=status)
