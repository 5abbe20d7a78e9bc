"""What a caged reader answers, in the JSON that passes between the processes."""

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from pydantic import TypeAdapter

from briefs.model import Draft


@dataclass(frozen=True, slots=True)
class Understood:
    draft: Draft


@dataclass(frozen=True, slots=True)
class Refused:
    """`Unreadable`, without its path."""

    reason: str
    line: int | None
    hint: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A library, or we, did not expect such a file; `trace` says where."""

    trace: str


Answer: TypeAlias = Understood | Refused | Failed


def pack(answer: Answer) -> bytes:
    return _answers().dump_json(answer)


def unpack(packed: bytes) -> Answer:
    """ValueError if it is no answer: every value has the type that its field says."""
    return _answers().validate_json(packed)


@cache
def _answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)
