"""Removes what a reader does not see as text from a page's tree, and accounts for it.

What remains is what a browser shows: quotation marks of `q`, readings of `ruby` in brackets, words
of a button within a sentence. Side notes and tooltips become notes with a marker in their place. A
place that cannot be written on one line (a formula) becomes GAP: a paragraph with one cannot be
quoted.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from briefs.left_out import LeftOutKind
from briefs.reading.base import Account
from briefs.reading.html import formulas, hidden_by_style
from briefs.reading.html.quotations import Quotations, bracket
from briefs.reading.html.side_notes import SideNote, SideNotes
from briefs.reading.html.style import Styles, styles_of
from briefs.reading.html.style_declarations import STRUCK
from briefs.reading.html.text_blocks import CAPTION_NAMES, PULL_NAMES
from briefs.reading.html.tree import (
    BLOCKS,
    GAP,
    NUMBERS,
    Element,
    character_before,
    has_words,
    holds_blocks,
    is_within_text,
    joins_words,
    names,
    roles,
    take_out,
    text_in,
)

_NO_WORDS = frozenset({"head", "script", "style", "link", "meta", "base", "datalist", "area"})
_SPARE = frozenset({"template", "noscript"})
_MEDIA: dict[str, LeftOutKind] = {
    "iframe": "embedded frame",
    "object": "embedded frame",
    "embed": "embedded frame",
    "applet": "embedded frame",
    "frame": "embedded frame",
    "video": "film",
    "audio": "sound",
    "svg": "drawing",
    "canvas": "drawing",
    "map": "drawing",
}
_AMP_UNSHOWN = frozenset({"amp-sidebar", "amp-lightbox", "amp-user-notification", "amp-consent"})
_FIELDS = frozenset({"input", "textarea", "select", "meter", "progress"})
_BUTTON_INPUTS = frozenset({"button", "submit", "reset"})
_ENDS = tuple('.!?…。！？؟।”’"»)')
_WHOLE = frozenset({"html", "body"})
_STRUCK = frozenset({"del", "s", "strike", "strike-through", "d-del"})
_STRUCK_NAMES = re.compile(
    r"(?:(?:text(?:-decoration)?|font|is|has(?:-text)?|u|ql|bbcode|bb|td|wp|fr|ck|mark|format)-)?"
    r"(?:strike(?:-?(?:through|thru|out))?|line-?through|struck(?:-?(?:out|through))?)"
    r"|diff(?:-html)?-(?:removed|deleted|del)|(?:redline|track(?:ed)?-?changes?)-(?:del(?:etion|eted)?|removed)"
    r"|del(?:eted)?-text|text-(?:deleted|removed)|(?:pm|notion|editor|rte|inline|style|slate|lexical)-strike"
    r"|(?!(?:no|not|un|without|hover|focus|active|group|peer|visited|print|dark|after|before|checked)-)(?:[a-z]{1,20}-){1,3}(?:strike-?through|line-?through|strike-?out)"
)
_ICONS = re.compile(
    r"(?:material-(?:icons?|symbols)|google-(?:material-icons|symbols)|mat-icon)(?:-[a-z]+)*"
)
"""Icons whose names are words to a program ("open_in_new") and pictures to a reader."""

_COMMENT_ANCHOR = re.compile(r"#?_?cmnt(?:_ref)?\d+|#?_msoanchor_\d+|#?_msocom_\d+", re.IGNORECASE)
_COMMENT_NAMES = frozenset({"msocomoff", "msocomtxt", "msocomanchor", "msocommentreference"})
_COMMENT_STYLE = re.compile(r"mso-element:\s*comment|mso-special-character:\s*comment")
_CHROME = re.compile(
    r"(?:[a-z]+-)?(?:shar(?:e|ing)|social|tweet|copy|print|bookmark|save|like|follow|listen"
    r"|subscribe|newsletter|permalink)(?:-?(?:this|bar|box|links?|buttons?|btn|icons?|text|label"
    r"|tools?|count|menu|widget|quote|url))+"
    r"|sharedaddy|addthis[\w-]*|social-share|tweetable|click-to-tweet|heading-anchor|anchor-?link"
    r"|header-?link"
)
_CHROME_WORDS = re.compile(
    r"(?:copy(?: link| text)?|copied|share(?: this)?|tweet(?: this)?|print|save|listen|play|pause"
    r"|close|open|expand|toggle|edit|reply|like|follow|subscribe|sign (?:up|in)|log in|more|menu"
    r"|(?:show|read|see|view) (?:more|less|all)|kopieren|teilen|drucken|partager|copier|imprimer"
    r"|compartir|copiar|condividi|copia|delen|kopiëren|udostępnij|kopiuj|поделиться|копировать"
    r"|分享|复制|コピー|共有)\W*",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"https?://(?:www\.|m\.)?(?:(?:twitter|x)\.com/(?:share|intent/)|facebook\.com/(?:sharer|share\.php|dialog/)"
    r"|linkedin\.com/(?:shareArticle|sharing/)|reddit\.com/submit|pinterest\.[a-z.]+/pin/create|t\.me/share"
    r"|(?:api|web)\.whatsapp\.com/send|wa\.me/\?text|bsky\.app/intent|news\.ycombinator\.com/submitlink)"
    r"|mailto:\?|whatsapp://send"
)
_MOST_CHROME_WORDS = 8
_PAGE_NUMBERS = re.compile(r"page-?num(?:ber)?s?|pagenum|page-?break|folio|pb|pgnum")
_PAGE_NUMBER = re.compile(
    r"[\[({]?(?:pg?\.?|page|seite|s\.)? ?([\dxivlc]{1,6})[\])}]?", re.IGNORECASE
)
_PAGE_ID = re.compile(r"(?:page|pg|pb|seite)[-_.]?(\d{1,5}|[xivlc]{1,6})", re.IGNORECASE)
_Told: TypeAlias = Literal[
    "unseen",
    "unprinted",
    "struck",
    "page number",
    "icon",
    "pull quote",
    "caption",
    "chrome",
    "comment",
]
_NOTHING: frozenset[_Told] = frozenset()
_TOLD_BY_NAME: Mapping[_Told, Callable[[str], object]] = {
    "unseen": hidden_by_style.UNSEEN_NAMES.fullmatch,
    "unprinted": hidden_by_style.UNPRINTED_NAMES.fullmatch,
    "struck": _STRUCK_NAMES.fullmatch,
    "page number": _PAGE_NUMBERS.fullmatch,
    "icon": _ICONS.fullmatch,
    "pull quote": PULL_NAMES.fullmatch,
    "caption": CAPTION_NAMES.fullmatch,
    "chrome": _CHROME.fullmatch,
}
_PAGE_ROLES = frozenset({"doc-pagebreak", "pagebreak"})
_MOST_MARK_CHARS = 8
_MOST_BUTTON_WORDS = 12


@dataclass(slots=True)
class _Settling:
    account: Account
    styles: Styles
    quotations: Quotations
    beside: SideNotes
    unseen: hidden_by_style.Unseen
    comments: set[Element] = field(default_factory=set)

    def apply(self, element: Element) -> bool:
        """Settle one element; True if it is removed with its contents."""
        tag = element.tag
        if tag in _NO_WORDS:
            is_formula = (element.get("type") or "").startswith("math/") and is_within_text(element)
            return self._drop(element, "formula" if is_formula else None, instead=GAP * is_formula)
        if tag in _WHOLE:
            return False
        called = names(element)
        told = _told_by(called) if called else _NOTHING
        if element in self.comments or _is_comment(element, told):
            is_mark = element not in self.comments and _is_mark(element)
            return self._drop(element, None if is_mark else "private comment")
        unsure = element in self.unseen.perhaps
        if tag in _SPARE or unsure or self._is_hidden(element, told):
            return self._drop(element, "hidden passage", instead=GAP if unsure else "")
        if tag in _STRUCK or self._is_struck(element, told):
            joins = joins_words(element)
            return self._drop(element, "struck-out passage", instead=GAP if joins else "")
        if tag == "img":
            return self._picture(element)
        if tag in _MEDIA:
            return False  # `text_blocks` counts them in the chosen text
        if tag in {"math", "mjx-container"}:
            return self._formula(element)
        if tag in {"rt", "rp"}:
            bracket(element)
        elif tag == "q":
            self.quotations.mark(element)
        if tag == "span" and "katex" in called:
            return self._katex(element)
        if tag in _FIELDS:
            inside = _shows_words(element) and is_within_text(element)
            return self._drop(element, "form field", instead=GAP if inside else "", words=False)
        if tag in {"button", "label", "output", "time", "summary"}:
            return self._control(element)
        return self._beside(element, called, told)

    def _drop(
        self,
        element: Element,
        kind: LeftOutKind | None,
        *,
        instead: str = "",
        words: bool = True,
    ) -> bool:
        if kind is not None:
            text = text_in(element) if words else ""
            if text.strip() or kind in {"form field", "formula"}:
                self.account.add(kind, text)
        take_out(element, instead)
        return True

    def _is_hidden(self, element: Element, told: frozenset[_Told]) -> bool:
        if "unseen" in told or element in self.unseen.surely:
            return True
        if not element.keys():
            return element.tag == "dialog" or element.tag in _AMP_UNSHOWN
        if element.get("hidden") is not None and element.get("hidden") != "until-found":
            return True
        if element.get("aria-hidden") == "true" and not formulas.is_drawn(element):
            return True
        if element.tag == "dialog" and element.get("open") is None:
            return True
        return element.get("popover") is not None or element.tag in _AMP_UNSHOWN

    def _is_struck(self, element: Element, told: frozenset[_Told]) -> bool:
        if "struck" in told or "struck" in self.styles.ways(element):
            return True
        style = element.get("style")
        if style and STRUCK.search(style):
            return True
        if "deletion" in roles(element):
            return True
        return element.tag == "span" and any(
            str(key).startswith("data-") and _STRUCK_NAMES.fullmatch(str(value).casefold())
            for key, value in element.items()
        )

    def _formula(self, element: Element) -> bool:
        """Replace a one-line formula by its words; any other is a gap in its sentence."""
        for annotation in list(element.iter("annotation", "annotation-xml")):
            take_out(annotation)
        if formulas.is_linear(element):
            element.tag = "span"
            return False
        within = is_within_text(element)
        return self._drop(element, "formula", instead=GAP if within else "")

    def _picture(self, element: Element) -> bool:
        """Replace a picture that stands for characters: an emoji or an initial by its character, a
        formula by a gap.
        """
        alt = (element.get("alt") or "").strip()
        is_initial = len(alt) == 1 and alt.isalpha() and (element.tail or "")[:1].islower()
        if is_initial or (0 < len(alt) <= _MOST_MARK_CHARS and not any(map(str.isalnum, alt))):
            tail = element.tail
            element.clear()
            element.tag, element.text, element.tail = "span", alt, tail
            return False
        if formulas.is_picture(element) and is_within_text(element):
            return self._drop(element, "formula", instead=GAP)
        return False

    def _katex(self, element: Element) -> bool:
        drawn = next((one for one in element.iter("span") if "katex-html" in names(one)), None)
        if drawn is None:
            return False
        if formulas.is_stacked(drawn):
            within = is_within_text(element)
            return self._drop(element, "formula", instead=GAP if within else "")
        text = text_in(drawn)
        tail = element.tail
        element.clear()
        element.tag, element.text, element.tail = "span", text, tail
        return False

    def _control(self, element: Element) -> bool:
        """Keep a control within a sentence, such as a button, as text; remove one that stands
        alone.
        """
        is_sign = element.tag == "button" and not any(map(str.isalnum, text_in(element)))
        if self.beside.is_toggle(element) or is_sign:
            return self._drop(element, "form field")
        if element.tag in {"time", "output"}:
            element.tag = "span" if not holds_blocks(element) else "div"
            return False
        if element.tag == "summary":
            return False
        number = NUMBERS.fullmatch(text_in(element))
        before = character_before(element)
        if number and before and not before.isspace():
            element.tag = "sup"
            return False
        few = len(text_in(element).split()) <= _MOST_BUTTON_WORDS
        if few and is_within_text(element) and not self._is_chrome(element):
            element.tag = "span"
            return False
        if element.tag == "label" and not _is_control_label(element):
            element.tag = "div" if holds_blocks(element) else "span"
            return False
        return self._drop(element, "form field")

    def _is_chrome(self, element: Element) -> bool:
        if element.tag == "button" and _CHROME_WORDS.fullmatch(text_in(element)):
            return True
        called = names(element)
        return bool(called) and "chrome" in _told_by(called)

    def _beside(self, element: Element, called: tuple[str, ...], told: frozenset[_Told]) -> bool:
        """Take out side notes and tooltips, and share buttons within a sentence."""
        if "unprinted" in told and not _holds_sentences(element):
            return self._drop(element, "navigation")
        if self.beside.lift(element):
            return True
        if element.tag == "a" and _SHARES.match(element.get("href") or ""):
            few = len(text_in(element).split()) <= _MOST_CHROME_WORDS
            return few and self._drop(element, "navigation")
        if is_page_number(element, called):
            return self._drop(element, "navigation")
        if element.tag == "span" and _is_block_by_name(element, told):
            element.tag = "div"  # it is formatted as a block
        if "icon" in told or element.tag == "mat-icon":
            return self._drop(element, None)
        if (
            "chrome" in told
            and element.tag not in BLOCKS
            and len(text_in(element).split()) <= _MOST_CHROME_WORDS
        ):
            return self._drop(element, "navigation")
        return False


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _told_by(called: tuple[str, ...]) -> frozenset[_Told]:
    """What the names of an element say of it."""
    found = {told for told, is_such in _TOLD_BY_NAME.items() if any(map(is_such, called))}
    return frozenset(found if _COMMENT_NAMES.isdisjoint(called) else found | {"comment"})


def _is_comment(element: Element, told: frozenset[_Told]) -> bool:
    """Whether it is a margin comment, or its mark, as online word processors export them."""
    if "comment" in told:
        return True
    style = element.get("style")
    if style and _COMMENT_STYLE.search(style):
        return True
    if element.tag in {"sup", "a"}:
        link = element if element.tag == "a" else next(element.iter("a"), None)
        if link is None:
            return False
        own = (link.get("href") or "", link.get("id") or "", link.get("name") or "")
        return any(_COMMENT_ANCHOR.fullmatch(one) for one in own if one)
    return False


def settle(root: Element, account: Account) -> tuple[SideNote, ...]:
    """Remove what is not seen from the tree; returns the notes beside the text."""
    hidden_by_style.show_spare_text(root)
    beside = SideNotes(root)
    styles = styles_of(root)
    settling = _Settling(
        account,
        styles,
        Quotations((root.get("lang") or "")[:2].casefold()),
        beside,
        hidden_by_style.find(root, styles),
        comments=_comments(root),
    )
    formulas.withhold_undrawn(root, account)
    for element in _outer_first(root):
        settling.apply(element)
    return tuple(beside.notes)


def _outer_first(root: Element) -> Iterator[Element]:
    """Each element that is still in the tree when it is reached, outer ones before inner ones."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is not root and element.getparent() is None:
            continue
        yield element
        if element is root or element.getparent() is not None:
            waiting.extend(child for child in reversed(element) if isinstance(child.tag, str))


def _comments(root: Element) -> set[Element]:
    """The blocks with the margin comments of a word processor's export."""
    found: set[Element] = set()
    for link in root.iter("a"):
        own = link.get("id") or link.get("name") or ""
        if not _COMMENT_ANCHOR.fullmatch(own) or "ref" in own.lower() or "anchor" in own.lower():
            continue
        block = link
        for around in link.iterancestors():
            if around.tag in {"body", "html"}:
                break
            block = around
            if around.tag in {"div", "li", "td"}:
                break
        found.add(block)
    return found


def is_page_number(element: Element, called: tuple[str, ...]) -> bool:
    """Whether an element contains the number of a printed page that begins there."""
    by_name = bool(called) and "page number" in _told_by(called)
    is_told = by_name or not _PAGE_ROLES.isdisjoint(roles(element))
    own = _PAGE_ID.fullmatch(element.get("id") or "") if called else None
    if not is_told and own is None:
        return False
    number = _PAGE_NUMBER.fullmatch(text_in(element).strip())
    if number is None:
        return False
    return is_told or (own is not None and own[1].lstrip("0").casefold() == number[1].casefold())


def _is_mark(element: Element) -> bool:
    """Whether an element only leads to a comment: "[a]"."""
    return len(text_in(element)) <= _MOST_MARK_CHARS


def _holds_sentences(element: Element) -> bool:
    """Whether an element has as many words as a sentence, and ends like one."""
    text = text_in(element).rstrip()
    return len(text.split()) > _MOST_CHROME_WORDS and text.endswith(_ENDS)


def _shows_words(field: Element) -> bool:
    """Whether a form field shows words that are its label, and no answer of a reader."""
    if field.tag == "input":
        is_button = (field.get("type") or "").casefold() in _BUTTON_INPUTS
        return is_button and bool((field.get("value") or "").strip())
    return has_words(field)


def _is_control_label(element: Element) -> bool:
    """Whether a label belongs to a field elsewhere on the page."""
    return element.get("for") is not None or next(element.iter(*_FIELDS), None) is not None


def _is_block_by_name(span: Element, told: frozenset[_Told]) -> bool:
    """Whether a span is a pull quote, or a caption that is in no sentence."""
    return "pull quote" in told or ("caption" in told and not is_within_text(span))
