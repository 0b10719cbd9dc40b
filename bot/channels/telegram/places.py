"""Where somebody lives: asked for, taken from a shared location, or from a link."""
from __future__ import annotations

from bot.channels.telegram import centres
from bot.channels.telegram.deep_link import Start
from bot.channels.telegram.message import Outgoing
from bot.channels.telegram.rendering import said
from bot.channels.telegram.services import Services
from bot.channels.telegram.wording import words
from bot.replies.reply import Button


def question(services: Services) -> Outgoing:
    return said(words()["place_question"], *services.places)


def located(services: Services, point: tuple[float, float]) -> Outgoing:
    """The nearest counties, for the person to say which."""
    words_, found = words()["where"], centres.nearest(services.centres, *point)
    if not found:
        return said(words_["nowhere"], *services.places)
    names = [services.divisions.full_name(near.division) for near in found]
    first = words_["name"].format(name=names[0], kilometres=max(1, round(found[0].kilometres)))
    return said(words_["near"].format(names=words_["names_join"].join([first, *names[1:]])), *map(button, names))


def button(name: str) -> Button:
    return Button(name, words()["says_place"].format(place=name))


def named(services: Services, start: Start) -> str | None:
    """The place of a link in words; None if it has none."""
    if start.division is None or not services.divisions.exists(start.division):
        return None
    return services.divisions.full_name(start.division) + (start.village or "")
