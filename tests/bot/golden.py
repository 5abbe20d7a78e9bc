"""What each command sends, as readable files: `python -m tests.bot.golden` writes them anew."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console as Terminal

from bot.desk import Answer, Desk
from bot.platforms import console
from bot.platforms.slack import render as slack
from bot.platforms.telegram import render as telegram
from bot.platforms.telegram.message import Entity, TelegramMessage
from briefs import ingest
from briefs.model import Address, Press
from briefs.reading import reader
from briefs.sql_store import open_store
from handlers.message import Request

FOLDER = Path(__file__).parent / "golden"
LIBRARY = Path(__file__).parent / "golden" / "library"
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

CASES: Mapping[str, str] = {
    "brief": "/brief",
    "brief-by-number-short": "/brief 1 short",
    "brief-by-words": "/brief harbour",
    "brief-long": "/brief 2 long",
    "brief-leaning": "/brief 2 fishermen boats",
    "brief-leaning-in-vain": "/brief 2 zebras",
    "brief-topic": "/brief breakwater harbour",
    "read": "/read 2",
    "sources": "/sources #2",
    "sources-one-entry": "/sources 2 1",
    "latest": "/latest",
    "latest-topic": "/latest water",
    "search": "/search silt",
    "topics": "/topics",
    "check": "/check 2",
    "check-sentence": "/check 2 S3",
    "help": "/help",
    "nothing-found": "/brief harbor master",
    "unknown-command": "/breif",
    "wrong-sentence": "/check 2 S99",
}


def desk() -> Desk:
    """A desk over the small library that lies beside the golden files."""
    store = open_store("sqlite://")
    for path in sorted(LIBRARY.iterdir()):
        draft = reader.read(path.read_bytes(), name=path.name, origin=path.name)
        store.add(ingest.edit(draft), now=NOW)
    return Desk(store, lambda: NOW)


def answers() -> Iterator[tuple[str, Answer]]:
    """Each case's answer, in a conversation of its own."""
    opened = desk()
    for name, said in CASES.items():
        command, *args = said.removeprefix("/").split()
        request = Request(
            command=command, args=tuple(args), origin=Address("golden", "", name), at=NOW
        )
        yield name, opened.answer(request)
    opened.store.close()


def on_telegram(answer: Answer) -> str:
    """The messages as text with tags where entities begin and end, and the keyboard below."""
    presses = {token: press for press, token in answer.tokens.items()}
    messages = telegram.render(answer.reply, answer.tokens)
    return "\n=== next message ===\n".join(_tagged(m) + _keys(m, presses) for m in messages)


def _tagged(message: TelegramMessage) -> str:
    units = message.text.encode("utf-16-le")
    places: dict[int, list[str]] = {}
    for entity in message.entities:
        places.setdefault(entity.offset, []).append(f"<{_tag(entity)}>")
    for entity in reversed(message.entities):
        places.setdefault(entity.offset + entity.length, []).insert(0, f"</{entity.kind}>")
    out, last = [], 0
    for place in sorted(places):
        out.append(units[2 * last : 2 * place].decode("utf-16-le"))
        out.extend(places[place])
        last = place
    return "".join((*out, units[2 * last :].decode("utf-16-le"), "\n"))


def _tag(entity: Entity) -> str:
    return f"{entity.kind} {entity.url}" if entity.url else entity.kind


def _keys(message: TelegramMessage, presses: Mapping[str, Press]) -> str:
    rows = []
    for row in message.keyboard:
        keys = (f"[{key.label}: {key.url or _said(presses[key.token or ''])}]" for key in row)
        rows.append(" ".join(keys))
    return "\n" + "\n".join(rows) + "\n" if rows else ""


def _said(press: Press) -> str:
    place = " (in place)" if press.in_place else ""
    return f"/{' '.join((press.command, *press.args))}{place}"


def on_slack(answer: Answer) -> str:
    """The payloads as JSON, tokens replaced by what they do."""
    written = json.dumps(
        [{"text": m.text, "blocks": m.blocks} for m in slack.render(answer.reply, answer.tokens)],
        ensure_ascii=False,
        indent=1,
    )
    for press, token in answer.tokens.items():
        written = written.replace(json.dumps(token), json.dumps(_said(press), ensure_ascii=False))
    return written + "\n"


def on_console(answer: Answer) -> str:
    """What a pipe gets."""
    paper = StringIO()
    terminal = Terminal(file=paper, highlight=False, markup=False, emoji=False)
    console.printed(console.render(answer.reply), terminal)
    return paper.getvalue()


PLATFORMS: Mapping[str, tuple[str, Callable[[Answer], str]]] = {
    "telegram": ("txt", on_telegram),
    "slack": ("json", on_slack),
    "console": ("txt", on_console),
}


def rendered() -> dict[Path, str]:
    """Every golden file's path with what it must say."""
    return {
        FOLDER / platform / f"{name}.{ending}": written(answer)
        for name, answer in answers()
        for platform, (ending, written) in PLATFORMS.items()
    }


def main() -> None:
    for path, text in rendered().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main()
