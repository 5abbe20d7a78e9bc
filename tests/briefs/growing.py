"""Makes texts that a pattern could run away on, and tells how its cost grows with them.

For each repetition in a pattern, what is repeated is sampled and put down n times, behind a sample
of what stands before it and before characters that let the match fail; and that sample itself is
put down n times, as each may look through all that follow. Cost is CPU time; a pattern runs away if
a call takes more than `NOTICED` seconds and its cost grew faster than the text.
"""

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from re import _constants as ops  # type: ignore[attr-defined]  # the parser that `re` itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from types import ModuleType
from typing import Any

NOTICED = 0.03
"""Seconds of one search below which growth cannot be told from noise."""

STEEP = 1.6
"""The exponent from which cost grows faster than the text; 1 is linear, 2 quadratic."""

SIZES = (16, 20, 24, 28, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250, 320, 640, 1_600, 3_200, 6_400)
FAILS = ("!\x00", " x")
_SAMPLES = 12
_PUMPS = 3
_METHODS = "match|fullmatch|search|finditer|findall|sub|subn|split"
_CLASSES = {
    "CATEGORY_DIGIT": "07",
    "CATEGORY_NOT_DIGIT": "a ",
    "CATEGORY_SPACE": " \u00a0",
    "CATEGORY_NOT_SPACE": "aA1.",
    "CATEGORY_WORD": "aA0é",
    "CATEGORY_NOT_WORD": " .,-",
}


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, and the method by which its module asks it: the one that looks furthest."""

    pattern: re.Pattern[str] | re.Pattern[bytes]
    method: str

    def cost(self, text: str) -> float:
        """Seconds of CPU of one call on a text."""
        asked = getattr(self.pattern, self.method)
        of_bytes = isinstance(self.pattern.pattern, bytes)
        given = text.encode("latin-1", "replace") if of_bytes else text
        start = process_time()
        for _ in asked(given) if self.method == "finditer" else (asked(given),):
            pass
        return process_time() - start


def patterns(*packages: str) -> dict[str, Used]:
    """The compiled patterns that modules of these packages hold, by module and name."""
    modules: dict[str, ModuleType] = {}
    for package in packages:
        root = import_module(package)
        names = [info.name for info in walk_packages(root.__path__, f"{package}.")]
        modules |= {name: import_module(name) for name in names if ".migrations." not in name}
    sources = {name: Path(str(m.__file__)).read_text("utf-8") for name, m in modules.items()}
    words = {name: set(re.findall(r"\w+", source)) for name, source in sources.items()}
    found: dict[tuple[str | bytes, int], tuple[str, Used]] = {}
    for name, module in modules.items():
        for held, value in vars(module).items():
            for n, one in enumerate(_held(value)):
                users = [name] if held[0] == "_" else [m for m in words if held in words[m]]
                source = "\n".join(sources[user] for user in users)
                told = f"{name}.{held}" if one is value else f"{name}.{held}[{n}]"
                used = Used(one, _method(held, source))
                found.setdefault((one.pattern, one.flags), (told, used))
    return dict(found.values())


def _held(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The patterns that a name stands for: one, or all of a tuple, a list or a mapping."""
    match value:
        case re.Pattern():
            yield value
        case tuple() | list():
            for one in value:
                yield from _held(one)
        case Mapping():
            yield from _held([*value, *value.values()])


def _method(name: str, source: str) -> str:
    """How a pattern of that name is asked; any search goes on from each place where it failed."""
    name = re.escape(name)
    methods = set(re.findall(rf"\b{name}\.({_METHODS})\b", source))
    looped = rf"for (?:\w+, )?(\w+) in (?:enumerate)?\(?[^\n]*\b{name}\b"
    for each in re.findall(looped, source):
        methods |= set(re.findall(rf"\b{each}\.({_METHODS})\b", source))
    if methods and methods <= {"match", "fullmatch"}:
        return "match" if "match" in methods else "fullmatch"
    return "finditer"


def pumps(
    pattern: re.Pattern[str] | re.Pattern[bytes], seed: int = 1
) -> tuple[tuple[str, str, str], ...]:
    """What to put before, to repeat, and to put behind, for each repetition of the pattern."""
    chance = random.Random(seed)  # samples, no secrets
    made: list[tuple[str, str, str]] = []
    for before, body in _repeats(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)):
        if start := _sample(before, chance):
            made += [("", start, tail) for tail in FAILS]
        for pump in _repeated(body, chance):
            made += [(_sample(before, chance), pump, tail) for tail in FAILS]
    return tuple(made)


def steepness(used: Used, seed: int = 1) -> tuple[float, str]:
    """The worst exponent of the pattern's cost over its texts, and the beginning of that text; the
    first that is too steep is worst enough.
    """
    worst, told = 0.0, ""
    for head, pump, tail in pumps(used.pattern, seed):
        before = (0, 0.0)
        for size in SIZES:
            text = head + pump * max(2, size // len(pump)) + tail
            cost = used.cost(text)
            if cost > NOTICED:  # what the interpreter does beside it is no cost of the pattern's
                cost = min(cost, used.cost(text), used.cost(text))
            if cost > NOTICED:
                length, cheaper = before
                steep = math.log(cost / max(cheaper, 1e-6)) / math.log(len(text) / max(length, 1))
                if steep > worst:
                    worst, told = steep, text[:60]
                if worst >= STEEP:
                    return worst, told
                break
            before = (len(text), cost)
    return worst, told


def _repeats(parsed: Any, before: Sequence[Any] = ()) -> Iterator[tuple[list[Any], list[Any]]]:
    """Each repetition without a small limit: what stands before it, and what it repeats."""
    held = list(before)
    for item in parsed:
        op, argument = item
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most == ops.MAXREPEAT or most > 8:
                yield list(held), list(body)
            yield from _repeats(body, held)
        elif op is ops.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, held)
        elif op is ops.SUBPATTERN:
            yield from _repeats(argument[3], held)
        elif op is ops.ATOMIC_GROUP:
            yield from _repeats(argument, held)
        held.append(item)


def _sample(parsed: Sequence[Any], chance: random.Random) -> str:  # one case an operation
    made: list[str] = []
    for op, argument in parsed:
        if op is ops.LITERAL:
            made.append(chr(argument))
        elif op is ops.NOT_LITERAL:
            made.append("a" if chr(argument) != "a" else "b")
        elif op is ops.ANY:
            made.append(chance.choice("a1 "))
        elif op is ops.IN:
            made.append(_one_of(argument, chance))
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            least, most, body = argument
            times = chance.randint(least, min(most, least + 2))
            made += [_sample(body, chance) for _ in range(times)]
        elif op is ops.BRANCH:
            made.append(_sample(chance.choice(argument[1]), chance))
        elif op is ops.SUBPATTERN:
            made.append(_sample(argument[3], chance))
        elif op is ops.ATOMIC_GROUP:
            made.append(_sample(argument, chance))
    return "".join(made)


def _repeated(body: Sequence[Any], chance: random.Random) -> Sequence[str]:
    """Samples of what is repeated: of a class of characters all that stand for its parts."""
    if len(body) == 1 and body[0][0] is ops.IN:
        return sorted(_choices(body[0][1]))
    found = sorted({_sample(body, chance) for _ in range(_SAMPLES)} - {""})
    return chance.sample(found, min(_PUMPS, len(found)))


def _one_of(items: Sequence[Any], chance: random.Random) -> str:
    return chance.choice(sorted(_choices(items)))


def _choices(items: Sequence[Any]) -> set[str]:
    """A few characters of a class, one at least for each of its parts."""
    listed: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            listed.add(chr(value))
        elif op is ops.RANGE:
            listed |= set(map(chr, value))
        elif op is ops.CATEGORY:
            listed |= set(_CLASSES[str(value)])
    if items[0][0] is not ops.NEGATE:
        return listed
    return set("aA1 .,-é(") - listed
