"""Two pieces with the same title are distinguished in every list that has both."""

import pytest

from tests.contracts.memory_store import MemoryStore
from tests.handlers.chat_admin import Admin
from tests.handlers.editing import Editor, file
from tests.handlers.newsroom import Reader, library, short_piece, text

APART = ("id the-dam · came in", "id the-dam-2 · came in")


def twins() -> MemoryStore:
    first = short_piece("Water rose behind the dam.", title="The Dam", slug="the-dam")
    second = short_piece("Nobody looked at the dam for years.", title="the dam ", slug="the-dam")
    return library(first, second, short_piece("A weir is no dam.", title="The weir", slug="weir"))


@pytest.mark.parametrize("asked", ["/latest", "/search dam", "/brief dam", "/brief all dam"])
def test_a_list_tells_them_apart(asked: str) -> None:
    said = text(Reader(twins()).ask(asked))
    told = [one for one in APART if one in said]
    assert told == ([*APART] if asked != "/brief dam" else told)
    assert told
    assert "id weir" not in said


def test_what_waits_is_told_apart() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file("The Dam\n\nThe dam held. It rained.", "dam.txt"))
    editor.ask("/piece add", file("The Dam\n\nNobody came. They saw nothing.", "other.txt"))
    said = text(editor.ask("/piece"))
    assert "id dam · came in" in said
    assert "id other · came in" in said


def test_a_digest_tells_them_apart() -> None:
    admin = Admin(twins())
    admin.ask("/digest on 08:30 Berlin")
    said = admin.said("/digest preview")
    assert all(one in said for one in APART)
