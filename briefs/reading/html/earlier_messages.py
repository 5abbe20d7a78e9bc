"""Removes earlier messages, and the signature, from the page of a message.

Mail programs mark what they quote (a class, an id, `type=cite`). Outlook only puts the earlier
message's head ("From: … Sent: …") above it; everything after it belongs to that message.
"""

import re
from collections.abc import Iterator

from briefs.reading.base import Account
from briefs.reading.html.tree import BLOCKS, Element, holds_blocks, names, take_out, text_in
from briefs.reading.mail_heads import ANSWERED, SENT_FROM

_QUOTED = re.compile(
    r"gmail-(?:quote|extra)(?:-container)?|[a-z0-9-]{0,40}yahoo-quoted(?:-\d{1,4})?|moz-cite-prefix"
    r"|protonmail-quote|tutanota-quote|wm-quote|zmail-extra|outlookmessageheader|mail-quote"
)
_SIGNED = re.compile(
    r"gmail-signature(?:-prefix)?|moz-signature|protonmail-signature-block(?:-[a-z]+)*|ms-outlook-"
    r"(?:mobile-)?signature|signature|ymail(?:-[a-z]+)?-signature"
)
_ONWARDS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})
_HEADS = re.compile(
    r"gmail-attr|moz-cite-prefix|moz-email-headers-table|outlookmessageheader|divrplyfwdmsg"
)
_HEAD = re.compile(r"(?:from|von|de|da|van|od|от|від)\s?:\s", re.IGNORECASE)
_HEAD_LINES = re.compile(
    r"(?<!\w)(?:sent|date|gesendet|datum|envoyé|enviado|inviato|data|verzonden|wysłano|to|an|à|para|a"
    r"|aan|do|cc|subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|тема|кому|дата)\s?:\s",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"unsubscribe|opt[ -]out|(?:email|subscription|manage)\b.{0,20}preferences|abmelden|abbestellen"
    r"|désabonner|désinscri|darse de baja|cancelar (?:la )?suscripci|disiscri|annulla l['’]iscri"
    r"|uitschrijven|wypisz|отписаться|відписатися",
    re.IGNORECASE,
)
_FOOTERS = frozenset({"p", "div", "td", "li", "footer"})
_MAX_PROGRAM_CHARS = 100
_MAX_HEAD_WORDS, _MIN_HEAD_LINES = 80, 2
_MIN_OWN_WORDS = 30
"""A message of fewer words only forwards the one that it quotes."""


def leave_out(root: Element, account: Account, *, is_answer: bool = False) -> None:
    """Remove other people's text from a message's page. What hands on another is that one, without
    the lines that say whose it was.
    """
    for element in list(_found(root, _SIGNED)):
        account.add("signature", text_in(element))
        take_out(element)
    for element in [*_footers(root), *_program_lines(root)]:
        if element.getparent() is not None:
            account.add("signature", text_in(element))
            take_out(element)
    quoted = list(_quoted(root))
    own = len(text_in(root).split()) - sum(len(text_in(one).split()) for one in quoted)
    if own < _MIN_OWN_WORDS and not is_answer:
        quoted = list(_heads(root))
    for element in quoted:
        _take_out_line_above(element, account)
        if element.getparent() is not None:
            account.add("quoted message", text_in(element))
            take_out(element)


def _heads(root: Element) -> Iterator[Element]:
    """The blocks that say whose an earlier message is."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in {"body", "html"}:
            continue
        is_named = any(map(_HEADS.fullmatch, names(element)))
        if is_named or (element.tag in BLOCKS and _tells_whose(element)):
            yield element


def _tells_whose(block: Element) -> bool:
    text = " ".join(text_in(block).split())
    if len(text.split()) > _MAX_HEAD_WORDS:
        return False
    return ANSWERED.fullmatch(text) is not None or _is_head(text)


def _is_head(text: str) -> bool:
    return _HEAD.match(text) is not None and len(_HEAD_LINES.findall(text)) >= _MIN_HEAD_LINES


def _take_out_line_above(quoted: Element, account: Account) -> None:
    """Remove the line above a quotation that says whose it is, if it is in the block of the
    sender's own words.
    """
    line: list[Element] = []
    start, parent, text = None, quoted.getparent(), ""
    for one in quoted.itersiblings(preceding=True):
        text = f"{one.tail or ''}{text}"
        if (one.tag == "br" or one.tag in BLOCKS) and text.strip():
            start = one
            break
        text = f"{text_in(one)}{text}"
        line.append(one)
    if start is None and parent is not None:
        text = f"{parent.text or ''}{text}"
    if parent is None or not ANSWERED.fullmatch(" ".join(text.split())):
        return
    account.add("quoted message", text)
    for one in line:
        one.tail = ""
        take_out(one)
    if start is not None:
        start.tail = ""
    else:
        parent.text = ""


def _footers(root: Element) -> Iterator[Element]:
    """The blocks around the links by which readers leave a list."""
    for link in root.iter("a"):
        if not _LEAVES.search(text_in(link)):
            continue
        block = next((one for one in link.iterancestors() if one.tag in _FOOTERS), None)
        if block is not None and len(text_in(block).split()) <= _MAX_HEAD_WORDS:
            yield block


def _program_lines(root: Element) -> Iterator[Element]:
    """The blocks that say with which program a message was sent."""
    for element in root.iter("p", "div"):
        if holds_blocks(element):
            continue
        text = " ".join(text_in(element).split())
        if len(text) <= _MAX_PROGRAM_CHARS and SENT_FROM.fullmatch(text):
            yield element


def _quoted(root: Element) -> Iterator[Element]:
    """The outermost elements with earlier messages."""
    found = {
        *_found(root, _QUOTED),
        *(one for one in root.iter("blockquote") if one.get("type") == "cite"),
    }
    for element in root.iter():
        if isinstance(element.tag, str) and _opens_earlier(element):
            found.update(_from_here(element))
            break
    yield from (one for one in found if found.isdisjoint(one.iterancestors()))


def _found(root: Element, called: re.Pattern[str]) -> Iterator[Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and any(map(called.fullmatch, names(element))):
            yield element


def _opens_earlier(element: Element) -> bool:
    """Whether an earlier message begins at an element."""
    if not _ONWARDS.isdisjoint(names(element)):
        return True
    if element.tag not in BLOCKS or element.tag in {"body", "html"}:
        return False
    return _tells_whose(element)


def _from_here(element: Element) -> Iterator[Element]:
    """An element and everything after it in the page."""
    yield element
    for one in (element, *element.iterancestors()):
        if one.tag in {"body", "html"}:
            return
        yield from (after for after in one.itersiblings() if isinstance(after.tag, str))
