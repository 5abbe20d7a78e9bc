"""Draws the README's pictures from the very payloads that are sent: `python docs/pictures.py`.

Needs Chromium on the PATH; writes docs/phone.png, docs/telegram.png and docs/slack.png.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from bot.chat import ChatService
from bot.platforms.slack import render as slack_render
from bot.platforms.telegram import render as telegram_render
from bot.platforms.telegram.render import TelegramMessage
from briefs import examples
from briefs.model import Address
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage.sql.store import open_store
from handlers.message import Request
from tests.bot import golden

HERE = Path(__file__).parent
ASKED_AT = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
ASKED = {name: golden.CASES[name] for name in ("brief-by-words", "sources", "digest-on")}

PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;padding:18px;width:{width}px;{body}}}
body{{font:15px/1.42 "Noto Sans","DejaVu Sans",sans-serif}}
{style}</style>{content}"""

TELEGRAM = """
.said,.got{border-radius:14px 14px 4px 14px;padding:8px 13px;background:#fff}
.said{background:#e3fdd0;margin:0 0 8px auto;width:max-content}
.got{border-radius:14px 14px 14px 4px;white-space:pre-wrap}
blockquote{margin:3px 0;padding:3px 9px;border-radius:4px}
blockquote{border-left:3px solid #3390ec;background:#eef5fd}
code{font-size:12px;color:#3390ec} a{color:#3390ec;text-decoration:none}
.keys{display:grid;grid-template-columns:repeat(3,1fr);gap:4px;margin:5px 0 16px}
.keys span{background:#00000030;color:#fff;border-radius:7px;text-align:center}
.keys span{padding:6px 2px;font-size:14px}
"""

SLACK = """
h1{font-size:18px;margin:2px 0 4px} ol{margin:4px 0;padding-left:24px}
a{color:#1264a3;text-decoration:none} .name{font-weight:700}
.app{font-size:10px;background:#e8e8e8;padding:1px 3px}
.row{margin:3px 0;white-space:pre-wrap}
.quote{border-left:4px solid #ddd;padding-left:10px;margin:4px 0}
.context{font-size:12px;color:#616061;margin:7px 0;white-space:pre-wrap}
.said{color:#616061;font-size:13px;margin-bottom:8px} .actions{margin:8px 0 18px}
.actions span{border:1px solid #bbb;border-radius:5px;padding:5px 11px;margin-right:7px}
.actions span{font-weight:600;font-size:13px}
"""

_TAGS = {
    "bold": "b",
    "italic": "i",
    "code": "code",
    "text_link": "a",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def telegram_page(answers: Mapping[str, golden.Answer]) -> str:
    parts = []
    for name, said in ASKED.items():
        parts.append(f'<div class="said">{escape(said)}</div>')
        for message in telegram_render.render(answers[name].reply, answers[name].tokens):
            parts.append(f'<div class="got">{_marked(message)}</div>')
            keys = "".join(
                f"<span>{escape(k.label)}</span>" for row in message.keyboard for k in row
            )
            parts.append(f'<div class="keys">{keys}</div>')
    content = "".join(parts).replace("</blockquote>\n", "</blockquote>")
    return PAGE.format(width=520, body="background:#9fbf9a", style=TELEGRAM, content=content)


def _marked(message: TelegramMessage) -> str:
    """The text with its entities as tags."""
    opened: dict[int, list[str]] = {}
    for entity in message.entities:
        end = entity.offset + entity.length
        opened.setdefault(entity.offset, []).append(f"<{_TAGS[entity.kind]}>")
        opened.setdefault(end, []).insert(0, f"</{_TAGS[entity.kind]}>")
    units, out, last = message.text.encode("utf-16-le"), [], 0
    for place in sorted(opened):
        out += [escape(units[2 * last : 2 * place].decode("utf-16-le")), *opened[place]]
        last = place
    return "".join((*out, escape(units[2 * last :].decode("utf-16-le"))))


def phone_page() -> str:
    """A brief of an example piece as a phone shows it, 390 points wide."""
    store = open_store("sqlite://")
    for name, data in examples.pieces():
        draft = reader.read(data, name=name, origin=f"example:{name}")
        store.catalogue.add(ingest.edit(draft), now=ASKED_AT)
    chat = ChatService(store, lambda: ASKED_AT)
    at = Address("telegram", "4242", "7")
    parts = []
    for said in ("/brief",):
        command, *args = said.removeprefix("/").split()
        request = Request(command=command, args=tuple(args), origin=at, at=ASKED_AT)
        answer = chat.answer(request)
        chat.sent(answer.reply, at, said)
        parts.append(f'<div class="said">{escape(said)}</div>')
        for message in telegram_render.render(answer.reply, answer.tokens):
            parts.append(f'<div class="got">{_marked(message)}</div>')
            keys = "".join(
                f"<span>{escape(k.label)}</span>" for row in message.keyboard for k in row
            )
            parts.append(f'<div class="keys">{keys}</div>')
    store.close()
    content = "".join(parts).replace("</blockquote>\n", "</blockquote>")
    return PAGE.format(width=354, body="background:#9fbf9a", style=TELEGRAM, content=content)


def slack_page(answers: Mapping[str, golden.Answer]) -> str:
    parts = []
    for name, said in ASKED.items():
        parts.append(f'<div class="said">you typed {escape(said)}</div>')
        parts.append(
            '<div><span class="name">Sourcebrief</span> <span class="app">APP</span></div>'
        )
        for message in slack_render.render(answers[name].reply, answers[name].tokens):
            parts += [_block(block) for block in message.blocks]
    return PAGE.format(width=640, body="background:#fff", style=SLACK, content="".join(parts))


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h1>{escape(block['text']['text'])}</h1>"
        case "context":
            texts = " ".join(escape(element["text"]) for element in block["elements"])
            return f'<div class="context">{texts}</div>'
        case "actions":
            keys = "".join(f"<span>{escape(e['text']['text'])}</span>" for e in block["elements"])
            return f'<div class="actions">{keys}</div>'
        case "divider":
            return "<hr>"
        case "rich_text":
            return "".join(map(_rich, block["elements"]))
        case other:
            raise ValueError(f"no picture of a {other}")


def _rich(part: Mapping[str, Any]) -> str:
    match part["type"]:
        case "rich_text_quote":
            return f'<div class="row quote">{_inline(part["elements"])}</div>'
        case "rich_text_list":
            start = part.get("offset", 0) + 1
            items = "".join(
                f"<li class=row>{_inline(e['elements'])}</li>" for e in part["elements"]
            )
            return f'<ol start="{start}">{items}</ol>'
        case _:
            return f'<div class="row">{_inline(part["elements"])}</div>'


def _inline(elements: Iterable[Mapping[str, Any]]) -> str:
    out = []
    for element in elements:
        text = escape(element.get("text", ""))
        style = element.get("style", {})
        text = f"<b>{text}</b>" if style.get("bold") else text
        text = f"<i>{text}</i>" if style.get("italic") else text
        out.append(f"<a>{text}</a>" if element["type"] == "link" else text)
    return "".join(out)


def drawn(page: str, width: int, height: int, to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page)
        subprocess.run(  # noqa: S603  # a browser of the developer's own
            (
                *(shutil.which("chromium") or sys.exit("Chromium is not here"),),
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--disable-background-networking", f"--user-data-dir={folder}/profile"),
                f"--window-size={width},{height}",
                *("--force-device-scale-factor=2", f"--screenshot={to}", source.as_uri()),
            ),
            check=True,
            capture_output=True,
        )


def main() -> None:
    answers = dict(golden.answers())
    drawn(phone_page(), 390, 930, HERE / "phone.png")
    drawn(telegram_page(answers), 556, 1460, HERE / "telegram.png")
    drawn(slack_page(answers), 676, 1090, HERE / "slack.png")


if __name__ == "__main__":
    main()
