"""The commands, once: both platforms' menus, /help, the README and the tests read this table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`usage` shows the words that may follow; `does` fits a platform's menu line."""

    name: str
    usage: str
    does: str
    examples: tuple[str, ...]


COMMANDS: tuple[Command, ...] = (
    Command(
        name="brief",
        usage="[number, id or all] [words] [short|long]",
        does="The extract of a piece, or of all on a topic: their own sentences, word for word",
        examples=("/brief", "/brief 12 short", "/brief 12 water damascus", "/brief all syria"),
    ),
    Command(
        name="read",
        usage="[number or id]",
        does="The whole piece, with the brief's sentences marked",
        examples=("/read", "/read 12"),
    ),
    Command(
        name="sources",
        usage="[number or id] [n]",
        does="The reference list of a piece, or one entry of it",
        examples=("/sources", "/sources 12", "/sources 12 3"),
    ),
    Command(
        name="latest",
        usage="[topic]",
        does="The newest pieces, all or on one topic",
        examples=("/latest", "/latest energy"),
    ),
    Command(
        name="search",
        usage="words",
        does="Pieces that contain the words, newest first",
        examples=("/search water damascus", '/search "peace talks" or ceasefire'),
    ),
    Command(
        name="topics",
        usage="",
        does="The topics, with the number of pieces on each",
        examples=("/topics",),
    ),
    Command(
        name="check",
        usage="[number or id] S7",
        does="The proof of a sentence: its paragraph, revision, hash and place",
        examples=("/check S7", "/check 12 S7"),
    ),
    Command(
        name="help",
        usage="",
        does="What I can do, with examples",
        examples=("/help",),
    ),
)
