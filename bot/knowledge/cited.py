"""The base of everything that is said on a document's authority: its clause, the proof in it, and from when to when."""
from __future__ import annotations

from datetime import date
from typing import Any, Callable, Generator, Optional

from pydantic import BaseModel, Field, StrictStr, root_validator, validator


class Part(BaseModel):
    """Base of all shapes: immutable, and unknown keys are an error."""

    class Config:
        extra = "forbid"
        frozen = True
        allow_population_by_field_name = True


class Source(Part):
    """A clause of a document; written in content as `<document id> <clause id>`."""

    document: StrictStr
    clause: StrictStr

    @classmethod
    def __get_validators__(cls) -> Generator[Callable[..., Any], None, None]:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> "Source":
        if isinstance(value, cls):
            return value
        document, _, clause = value.partition(" ") if isinstance(value, str) else ("", "", "")
        if not (document and clause):
            raise ValueError("source_form")
        return cls(document=document, clause=clause)

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"


def as_date(value: Any) -> Any:
    """A quoted date, 2024-12-31, as a date. Raises ValueError."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError("bad_date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("bad_date") from None


class Cited(Part):
    """Anything said on a document's authority. `proof` terms stand literally in the clause."""

    source: Source
    proof: tuple[StrictStr, ...] = ()
    starts: Optional[date] = Field(None, alias="from")
    until: Optional[date] = None

    _dates = validator("starts", "until", pre=True, allow_reuse=True)(as_date)

    @root_validator(skip_on_failure=True)
    def _in_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["starts"] and values["until"] and values["starts"] > values["until"]:
            raise ValueError("period_backwards")
        return values
