"""What a document, a scheme kind and a scheme in a place are. Shapes only; policies_kb/README.md explains each field."""
from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Iterator, Literal, Optional

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr, root_validator, validator

from bot.knowledge.cited import Cited, Part, Source, as_date
from bot.knowledge.clocks import Clock


class Aspect(str, Enum):
    """What is wanted of a policy: the `ask_…` intents without their prefix."""

    OVERVIEW = "overview"
    AMOUNT = "amount"
    ELIGIBILITY = "eligibility"
    HOW_TO_APPLY = "how_to_apply"
    WHERE = "where"
    DEADLINE = "deadline"
    MATERIALS = "materials"
    EXIT = "exit"
    TARGETS = "targets"
    VALIDITY = "validity"
    SOURCE = "source"


Bound = Literal["max", "min", "exact", "about"]


class Statement(Cited):
    text: StrictStr

    def words(self) -> str:
        return self.text


class Figure(Cited):
    """A number with its meaning: `what`, the value in `unit`, and whether it is a bound."""

    what: StrictStr
    value: StrictInt | StrictFloat
    unit: StrictStr
    bound: Bound = "exact"
    by: Optional[date] = None

    _by = validator("by", pre=True, allow_reuse=True)(as_date)

    def words(self) -> str:
        return self.what


class Amount(Cited):
    """What one gets: a number (`value` in `unit`), or the document's own words where it gives none (全额资助)."""

    what: StrictStr
    value: Optional[StrictInt | StrictFloat] = None
    unit: Optional[StrictStr] = None
    bound: Bound = "exact"
    in_words: Optional[StrictStr] = None

    @root_validator(skip_on_failure=True)
    def _number_or_words(cls, values: dict) -> dict:
        if (values["value"] is None) == (values["in_words"] is None) or (values["value"] is None) != (values["unit"] is None):
            raise ValueError("number_or_words")
        return values

    def words(self) -> str:
        return self.what + (self.in_words or "")


class TimeLimit(Cited):
    """A clock (`value` in `unit`) or a rhythm (`when`, in words)."""

    what: StrictStr
    value: Optional[StrictInt | StrictFloat] = None
    unit: Optional[StrictStr] = None
    bound: Bound = "max"
    when: Optional[StrictStr] = None

    @root_validator(skip_on_failure=True)
    def _clock_or_rhythm(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["value"] is None) == (values["when"] is None) or (values["value"] is None) != (values["unit"] is None):
            raise ValueError("clock_or_rhythm")
        return values

    def words(self) -> str:
        return self.what + (self.when or "")


class Channel(Cited):
    kind: Literal["hotline", "app", "platform", "in_person", "website"]
    name: StrictStr
    value: Optional[StrictStr] = None

    def words(self) -> str:
        return self.name + (self.value or "")


class Office(Cited):
    name: StrictStr
    role: Literal["lead", "support"] = "support"

    def words(self) -> str:
        return self.name


class Damage(Part):
    """A passage that the file's damage hides. It proves nothing, so it needs no proof."""

    text: StrictStr
    source: Source


Value = StrictBool | StrictStr | StrictInt | StrictFloat


class Condition(Part):
    """A node of a condition tree: all_of, any_of, not, a leaf that tests one fact of a household, or an open leaf.

    An open leaf says what the document leaves to an office or does not list; no household can settle it by telling.
    """

    id: Optional[StrictStr] = None
    all_of: tuple["Condition", ...] = ()
    any_of: tuple["Condition", ...] = ()
    negated: Optional["Condition"] = Field(None, alias="not")
    open: Optional[StrictStr] = None
    fact: Optional[StrictStr] = None
    equals: Optional[Value] = Field(None, alias="is")
    among: tuple[StrictStr, ...] = Field((), alias="in")
    at_least: Optional[StrictInt | StrictFloat] = None
    at_most: Optional[StrictInt | StrictFloat] = None
    above: Optional[StrictInt | StrictFloat] = None
    below: Optional[StrictInt | StrictFloat] = None
    text: Optional[StrictStr] = None
    source: Optional[Source] = None
    proof: tuple[StrictStr, ...] = ()

    @root_validator(skip_on_failure=True)
    def _one_form(cls, values: dict[str, Any]) -> dict[str, Any]:
        forms = [bool(values["all_of"]), bool(values["any_of"]), values["negated"] is not None, values["fact"] is not None,
                 values["open"] is not None]
        if sum(forms) != 1:
            raise ValueError("condition_form")
        if values["open"] is not None and values["source"] is None:
            raise ValueError("condition_leaf")
        if values["fact"] is not None:
            tests = [values["equals"] is not None, bool(values["among"])]
            tests += [values[name] is not None for name in ("at_least", "at_most", "above", "below")]
            if sum(tests) != 1 or not values["text"] or values["source"] is None:
                raise ValueError("condition_leaf")
        return values

    def children(self) -> tuple["Condition", ...]:
        return self.all_of + self.any_of + ((self.negated,) if self.negated else ())

    def leaves(self) -> Iterator["Condition"]:
        if self.is_leaf:
            yield self
        for child in self.children():
            yield from child.leaves()

    @property
    def is_leaf(self) -> bool:
        return self.fact is not None or self.open is not None

    def words(self) -> str:
        return self.text or self.open or ""


Condition.update_forward_refs()


class Scheme(Part):
    """What one kind of scheme is in one place."""

    scheme: StrictStr
    title: StrictStr
    gist: Statement
    kind: Literal["benefit", "service"] = "benefit"
    audience: tuple[StrictStr, ...] = Field((), alias="for")
    amounts: tuple[Amount, ...] = ()
    thresholds: tuple[Figure, ...] = ()
    conditions: Optional[Condition] = None
    help: tuple[Statement, ...] = ()
    steps: tuple[Statement, ...] = ()
    channels: tuple[Channel, ...] = ()
    offices: tuple[Office, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    materials: tuple[Statement, ...] = ()
    exclusions: tuple[Statement, ...] = ()
    exits: tuple[Statement, ...] = ()
    targets: tuple[Figure | TimeLimit, ...] = ()
    rules: tuple[Statement, ...] = ()
    damaged: tuple[Damage, ...] = ()
    not_stated: tuple[Aspect, ...] = ()
    open_points: tuple[Statement, ...] = ()
    related: tuple[StrictStr, ...] = ()
    reading: Optional[StrictStr] = None

    @validator("targets", pre=True, each_item=True)
    def _figure_or_time(cls, value: Any) -> Any:
        """Decided by `when`, so that a mistake is told once and not by both."""
        if not isinstance(value, dict):
            return value
        return TimeLimit.parse_obj(value) if "when" in value else Figure.parse_obj(value)

    @property
    def qualifying(self) -> Optional[Condition]:
        """The conditions, if they say anything: not when the document leaves all of them open."""
        return self.conditions if self.conditions and any(leaf.fact for leaf in self.conditions.leaves()) else None

    def items(self) -> Iterator[Cited | Condition]:
        """Every cited thing of the scheme, the leaves of its conditions included."""
        yield self.gist
        if self.conditions:
            yield from self.conditions.leaves()
        for name in ("amounts", "thresholds", "help", "steps", "channels", "offices", "time_limits",
                     "materials", "exclusions", "exits", "targets", "rules", "open_points"):
            yield from getattr(self, name)


class Clause(Part):
    id: StrictStr
    heading: StrictStr
    starts: StrictStr
    ends: Optional[StrictStr] = None
    anywhere: StrictBool = False


class Period(Cited):
    text: StrictStr


class Document(Part):
    id: StrictStr
    title: StrictStr
    short_title: StrictStr
    number: Optional[StrictStr] = None
    issuer: StrictStr
    issued_on: Optional[date] = None
    division: StrictStr
    status: Literal["in_force", "draft_for_comment", "repealed"]
    period: Period
    source_file: StrictStr
    notes: tuple[StrictStr, ...] = ()
    clauses: tuple[Clause, ...]

    _issued_on = validator("issued_on", pre=True, allow_reuse=True)(as_date)

    def standing(self, on: date) -> Literal["in_force", "draft_for_comment", "repealed", "period_ended"]:
        """The document's status on a day. A draft stays a draft whatever its period."""
        if self.status == "in_force" and self.period.until and on > self.period.until:
            return "period_ended"
        return self.status


class Place(Part):
    """A covered place: whom to ask when an answer ends, and the clocks of its cases."""

    division: StrictStr
    ask_office: Office
    hotline: Optional[Channel] = None
    clocks: tuple[Clock, ...] = ()

    @root_validator(pre=True)
    def _hotline_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        if isinstance(values.get("hotline"), dict):
            values = {**values, "hotline": {"kind": "hotline", **values["hotline"]}}
        return values


class Kind(Part):
    """A kind of scheme in the catalogue of all places."""

    name: StrictStr
    about: StrictStr
    audience: Literal["household", "staff"] = "household"
    aliases: tuple[StrictStr, ...] = ()
    sayings: tuple[StrictStr, ...] = ()


class Unit(Part):
    label: StrictStr
