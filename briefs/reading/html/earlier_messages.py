"""Removes earlier messages, and the signature, from the page of a message.

Mail programs mark what they quote (a class, an id, `type=cite`). Outlook only puts the earlier
message's head ("From: … Sent: …") above it; everything after it belongs to that message.
"""

import re
from collections.abc import Iterator

from briefs.left_out import Account
from briefs.reading.html.tree import BLOCKS, Element, names, take_out, text_in

_QUOTED = re.compile(
    r"gmail-(?:quote|extra)(?:-container)?|[a-z0-9-]{0,40}yahoo-quoted(?:-\d{1,4})?|moz-cite-prefix"
    r"|protonmail-quote|tutanota-quote|wm-quote|zmail-extra|outlookmessageheader|mail-quote"
)
_SIGNED = re.compile(
    r"gmail-signature(?:-prefix)?|moz-signature|protonmail-signature-block(?:-[a-z]+)*|ms-outlook-"
    r"(?:mobile-)?signature|signature"
)
_ONWARDS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})
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
_MAX_HEAD_WORDS, _MIN_HEAD_LINES = 80, 2
_MIN_OWN_WORDS = 30
"""A message of fewer words only forwards the one that it quotes."""


def leave_out(root: Element, account: Account) -> None:
    """Remove other people's text from a message's page."""
    for element in list(_found(root, _SIGNED)):
        account.add("signature", text_in(element))
        take_out(element)
    for element in list(_footers(root)):
        if element.getparent() is not None:
            account.add("signature", text_in(element))
            take_out(element)
    quoted = list(_quoted(root))
    own = len(text_in(root).split()) - sum(len(text_in(one).split()) for one in quoted)
    if own < _MIN_OWN_WORDS:
        return
    for element in quoted:
        if element.getparent() is not None:
            account.add("quoted message", text_in(element))
            take_out(element)


def _footers(root: Element) -> Iterator[Element]:
    """The blocks around the links by which readers leave a list."""
    for link in root.iter("a"):
        if not _LEAVES.search(text_in(link)):
            continue
        block = next((one for one in link.iterancestors() if one.tag in _FOOTERS), None)
        if block is not None and len(text_in(block).split()) <= _MAX_HEAD_WORDS:
            yield block


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
    text = text_in(element)
    return (
        _HEAD.match(text) is not None
        and len(text.split()) <= _MAX_HEAD_WORDS
        and len(_HEAD_LINES.findall(text)) >= _MIN_HEAD_LINES
    )


def _from_here(element: Element) -> Iterator[Element]:
    """An element and everything after it in the page."""
    yield element
    for one in (element, *element.iterancestors()):
        if one.tag in {"body", "html"}:
            return
        yield from (after for after in one.itersiblings() if isinstance(after.tag, str))
