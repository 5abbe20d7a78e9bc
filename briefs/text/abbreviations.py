"""Words of each language whose full stop does not end a sentence, from `abbreviations.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """Words without their last full stop, as written; inner stops are kept ("e.g", "p.m").

    `titles` never end a sentence. `shortened` end one only before a word that opens sentences
    (`openers`) and never before a digit. `numbered` do not end one before a digit. `units` stand
    after a number ("1962 г.") and end a sentence there only if it has enough other words. `closing`
    ones end a list, and a sentence before any capital ("etc.", "и др."). `endings` make an
    abbreviation of any word ("Hauptstr."). With `ordinals`, a stop after a small number or a Roman
    one makes it an ordinal ("am 3. Oktober", "II. Abdülhamid").
    """

    titles: frozenset[str]
    shortened: frozenset[str]
    numbered: frozenset[str]
    openers: frozenset[str]
    units: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    ordinals: bool = False


_SHARED = {"sk": "cs"}
"""Languages that use the lists of another language."""


@cache
def abbreviations(language: str) -> Abbreviations:
    """The abbreviations of an ISO 639-1 language; English ones for an unknown language."""
    lists = _lists()
    return _read(lists.get(_SHARED.get(language, language), lists["en"]))


@cache
def _lists() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("briefs.text") / "abbreviations.toml").read_text("utf-8"))


def _read(lists: Mapping[str, Any]) -> Abbreviations:
    def words(name: str) -> frozenset[str]:
        return frozenset(lists.get(name, "").split())

    return Abbreviations(
        titles=words("titles"),
        shortened=words("shortened"),
        numbered=words("numbered"),
        openers=words("openers"),
        units=words("units"),
        closing=words("closing"),
        endings=tuple(sorted(words("endings"))),
        ordinals=lists.get("ordinals", False),
    )
