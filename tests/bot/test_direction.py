"""Every line gets the direction of its script, by a first strong letter, on both platforms."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from bot.platforms.slack.render import render as slack
from bot.platforms.telegram.render import render as telegram
from briefs.reading.reader import read
from handlers.message import Context, Reply, presses
from handlers.router import answer
from tests.briefs.builders import edit
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import library, piece, request

PIECE = """# الماء والمدينة

بقلم آنا كيلر

12 مايو 2026

انخفض نهر المدينة هذا الصيف إلى أدنى مستوى له منذ عام 1962.[1]
وقد حُذِّر المجلس البلدي ثلاث مرات ولم يفعل شيئًا.

المزارعون في الشمال هم الأكثر معاناة. فآبارهم جافة ومحصول القمح تراجع بمقدار الثلث. من سيدفع الثمن؟

تحتاج المدينة إلى خطة للمياه. وبدون أنابيب جديدة سيكون كل صيف مثل هذا الصيف.

## المراجع

[1] برانت، يوناس. «الماء في المدينة». البريد، 12 مايو 2026، https://example.org/water
"""


MARK = "\u200f"


@pytest.fixture
def store() -> MemoryStore:
    draft = read(PIECE.encode(), name="water.md", origin="water.md")
    return library(edit(draft))


def on_telegram(reply: Reply) -> list[str]:
    """The lines that Telegram lays out."""
    tokens = {press: f"{n:022d}" for n, press in enumerate(presses(reply))}
    return [
        line for message in telegram(reply, tokens) for line in message.text.split("\n") if line
    ]


def on_slack(reply: Reply) -> list[str]:
    """The lines that Slack lays out: those of each header, section and quotation."""
    tokens = {press: f"{n:022d}" for n, press in enumerate(presses(reply))}
    found = []
    for message in slack(reply, tokens):
        blocks: Any = message.blocks
        for block in blocks:
            if block["type"] == "header":
                found.append(block["text"]["text"])
            for section in block.get("elements", ()):
                if block["type"] == "rich_text":
                    found += "".join(_texts(section)).split("\n")
    return [line for line in found if line]


def _texts(section: dict[str, Any]) -> list[str]:
    inner = section.get("elements")
    if inner is None:
        return [str(section.get("text", ""))]
    return [text for one in inner for text in _texts(one)]


def direction(line: str) -> str:
    classes = (unicodedata.bidirectional(char) for char in line)
    return next(("L" if one == "L" else "R" for one in classes if one in {"L", "R", "AL"}), "")


def letters(line: str, *classes: str) -> int:
    return sum(unicodedata.bidirectional(char) in classes for char in line)


@pytest.mark.parametrize("shown", [on_telegram, on_slack])
@pytest.mark.parametrize(
    "line", ["/brief 1", "/read 1", "/sources 1", "/check 1 S2", "/latest", "/search نهر"]
)
def test_every_arabic_line_lies_from_the_right(
    store: MemoryStore, line: str, shown: Callable[[Reply], list[str]]
) -> None:
    lines = shown(answer(request(line), Context(store)))
    arabic = [one for one in lines if letters(one, "R", "AL") > letters(one, "L")]
    assert arabic
    assert [one for one in arabic if direction(one) != "R"] == []


@pytest.mark.parametrize("shown", [on_telegram, on_slack])
def test_a_quotation_keeps_its_label_first_and_its_note_last(
    store: MemoryStore, shown: Callable[[Reply], list[str]]
) -> None:
    lines = shown(answer(request("/brief 1"), Context(store)))
    first = next(one for one in lines if "S1 " in one)
    assert first.startswith(f"{MARK}S1 ")
    assert first.endswith("1962. [1]")


@pytest.mark.parametrize("shown", [on_telegram, on_slack])
def test_an_english_piece_has_no_marks(shown: Callable[[Reply], list[str]]) -> None:
    lines = shown(answer(request("/brief 1"), Context(library(piece()))))
    assert not any(MARK in one or "\u200e" in one for one in lines)
