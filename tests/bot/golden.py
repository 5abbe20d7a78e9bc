"""What each command sends, as readable files: `python -m tests.bot.golden` writes them anew."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TypeAlias

from rich.console import Console as Terminal

from bot.access import Editors
from bot.chat import ChatService
from bot.delivery.corrector import Corrector
from bot.platforms.base import Answer
from bot.platforms.console import terminal as console_terminal
from bot.platforms.sending import frozen_message
from bot.platforms.slack import render as slack_render
from bot.platforms.slack.render import SlackMessage
from bot.platforms.telegram import render as telegram_render
from bot.platforms.telegram.render import Entity, TelegramMessage
from briefs.digests.outbox import Message
from briefs.model import Address, Press
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage.sql.store import open_store
from handlers.corrected_messages import corrected_blocks, reply_under
from handlers.corrections import change_of
from handlers.message import Attachment, Incoming, Reply, Request, extracts, presses
from handlers.outgoing import verified

FOLDER = Path(__file__).parent / "golden"
LIBRARY = Path(__file__).parent / "golden" / "library"
INCOMING = Path(__file__).parent / "golden" / "incoming"
EXAMPLES = Path(__file__).parents[2] / "briefs" / "examples"
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
    "sources-as-bibtex": "/sources 2 bibtex",
    "sources-as-apa": "/sources 2 APA",
    "latest": "/latest",
    "latest-topic": "/latest water",
    "search": "/search silt",
    "topics": "/topics",
    "check": "/check 2",
    "check-sentence": "/check 2 S3",
    "check-receipt": "/check 2 receipt",
    "check-quotation": (
        "/check The harbour silted up in a single winter. The council chose not to dredge, because "
        "a yearly cost hides in a yearly budget. The moon is made of cheese, they said."
    ),
    "digest-none": "/digest",
    "digest-on": "/digest on 08:30 Europe/Berlin weekdays",
    "help": "/help",
    "help-on-a-command": "/help sources",
    "help-on-search": "/help search",
    "search-narrowed": "/search harbour -grid by:okafor after:2026-10",
    "search-a-day-that-is-none": "/search harbour before:soon",
    "stop": "/stop",
    "slip-in-a-number": "/brief no. 1.",
    "source-in-brackets": "/sources 2 [1]",
    "digest-slip": "/digest weekly",
    "nothing-found": "/brief harbor master",
    "unknown-command": "/breif",
    "wrong-sentence": "/check 2 S99",
    "piece-refused": "/piece add",
    "privacy": "/privacy",
    "privacy-forget": "/privacy forget",
}

Step: TypeAlias = tuple[str, str]
"""What an editor says, and the file of `INCOMING` or of the examples that they send with it, if
any.
"""

EDITED: Mapping[str, tuple[Step, ...]] = {
    "piece-add": (("/piece add", "quay.txt"),),
    "piece-add-with-warnings": (("/piece add", "ferry.md"),),
    "piece-add-unreadable": (("/piece add", "scan.zip"),),
    "piece-list": (("/piece add", "quay.txt"), ("/piece add", "ferry.md"), ("/piece", "")),
    "piece-read": (("/piece add", "quay.txt"), ("/piece read", "")),
    "piece-publish": (("/piece add", "quay.txt"), ("/piece publish", "")),
    "piece-publish-discarded": (
        ("/piece add", "quay.txt"),
        ("/piece discard", ""),
        ("/piece publish #4@1", ""),
    ),
    "piece-revise": (("/piece revise #1", "quay.txt"),),
    "piece-check": (("/piece check #2", ""),),
    "piece-retract": (("/piece retract #1 The figures were wrong.", ""),),
    "piece-pin": (("/piece pin S9 #2", ""),),
    "brief-chosen-by-an-editor": (("/piece pin S9 #2", ""), ("/brief 2", "")),
    "piece-edit": (("/piece edit #2 date 9 Jan 2017", ""),),
    "piece-edit-source": (("/piece edit #2 source 1 Lind, Anna. “Silt.” The Courier, 2017.", ""),),
    "piece-check-corrected": (
        ("/piece edit #2 title The Harbour, Again", ""),
        ("/piece check", ""),
    ),
    "piece-scheduled": (("/piece add", "quay.txt"), ("/piece publish at 06:00 Berlin", "")),
    "piece-list-scheduled": (
        ("/piece add", "quay.txt"),
        ("/piece publish at 06:00 Berlin", ""),
        ("/piece", ""),
    ),
    "piece-log": (
        ("/piece edit #2 byline Anna Lind", ""),
        ("/piece retract #1 The figures were wrong.", ""),
        ("/piece log", ""),
    ),
    "search-drafts": (("/piece add", "quay.txt"), ("/search is:draft", "")),
    "piece-topics": (("/piece topics #3", ""),),
    "piece-topics-renamed": (("/piece topics rename water, Rivers", ""),),
    "sources-corrected": (
        ("/piece edit #2 source 1 Lind, Anna. “Silt.” The Courier, 2017.", ""),
        ("/sources 2", ""),
    ),
    "piece-list-empty": (("/piece", ""),),
    "piece-discard": (("/piece add", "quay.txt"), ("/piece discard", "")),
    "piece-not-scheduled": (
        ("/piece add", "quay.txt"),
        ("/piece publish at 06:00 Berlin", ""),
        ("/piece publish #4 at never", ""),
    ),
    "piece-scheduled-without-a-zone": (
        ("/piece add", "quay.txt"),
        ("/piece publish #4 at 06:00", ""),
    ),
    "piece-scheduled-over-a-clock-change": (
        ("/piece add", "quay.txt"),
        ("/piece publish #4 at 28 Mar 2027 02:30 Berlin", ""),
    ),
    "piece-publish-archive": (("/piece add", "quay.txt"), ("/piece publish #4 archive", "")),
    "piece-publish-again": (("/piece publish #2", ""),),
    "piece-publish-public-archive": (("/piece publish #2 archive", ""),),
    "piece-publish-revision": (
        ("/piece revise #1", "quay.txt"),
        ("/piece publish #1 correction The figure was wrong.", ""),
    ),
    "piece-pin-drop": (("/piece drop S1 #2", ""),),
    "piece-pin-line": (("/piece line S4 #2", ""),),
    "piece-pin-auto": (
        ("/piece pin S9 #2", ""),
        ("/piece line S4 #2", ""),
        ("/piece auto S9 #2", ""),
    ),
    "piece-edit-again": (
        ("/piece edit #2 date 9 Jan 2017", ""),
        ("/piece edit #2 date 9 Jan 2017", ""),
    ),
    "piece-edit-undone": (
        ("/piece edit #2 date 9 Jan 2017", ""),
        ("/piece edit #2 undo date", ""),
    ),
    "piece-edit-of-an-older-revision": (
        ("/piece edit #2 date 9 Jan 2017", ""),
        ("/piece edit #2@1 title The Sea", ""),
    ),
    "piece-edit-a-day-to-come": (("/piece edit #2 date 9 Jan 2030", ""),),
    "piece-edit-a-word-of-the-body": (("/piece edit #2 body The sea won.", ""),),
    "piece-edit-language": (("/piece edit #2 language xx", ""),),
    "piece-retract-without-a-reason": (("/piece retract #1", ""),),
    "piece-retract-undone": (
        ("/piece retract #1 The figures were wrong.", ""),
        ("/piece publish #1@1 anyway", ""),
    ),
    "piece-log-of-an-erased-piece": (
        ("/piece retract #1 The figures were wrong.", ""),
        ("/piece erase #1 for-good unlawful", ""),
        ("/piece log #1", ""),
    ),
    "piece-log-empty": (("/piece log", ""),),
    "piece-add-what-was-erased": (
        ("/piece add", "quay.txt"),
        ("/piece publish #4", ""),
        ("/piece erase #4 for-good unlawful", ""),
        ("/piece add", "quay.txt"),
    ),
    "piece-unknown-verb": (("/piece delete #1", ""),),
    "piece-corrections-none": (("/piece corrections #2", ""),),
    "corrections-none": (("/corrections", ""),),
    "piece-scheduled-at-a-time-that-comes-twice": (
        ("/piece add", "quay.txt"),
        ("/piece publish #4 at 31 Oct 2027 02:30 Berlin", ""),
    ),
    "piece-erase": (("/piece erase #1 unlawful", ""),),
    "piece-erase-last-question": (("/piece erase #1 sure? unlawful", ""),),
    "piece-erased": (("/piece erase #1 for-good unlawful", ""),),
    "brief-in-paragraphs": (
        ("/piece add", "who-keeps-count-of-a-ceasefire.txt"),
        ("/piece publish #4", ""),
        ("/brief 4", ""),
    ),
    "brief-erased": (("/piece erase #1 for-good unlawful", ""), ("/brief 1", "")),
    "brief-retracted": (("/piece retract #1 The figures were wrong.", ""), ("/brief 1", "")),
}
"""What an editor gets to see at the end of some steps, each in a library of its own."""

CORRECTED = (
    *("message-corrected", "message-corrected-reply", "message-struck", "message-struck-reply"),
    *("brief-of-a-corrected-piece", "corrections-of-a-piece", "corrections", "piece-corrections"),
)
"""What readers and editors see once a piece was corrected, and once it was retracted."""

_EDITOR = "ines"


def desk() -> ChatService:
    """A desk over the small library that lies beside the golden files."""
    store = open_store("sqlite://")
    for path in sorted(LIBRARY.iterdir()):
        draft = reader.read(path.read_bytes(), name=path.name, origin=path.name)
        store.catalogue.add(ingest.edit(draft), now=NOW)
    return ChatService(store, lambda: NOW, editors=Editors(frozenset({f"golden:{_EDITOR}"})))


def answers() -> Iterator[tuple[str, Answer]]:
    """Each case's answer, in a conversation of its own."""
    opened = desk()
    for name, said in CASES.items():
        command, *args = said.removeprefix("/").split()
        request = Request(
            command=command,
            args=tuple(args),
            origin=Address("golden", "", name),
            at=NOW,
            role="admin",
        )
        yield name, opened.answer(request)
    opened.store.close()
    for name, steps in EDITED.items():
        yield name, _edited(steps, Address("golden", "", name))
    yield from _corrections()


def _corrections() -> Iterator[tuple[str, Answer]]:
    """A brief, and a digest's line, after the grid's piece was corrected, and after it was
    retracted; the reply under each, and where readers and editors look it up.
    """
    opened = desk()
    at, store = Address("golden", "", "corrections"), opened.store
    asked = partial(Request, origin=at, at=NOW, sender=_EDITOR, role="editor")
    brief = opened.answer(asked(command="brief", args=("1",))).reply
    opened.sent(brief, at, "1", brief.blocks)
    text = (LIBRARY / "grid.txt").read_text().replace("two per cent", "nine per cent")
    draft = reader.read(text.encode(), name="grid.txt", origin="grid.txt")
    store.catalogue.add(ingest.edit(draft), now=NOW)
    yield from _corrected(opened, brief, at, "corrected")
    yield "brief-of-a-corrected-piece", opened.answer(asked(command="brief", args=("1",)))
    yield "corrections-of-a-piece", opened.answer(asked(command="corrections", args=("1",)))
    store.editorial.retract(1, "The margins were made up.", now=NOW, by="ines")
    yield from _corrected(opened, brief, at, "struck")
    yield "corrections", opened.answer(asked(command="corrections"))
    yield "piece-corrections", opened.answer(asked(command="piece", args=("corrections", "1")))
    store.close()


def _corrected(
    opened: ChatService, sent: Reply, at: Address, name: str
) -> Iterator[tuple[str, Answer]]:
    """The brief as it is edited, and the reply under it; what is decided of it is posted."""
    store = opened.store
    (newest,) = store.corrections.recent(limit=1)
    revision = store.catalogue.revision(1, 1)
    spans = [extract.at for extract in extracts(sent)]
    change = change_of(newest, 1, spans, store)
    assert change is not None
    blocks = corrected_blocks(sent.blocks, {(1, 1): change})
    replies = {
        f"message-{name}": Reply(blocks),
        f"message-{name}-reply": reply_under([change], {1: revision.heading}),
    }
    for case, reply in replies.items():
        wanted = presses(reply)
        tokens = store.chat_state.issue(wanted, at, now=NOW)
        found = verified(reply, store)
        yield case, Answer(found, dict(zip(wanted, tokens, strict=True)))
    corrector = Corrector(
        store=store,
        freezer=_frozen,
        under=lambda to, _message, frozen: (to, frozen),
        account="golden",
        clock=lambda: NOW,
    )
    corrector.tick()


def _frozen(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    return (frozen_message({"tokens": list(tokens.values())}, reply.blocks, reply.about),)


def _edited(steps: tuple[Step, ...], at: Address) -> Answer:
    """The answer to the last of an editor's steps."""
    opened = desk()
    for number, (said, file) in enumerate(steps):
        command, _, text = said.removeprefix("/").partition(" ")
        folder = EXAMPLES if (EXAMPLES / file).is_file() else INCOMING
        data = (folder / file).read_bytes() if file else b""
        answer = opened.answer(
            Request(
                command=command,
                args=tuple(text.split()),
                sender=_EDITOR,
                origin=at,
                at=NOW,
                text=text,
                files=(Incoming(name=file, data=data),) if file else (),
            )
        )
        opened.sent(answer.reply, at, str(number), answer.reply.blocks)
    opened.store.close()
    return answer


def on_telegram(answer: Answer) -> str:
    """The messages as text with tags where entities begin and end, and the keyboard below."""
    presses = {token: press for press, token in answer.tokens.items()}
    messages = telegram_render.render(answer.reply, answer.tokens)
    return "\n=== next message ===\n".join(
        _tagged(m) + _file(m.file) + _keys(m, presses) for m in messages
    )


def _file(file: Attachment | None) -> str:
    return f"\n{{{file.name}, {file.media_type}}}\n{file.text}" if file is not None else ""


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
    messages = slack_render.render(answer.reply, answer.tokens)
    written = json.dumps([_slack_call(m) for m in messages], ensure_ascii=False, indent=1)
    for press, token in answer.tokens.items():
        written = written.replace(json.dumps(token), json.dumps(_said(press), ensure_ascii=False))
    return written + "\n"


def _slack_call(message: SlackMessage) -> dict[str, object]:
    if message.file is None:
        return {"text": message.text, "blocks": message.blocks}
    return {"initial_comment": message.text, "file": asdict(message.file)}


def on_console(answer: Answer) -> str:
    """What a pipe gets."""
    paper = StringIO()
    terminal = Terminal(file=paper, highlight=False, markup=False, emoji=False)
    console_terminal.printed(console_terminal.render(answer.reply), terminal)
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
