"""What an answer tells of the report: the part that was asked for, or the one that is put right. Nothing is stored here."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable

from bot.casework.model import Report, Risk
from bot.casework.validation import LONGEST
from bot.dialogue.digits import runs
from bot.dialogue.interpret import RELEVANT
from bot.dialogue.reading import Reading
from bot.knowledge.official_text import fold, numbers, numbers_in_words
from bot.replies.case import TOLD
from bot.replies.wording import wording

Values = dict[str, Any]  # parts of a report as casework's validation reads them
# An answer with a number is no longer than SHORT. What is longer than STORY tells something, longer than LONG also if it asks in the end.
SHORT, STORY, LONG = 12, 15, 30
_WHOLE_PHONE, _PHONE, _PART_OF_A_PHONE = 11, 7, 4  # digits
_LONGEST_NAME, _SHORTEST_SENTENCE = 10, 4
_MOST = 1e11  # no count is larger; what is, is refused as a number
_COUNTED = ("household_size", "income_per_head")
_PUNCTUATION = "\u3002\uff0c\uff01\u3001,.!;: "


@dataclass(frozen=True)
class Heard:
    """One message as an answer. `typed` is as it came in, `bare` only its letters and digits."""

    reading: Reading
    typed: str
    bare: str

    @classmethod
    def of(cls, reading: Reading) -> "Heard":
        typed = reading.typed or reading.text
        return cls(reading, typed.strip(), bare(typed))

    def taps(self, key: str) -> bool:
        """It is a button of a report."""
        return self.bare == bare(wording("buttons")["filing"][key])

    def has(self, words: Iterable[str]) -> bool:
        return any(word in self.typed or word in self.reading.whole_text for word in words)

    def agrees(self) -> bool:
        """Every clause is a yes and nothing else: what is registered must have been wanted."""
        words = wording("heard")
        before, yes, after = ("|".join(words[name]) for name in ("agreed_before", "agreed", "agreed_after"))
        clauses = [each for each in re.split(f"[{_PUNCTUATION}]+", self.typed) if each]
        return bool(clauses) and all(re.fullmatch(f"(?:{before})*(?:{yes})+(?:{after})*", each) for each in clauses)

    def asks(self) -> bool:
        """It is a question on a policy, not an answer that resembles one."""
        reading = self.reading
        wants = reading.intent.startswith("ask_") or reading.intent in ("check_eligibility", "follow_up", "nlu_fallback")
        about = reading.relevance >= RELEVANT or any(link.named for link in reading.links)
        is_button = reading.confidence == 1.0 and any(link.score == 1.0 and link.named for link in reading.links)
        return wants and about and (is_button or "?" in self.typed or self.has(wording("heard")["question_words"]))


def sure(key: str, heard: Heard, situations: tuple[str, ...]) -> Values | None:
    """What can be nothing but an answer; None if it may be something else. Empty: there is nothing to store."""
    if key == TOLD:
        return {} if heard.taps("right") else None
    if key == "risks":
        named = [risk for risk, name in wording("report")["risks"].items() if bare(name) in heard.bare]
        named = named or ([] if heard.asks() else risks_of(heard.reading.situations))
        return {"risks": named, **_told_with_it(heard, named)} if named else None
    if key == "for_other":
        return {"for_other": True} if heard.taps("other") else {"for_other": False} if heard.taps("own") else None
    if key == "phone":
        found = runs(heard.typed, _PHONE)
        return {"phone": max(found, key=len)} if found else None
    if key in _COUNTED:
        return _count(key, heard.typed) if len(heard.typed) <= SHORT else None
    if key == "story" and heard.taps("said"):
        return {"story": wording("case")["told_join"].join(situations)}
    if key == "story":
        return {"story": heard.typed} if len(heard.typed) > LONG or len(heard.typed) > STORY and not heard.asks() else None
    if key == "division":
        places = heard.reading.places
        return {"division": places[-1].codes[0]} if places and len(places[-1].codes) == 1 and not heard.asks() else None
    if key == "village":
        is_place = heard.reading.intent == "inform_place" or heard.bare.endswith(tuple(wording("heard")["village_ends"]))
        return {"village": heard.typed} if is_place and not heard.asks() else None
    return None


def likely(key: str, heard: Heard) -> Values | None:
    """What is an answer if it is no wish and no question."""
    if key == TOLD:
        return {} if heard.reading.intent == "affirm" else None
    if key == "risks":
        named = [risk for risk, words in wording("heard")["risk_words"].items() if heard.has(words)]
        told = {"risks": named or [Risk.OTHER.value], **_told_with_it(heard, named)}
        return told if named or "story" in told else None
    if key == "for_other":
        return {"for_other": True} if heard.reading.whom else {"for_other": False} if heard.reading.is_own else None
    if key == "phone":
        found = runs(heard.typed, _PART_OF_A_PHONE)
        return {"phone": max(found, key=len)} if found else None
    if key in _COUNTED:
        is_story = key == "household_size" and len(heard.typed) > STORY and not heard.has(wording("heard")["people_counted"])
        return None if is_story else _count(key, heard.typed)
    if key == "name":
        name = _name(heard.typed)
        return {"name": name} if name else None
    says_something = len(heard.bare) > 1 and heard.reading.intent != "affirm"
    return {key: heard.typed} if key in ("village", "story") and says_something else None


def beside(key: str, heard: Heard, known: Report) -> Values:
    """What was told of other parts than the one asked for, as far as it can be nothing else and is not known yet."""
    words = wording("heard")
    found: Values = {}
    if heard.asks():
        return found
    if not known.phone and key != "phone" and (numbers_told := runs(heard.typed, _WHOLE_PHONE)):
        found["phone"] = numbers_told[0]
    if not known.household_size and key != "household_size" and heard.has(words["people_counted"]) and len(heard.typed) <= SHORT:
        found |= _count("household_size", heard.typed) or {}
    place = heard.bare.removesuffix(words["of"])
    if not known.village and key != "village" and not found and len(place) <= STORY and place.endswith(tuple(words["village_ends"])):
        found["village"] = place
    is_income = key == "income_per_head" and _count(key, heard.typed) is not None
    if key not in ("story", "village") and not found and not is_income and len(heard.typed) > STORY:
        story = wording("case")["story_join"].join(filter(None, [known.story, heard.typed]))
        found |= {"story": story} if len(story) <= LONGEST["story"] else {}
    return found


def instead(heard: Heard, known: Report) -> Values:
    """What was told instead of a yes: another kind of risk beside those known, or where the household lives."""
    risks, place = sure("risks", heard, ()), sure("division", heard, ())
    if risks:
        return {"risks": list(dict.fromkeys([*(risk.value for risk in known.risks), *risks["risks"]]))}
    return place or {}


def correction(heard: Heard) -> tuple[str | None, Values]:
    """The part that is to be put right, and its new value where the message has it."""
    words = wording("heard")
    labels = {bare(label): part for part, label in wording("buttons")["filing_parts"].items()}
    if heard.bare in labels:
        return labels[heard.bare], {}
    phone = runs(heard.typed, _PHONE)
    part = "phone" if phone else next((part for part, names in words["part_words"].items() if heard.has(names)), None)
    if part == "phone":
        return part, {"phone": phone[-1]} if phone else {}
    told = _after(heard.typed, words["new_name" if part == "name" else "new_value"])
    if part in _COUNTED:
        return part, _count(part, told or heard.typed) or {}
    if part == "name":
        name = _name(told) if told else None
        return part, {"name": name} if name else {}
    if part == "village":
        return part, {"village": told} if told and told.endswith(tuple(words["village_ends"])) else {}
    if part == "division":
        places = heard.reading.places
        return part, {"division": places[-1].codes[0]} if places and len(places[-1].codes) == 1 else {}
    if part is None and heard.reading.places and len(heard.reading.places[-1].codes) == 1:
        return "division", {"division": heard.reading.places[-1].codes[0]}
    return part, {}


def risks_of(situations: Iterable[str]) -> list[str]:
    """The kinds of risk that situations told before amount to."""
    of = wording("heard")["risk_of_situation"]
    return list(dict.fromkeys(of[name] for name in situations if name in of))


def bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).lower()


def _count(key: str, text: str) -> Values | None:
    folded = fold(text)
    found = numbers(folded) | numbers_in_words(folded)
    if not found:
        return None
    return {key: str(round(min(max(found), _MOST)))}


def _told_with_it(heard: Heard, risks: list[str]) -> Values:
    """What is told of a risk in a sentence of one's own is the beginning of the story."""
    names = [bare(wording("report")["risks"][risk]) for risk in risks]
    is_sentence = len(heard.bare) >= _SHORTEST_SENTENCE and heard.bare not in names
    return {"story": heard.typed} if is_sentence else {}


def _name(text: str) -> str | None:
    words = wording("heard")
    name = text.strip(_PUNCTUATION)
    for before in words["name_before"]:
        if name.startswith(before):
            name = name[len(before):]
            break
    for after in words["name_after"]:
        name = name.removesuffix(after)
    name = name.strip(_PUNCTUATION)
    return name if 1 < len(name) <= _LONGEST_NAME and not any(character.isdigit() for character in name) else None


def _after(text: str, cues: Iterable[str]) -> str:
    """What stands behind the last cue that is not denied, up to the end of its clause."""
    denied = wording("heard")["denied"]
    cue = "|".join(re.escape(word) for word in sorted(cues, key=len, reverse=True))
    found = re.findall(f"(?<!{denied})(?:{cue})([^{_PUNCTUATION}{denied}]+)", text)
    return found[-1].strip(_PUNCTUATION) if found else ""
