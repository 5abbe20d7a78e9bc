"""Long runs over real texts, torn and mixed: whatever comes in, no promise is broken."""

import random
from pathlib import Path

import pytest

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.references import parse

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpora"
ODD = (
    "\u202e",
    "\u00a0",
    "[^1]",
    "[1]",
    "```",
    "---\n",
    "\n\n",
    "“",
    "<b>",
    "\x85",
    "A. ",
    "…",
    "¹",
)
ROUNDS = 5_000

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not CORPUS.exists(), reason=f"the corpora are not at {CORPUS}"),
]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [
        path.read_text() for path in sorted(CORPUS.rglob("*")) if path.suffix in {".md", ".txt"}
    ]


def torn(texts: list[str], chance: random.Random) -> str:
    """A stretch of one text, some of its lines moved, with odd things put in."""
    text = chance.choice(texts)
    start = chance.randrange(len(text))
    lines = text[start : start + chance.randrange(20, 6_000)].split("\n")
    if chance.random() < 0.3:
        chance.shuffle(lines)
    mixed = "\n".join(lines)
    for _ in range(chance.randrange(8)):
        place = chance.randrange(len(mixed) + 1)
        mixed = mixed[:place] + chance.choice(ODD) + mixed[place:]
    return mixed


def holds(draft: Draft) -> None:
    """What the newsroom promises of any draft."""
    edited = ingest.edit(draft)
    place = 0
    for at in edited.sentences:
        assert at.start >= place
        assert not draft.body[place : at.start].strip()
        assert at.of(draft.body).strip() == at.of(draft.body) != ""
        place = at.end
    assert not draft.body[place:].strip()
    known = set(edited.sentences)
    for summary in edited.summaries:
        assert set(summary.sentences) <= known
        assert list(summary.sentences) == sorted(set(summary.sentences))
    numbers = {source.number for source in draft.sources}
    assert all(mark.source in numbers and mark.at.end <= len(draft.body) for mark in draft.marks)


def test_torn_texts_are_read_or_refused_and_never_break_a_promise(texts: list[str]) -> None:
    chance = random.Random(7)
    read = 0
    for _ in range(ROUNDS):
        text = torn(texts, chance)
        try:
            draft = reader.read(text.encode(), name=chance.choice(("a.txt", "a.md")))
        except Unreadable:
            continue
        holds(draft)
        read += 1
    assert read > ROUNDS / 2


def test_torn_lines_are_entries_whose_raw_is_kept(texts: list[str]) -> None:
    chance = random.Random(11)
    for _ in range(ROUNDS):
        raw = torn(texts, chance)[:600]
        assert parse.parse(raw).raw == raw
