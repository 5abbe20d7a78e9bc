"""A worker dies at each possible step, and another takes over: nothing is doubled or lost."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.engines import Engine, file
from tests.delivery.platform import Fault, Temper
from tests.delivery.rig import ended, rig, until
from tests.delivery.wire import KILLED
from tests.postgres import new_library

PLACES, PARTS = 4, 2
STEPS = ("expire_leases", "claim", "reserve", "intend", "post", "settle", "note_shown")
IN_DOUBT = ("intend", "post", "settle")
"""The steps around the call, between which nobody can tell whether a message left."""
WRITTEN = "request written"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of platform: what it does to every first call, whether it lets us look, and more.

    `steps` are those that only it brings about.
    """

    first: Fault
    can_look: bool
    steps: tuple[str, ...] = ()


SEARCHED = "one that can be searched"
"""It passes the most places."""

USUAL = {
    "one that asks to wait": Kind("wait", can_look=False, steps=("pause",)),
    "one whose answers get lost": Kind("lost", can_look=False, steps=("uncertain",)),
    SEARCHED: Kind("reset", can_look=True, steps=("uncertain", "look", "resolve")),
}
MORE = {
    "one that accepts": Kind("", can_look=False),
    "one that can be searched and loses answers": Kind(
        "lost", can_look=True, steps=("uncertain", "look", "resolve")
    ),
}


def deaths(kind: Kind, usual: Sequence[str]) -> list[str]:
    steps = [*usual, *kind.steps]
    if kind.first == "lost" and "note_shown" in steps:
        steps.remove("note_shown")  # it comes with an answer
    return [
        *(f"{when} {step}" for step in steps for when in ("before", "after")),
        "request leaving",
        WRITTEN,
    ]


def case(
    name: str, engine: Engine, steps: Sequence[str] = STEPS, **rarely: pytest.MarkDecorator
) -> pytest.ParameterSet:
    on = "sqlite" if engine is file else "postgres"
    often = "" if steps == STEPS else ", around the call"
    kind = {**USUAL, **MORE}[name]
    return pytest.param(kind, steps, engine, id=f"{name}, on {on}{often}", **rarely)


@pytest.mark.parametrize(
    ("kind", "steps", "engine"),
    [
        case(SEARCHED, file),
        *(case(name, file, IN_DOUBT) for name in USUAL if name != SEARCHED),
        case(SEARCHED, new_library, IN_DOUBT),
        *(
            case(name, engine, marks=pytest.mark.soak)
            for name in {**USUAL, **MORE}
            for engine in (file, new_library)
            if (name, engine) != (SEARCHED, file)
        ),
    ],
)
def test_death_at_any_place_doubles_nothing_and_loses_nothing(
    kind: Kind, steps: Sequence[str], tmp_path: Path, engine: Engine
) -> None:
    rates: dict[str, Any] = {
        "can_look": kind.can_look,
        "account_rate": timedelta(milliseconds=1),
        "place_rate": timedelta(milliseconds=2),
    }
    places = deaths(kind, steps)
    with ExitStack() as rigs:
        cases = [
            rigs.enter_context(rig(tmp_path / place, Temper(first=(kind.first,)), engine))
            for place in places
        ]
        for case in cases:
            case.fill(PLACES, parts=PARTS)
        dying = [
            case.start(case.job(dies_at=place, **rates))
            for case, place in zip(cases, places, strict=True)
        ]
        died = [ended(process) for process in dying]
        # What was written goes its way, though its worker died before there was an answer.
        until(lambda: bool(cases[places.index(WRITTEN)].entries()))
        later = timedelta(seconds=30)
        taking_over = [case.start(case.job(name="w2", ahead=later, **rates)) for case in cases]
        finished = [ended(process) for process in taking_over]
        wrong = [case.faults(unsure=0 if kind.can_look else PLACES) for case in cases]
    assert dict(zip(places, died, strict=True)) == dict.fromkeys(places, KILLED)
    assert dict(zip(places, finished, strict=True)) == dict.fromkeys(places, 0)
    assert dict(zip(places, wrong, strict=True)) == {place: [] for place in places}
