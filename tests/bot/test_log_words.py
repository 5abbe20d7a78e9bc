"""Every event that is logged has its words, and every line of words is of an event."""

import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import log
from bot.log_words import ENDINGS, WORDS, in_words
from briefs.digests.outbox import Unknown
from briefs.log import get_logger

TOP = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "exception"}
COMPOSED = {"delivery.failed", "delivery.uncertain"}
"""Names that are put together where they are logged."""


def events() -> Iterator[str]:
    """The names of all events in the code, and those that are handed to what logs."""
    for top in ("bot", "handlers", "briefs"):
        for path in sorted((TOP / top).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _logs(node) and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Periodic":
                    yield from (
                        str(given.value.value)
                        for given in node.keywords
                        if given.arg in {"failed", "no_store"}
                        and isinstance(given.value, ast.Constant)
                    )


def _logs(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in LEVELS and getattr(call.func.value, "id", "") == "_log"
    return getattr(call.func, "id", "") in {"log_failure", "tell"}


def test_every_event_of_the_code_has_its_words_and_no_words_are_of_none() -> None:
    assert {event for event in events() if "." in event or event in WORDS} | COMPOSED == set(WORDS)


@pytest.mark.parametrize("words", [*WORDS.values(), *ENDINGS.values()])
def test_words_open_like_a_sentence_and_are_followed_by_fields(words: str) -> None:
    assert words[0].isupper()
    assert not words.endswith(".")


def lines(*, as_json: bool) -> list[str]:
    paper = io.StringIO()
    log.configure("INFO", json=as_json, secrets=(), stream=paper)
    logger = get_logger("bot.x")
    logger.warning("telegram.unreachable", failures=2, outcome=Unknown("It is away."))
    logger.error("retention.failed", exc_info=ValueError("broken"))
    logging.getLogger("library").warning("its own words")
    return paper.getvalue().splitlines()


def test_people_read_words_and_the_name_beside_them() -> None:
    first, second, *_, last = lines(as_json=False)
    assert WORDS["telegram.unreachable"] in first
    assert "[telegram.unreachable]" in first
    assert "It is away." in first
    assert "Unknown(" not in first
    assert ENDINGS["failed"] in second
    assert "its own words" in last
    assert "[library]" in last


def test_machines_read_one_object_a_line_whatever_is_in_it() -> None:
    said = [json.loads(line) for line in lines(as_json=True)]
    assert [record["event"] for record in said] == [
        "telegram.unreachable",
        "retention.failed",
        "its own words",
    ]
    assert said[0]["outcome"] == "It is away."
    assert "ValueError: broken" in said[1]["exception"]


def test_what_is_no_event_has_no_words() -> None:
    assert in_words("Starting up") is None
    assert in_words("anything.no_store") == ENDINGS["no_store"]
