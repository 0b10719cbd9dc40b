"""Somebody with a telephone before the stand-in server: what they say, send and tap becomes updates."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.telegram_server.shapes import BOT, MIDNIGHT, Shown

if TYPE_CHECKING:
    from tests.telegram_server.server import TelegramServer  # which makes the people


class Person:
    """Somebody with a telephone, in a private chat or in a group."""

    def __init__(self, server: TelegramServer, number: int, group: int | None = None) -> None:
        self.server, self.number, self.chat = server, number, group if group is not None else number
        self._user = {"id": number, "is_bot": False, "first_name": f"*{number}*_[农户](x)<b>"}
        self._where = {"id": self.chat, "type": "private" if group is None else "supergroup", "title": "村群"}

    def says(self, text: str, answering: Shown | None = None, **more: Any) -> int:
        number, entities = self.server.new_number(), []
        at = text.find("@" + BOT["username"])
        if at >= 0 and not text.startswith("/"):
            entities.append({"type": "mention", "offset": len(text[:at].encode("utf-16-le")) // 2, "length": len(BOT["username"]) + 1})
        self.server.show(self.chat, Shown(number, False, text))
        message = {**self._head(number), "text": text, "entities": entities, **more}
        if answering:
            message["reply_to_message"] = {**self._head(answering.number), "from": BOT, "text": answering.text}
        return self.server.send({"message": message})

    def sends(self, **content: Any) -> int:
        """contact, location, photo, voice, document and the like, as the Bot API has them."""
        number = self.server.new_number()
        self.server.show(self.chat, Shown(number, False, f"[{next(iter(content))}]"))
        return self.server.send({"message": {**self._head(number), **content}})

    def sends_photo(self, content: bytes, name: str = "photo", size: int | None = None, **more: Any) -> int:
        self.server.files[name] = content
        sizes = [{"file_id": f"{name}-small", "file_unique_id": "s", "width": 90, "height": 90, "file_size": 100},
                 {"file_id": name, "file_unique_id": name, "width": 900, "height": 900, "file_size": len(content) if size is None else size}]
        return self.sends(photo=sizes, **more)

    def taps(self, title: str, shown: Shown | None = None, times: int = 1) -> int:
        """The button of this title under the last message that has it."""
        found = shown or next(each for each in reversed(self.server.transcript(self.chat)) if title in each.titles)
        data = next(button for button in found.buttons if button["text"] == title)["callback_data"]
        last = 0
        for _ in range(times):
            query = {"id": str(self.server.new_number()), "from": self._user, "chat_instance": "1", "data": data,
                     "message": {**self._head(found.number), "from": BOT, "text": found.text}}
            last = self.server.send({"callback_query": query})
        return last

    def changes(self, before: str, after: str) -> int:
        """The bot's membership: member, kicked, left."""
        member = {"user": BOT, "until_date": 0}
        return self.server.send({"my_chat_member": {
            "chat": self._where, "from": self._user, "date": MIDNIGHT,
            "old_chat_member": {**member, "status": before}, "new_chat_member": {**member, "status": after}}})

    def _head(self, number: int) -> dict[str, Any]:
        return {"message_id": number, "date": MIDNIGHT, "chat": self._where, "from": self._user}
