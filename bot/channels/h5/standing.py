"""A case as the pages show it: where it stands, what comes next by when, whom to ask, each with its citation."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Sequence

from bot.casework.days import CHINA, day_of
from bot.casework.deadlines import Deadline
from bot.casework.model import Case, Report, Step
from bot.casework.queries import Standing
from bot.casework.receipt import spaced
from bot.casework.states import OPEN_TO_DETAILS, TABLE, Move
from bot.channels.h5.words import words
from bot.channels.web.wording import words as site_words
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import covered_place
from bot.knowledge.model import Source
from bot.replies.citations import citation, references
from bot.replies.figures import day
from bot.replies.wording import wording


@dataclass(frozen=True)
class View:
    """What the content says, on a day."""

    kb: KnowledgeBase
    divisions: Divisions
    today: date

    def case(self, standing: Standing) -> dict[str, Any]:
        """Nothing personal but the village."""
        case, said = standing.case, wording("report")
        office = self.office(case.report.division)
        is_open = case.state in OPEN_TO_DETAILS
        return {
            "receipt": spaced(case.receipt), "state": said["states"][case.state.value], "when": moment(case.registered_at),
            "place": self.place_name(case.report), "risks": [said["risks"][risk.value] for risk in case.report.risks],
            "has_phone": bool(case.report.phone), "is_open": is_open,
            "can_withdraw": Move.WITHDRAW in TABLE[case.state],
            "clocks": [self._clock(clock, stopped, office) for clock, stopped in standing.clocks
                       if not stopped or _was_met(clock, stopped, standing.history)],
            "no_clock": "" if standing.clocks or not is_open else said["clocks"]["none" if office else "unknown_place"],
            "history": [_step(step) for step in standing.history], "reason": _reason(case, standing.history),
            "office": office, "hotline": self.hotline(case.report.division),
        }

    def place_name(self, report: Report) -> str:
        return (self.divisions.full_name(report.division) if report.division else "") + (report.village or "")

    def office(self, division: str | None) -> dict[str, str] | None:
        """None where no document of the place is at hand."""
        place = covered_place(self.kb, self.divisions, division) if division else None
        if place is None:
            return None
        office = self.kb.place(place).ask_office
        return {"name": office.name, **self._cited(office.source)}

    def hotline(self, division: str | None) -> dict[str, str] | None:
        """The nearest place's number for reporting; none from a repealed document."""
        for place in self.divisions.chain(division) if division else ():
            channel = self.kb.place(place).hotline if place in self.kb.folders else None
            if channel and channel.value and self.kb.standing(channel.source.document, self.today) != "repealed":
                return {"name": channel.name, "number": channel.value, **self._cited(channel.source)}
        return None

    def _clock(self, clock: Deadline, stopped: datetime | None, office: dict[str, str] | None) -> dict[str, Any]:
        said = wording("report")["clocks"]
        key = "done" if stopped else "overdue" if self.today > clock.due_on else "due"
        told = {"what": clock.what, "due": day(clock.due_on), "stopped": day(day_of(stopped)) if stopped else "",
                "office": office["name"] if office else words()["receipt"]["anybody"]}
        counted = said["counted"].format(started=day(clock.started_on), value=clock.value, unit=said["units"][clock.unit])
        notes = [said[note] for note, holds in (("past", clock.is_past), ("provisional", clock.is_provisional and not stopped)) if holds]
        document, _, clause = clock.source.partition(" ")
        return {"key": key, "line": said[key].format(**told), "counted": counted, "notes": notes,
                **self._cited(Source(document=document, clause=clause))}

    def _cited(self, source: Source) -> dict[str, str]:
        """The line of the citation, the badge of a document that is not in force, and its period."""
        found = references(self.kb, [source], self.today)
        badge = site_words()["badges"].get(found[0].standing, "")
        period = words()["receipt"]["period"].format(period=found[0].period) if badge else ""
        return {"citation": citation(found), "badge": badge, "period": period}


def moment(at: datetime) -> str:
    """In China, to the minute."""
    here, said = at.astimezone(CHINA), wording("report")["clocks"]["moment"]
    return said.format(year=here.year, month=here.month, date=here.day, hour=here.hour, minute=f"{here.minute:02d}")


def _was_met(clock: Deadline, stopped: datetime, history: Sequence[Step]) -> bool:
    """Whether what it waited for came; it also stops when a report is withdrawn or moves to another place."""
    return any(step.at == stopped and step.after.value in clock.ends for step in history)


def _step(step: Step) -> dict[str, str]:
    said, own = wording("report"), words()["status"]
    parts = own["join"].join(said["parts"][part] for part in step.details.get("parts", ()) if part in said["parts"])
    return {"when": moment(step.at), "what": said["moves"].get(step.move, step.move) + (own["parts"].format(parts=parts) if parts else ""),
            "reason": step.reason}


def _reason(case: Case, history: Sequence[Step]) -> str:
    """Why it stands where it stands, if that was said."""
    last = next((step for step in reversed(history) if step.before is not step.after), None)
    return last.reason if last else ""
