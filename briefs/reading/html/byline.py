"""Who wrote the piece on a page, as the page declares or shows it: a name, or nothing.

A wrong name on a piece harms a person, so whatever holds a day, a call to log in or a login's name
is no byline.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from briefs.reading.html.tree import Element, names, words
from briefs.references.fields.dates import MONTHS
from briefs.text.canonical import one_line

MAX_NAME_CHARS = 100
_MAX_NAME_WORDS, _MIN_PERSON_WORDS, _MAX_PERSON_WORDS = 8, 2, 5
_MAX_SHOWN_CHARS = 300

_BY = re.compile(
    r"(?:(?:written |words |text |story |reported |posted |analysis |opinion )?by|from the desk of"
    r"|von|par|por|door|di|av|af|przez|автор|текст|autore?n?|autora|author|tekst|text|fonte|著者|文"
    r"|作者|記者|बाय|كتب|بقلم|نویسنده|yazan|כתב)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[|•·–—/]\s+|\s*[|•·;\n]\s*|\s{2,}|(?<=[^\W\d_]{3})\.\s+")
_BETWEEN = re.compile(
    r"(?:,\s{1,3}(?!(?:jr|sr|ii|iii|iv)\b)(?:(?:and|und|et|y|e|och|og|i|и|та)\s{1,3})?"
    r"|\s{1,3}(?:and|und|et|och|og|&|и|та)\s{1,3})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s{0,3}\b(?:(?:first |last |originally )?(?:updated|published|posted|modified|aktualisiert"
    r"|veröffentlicht|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)\b.*"
    r"|(?:on |at |am |le |el )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag"
    r"|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche)\b.*|\d.*)$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s{0,3}[(\[（].{0,200}?[)\]）]|\s{0,3}<[^>]{0,300}>")
_ROLE = re.compile(
    r",?\s{1,3}(?:(?:the |an? )?(?:associated press|reuters|afp|staff(?: writer| reporter)?"
    r"|(?:[a-z]{1,20} )?(?:writer|reporter|correspondent|editor|columnist|contributor|journalist"
    r"|editor-at-large|producer))|md|m\.d\.|phd|ph\.d\.|ma|m\.a\.|esq\.?)$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|[{}<>=]|\.(?:com|org|net|html?)\b(?<!\w\.com)"
    r"|\b(?:username|user ?name|password|log ?in|logged|sign ?(?:in|up|out)|register|subscribe"
    r"|subscription|newsletter|follow|share|comments?|commented|reply|cookie|privacy|advertis\w*"
    r"|last updated|updated|published|posted|read more|view all|more (?:from|by)|about the author"
    r"|authority control|contributed|hide|show|click|undefined|null|unknown|anonymous|untitled"
    r"|minutes?|min read|ago|today|yesterday)\b",
    re.IGNORECASE,
)
_LOGINS = frozenset(
    """
        admin administrator adm webmaster root user guest test editor author owner system
        default fail none na n/a site-admin siteadmin superuser moderator wpadmin wp-admin
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
_CALLED = re.compile(
    r"(?:(?!comment|related|user|social|recommend)[a-z0-9]+-)*(?:by-?lines?|authors?|writers?"
    r"|creators?|autor(?:en|es|i)?|auteurs?)(?:-(?:names?|info|link|text|content|wrap(?:per)?|box"
    r"|container|details|meta|label|title|data|list|block|item|inner|area|section|date|timestamp|a"
    r"|author|byline|display|full|links))*|vcard|fn|p-author"
)
_ORGANISATION = re.compile(
    r"\b(?:news|press|media|times|post|insider|business|magazine|journal|staff|team|editorial|desk"
    r"|agency|wire|services?|institute|university|department|network|international|national"
    r"|reports?|sport|radio|television|redaktion|rédaction|redacción|redazione|newspaper|daily"
    r"|weekly|herald|tribune|gazette|group|inc|ltd|gmbh|foundation|council|ministry|office)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z]{2,4}\b")
_SUFFIX = re.compile(r",? (?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_PARTICLE = frozenset(
    """
        van von der den de del della di da dos du la le el al bin ibn ben ter ten af av zu
        zur und y e st
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
_MIN_MONTH_CHARS = 3
_ALSO_NAMES = frozenset(
    """
    may april june august mars mai maj jan juni juli julio mayo abril
    """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
_SMALL = frozenset(["of", "for", "the", "in", "and", "at"])
_WORD = re.compile(r"[^\W\d_][\w.’'’‑-]*")


def listed_names(declared: Iterable[str]) -> tuple[str, ...]:
    """The names in what a page declares of its authors, each once."""
    found = (name for text in declared for name in _names(text, declared=True))
    return tuple(dict.fromkeys(found))


def shown_names(root: Element, around: frozenset[Element]) -> tuple[str, ...]:
    """The names in the first place of a page that is marked as its byline."""
    for element in root.iter():
        if not _is_marked(element) or not around.isdisjoint(element.iterancestors()):
            continue
        text = words(element)[:_MAX_SHOWN_CHARS]
        links = [words(link) for link in element.iter("a") if link is not element]
        for told in (text, *links):
            if found := tuple(dict.fromkeys(_names(told, declared=False))):
                return found
    return ()


def _is_marked(element: Element) -> bool:
    if "author" in (element.get("rel") or "").split():
        return True
    if "author" in (element.get("itemprop") or "").split():
        return element.tag != "meta"
    called = names(element)
    if not called or (element.tag in {"html", "body", "main", "article", "a"} and not called):
        return False
    return any(map(_says_author, called)) and element.tag not in {"html", "body", "main", "article"}


@cache
def _says_author(name: str) -> bool:
    return _CALLED.fullmatch(name) is not None and name not in {"vcard", "fn"}


def _names(text: str, *, declared: bool) -> Iterator[str]:
    """The names in a byline, without what stands around them."""
    bare = _IN_BRACKETS.sub("", one_line(text))
    named = _BY.match(bare)
    bare = bare[named.end() :] if named else bare
    for part in _SEPARATOR.split(bare):
        cut = _undated(part)
        cut = _BY.sub("", cut, count=1) if _BY.match(cut) else cut
        found = [name for one in _BETWEEN.split(cut) if (name := _unroled(one))]
        people = [name for name in found if _is_person(name)]
        if people:
            yield from people
            return
        whole = found[0] if len(found) == 1 and _is_name(found[0]) else cut.strip(" ,:-–—")
        if found and (declared or named) and _is_name(whole):
            yield whole
            return


def _undated(text: str) -> str:
    """A byline without the day that follows it.

    Some names of months are names of people, too: one goes only where a day followed it.
    """
    cut = _TAIL.sub("", text).strip(" ,:-–—|")
    last = cut.rpartition(" ")[2].strip(",.")
    is_month = len(last) >= _MIN_MONTH_CHARS and last.casefold() in _months()
    if is_month and (cut != text.strip(" ,:-–—|") or last.casefold() not in _ALSO_NAMES):
        return cut[: -len(last)].strip(" ,.")
    return cut


@cache
def _months() -> frozenset[str]:
    return frozenset(name.casefold() for name in MONTHS)


def _unroled(text: str) -> str:
    before = ""
    whole = text = text.strip(" ,:-–—")
    while text != before:
        before, text = text, _ROLE.sub("", text).strip(" ,:-–—")
    return text if _is_person(text) else whole


def _is_name(text: str) -> bool:
    """Whether a text that a page declares may be the name of a person or an organisation."""
    if not 1 < len(text) <= MAX_NAME_CHARS or _NO_NAME.search(text) or any(map(str.isdigit, text)):
        return False
    folded = text.casefold()
    if folded in _LOGINS or "admin" in folded or len(text.split()) > _MAX_NAME_WORDS:
        return False
    opens_small = text[:1].islower() and " " not in text
    return not text.islower() and not opens_small and any(map(str.isalpha, text))


def _is_person(text: str) -> bool:
    """Whether a text reads as a person's name: two words or more, each with a capital."""
    if not _is_name(text) or _ORGANISATION.search(text):
        return False
    if not text.isupper() and _ACRONYM.search(text):
        return False
    parts = _SUFFIX.sub("", text).split()
    if not _MIN_PERSON_WORDS <= len(parts) <= _MAX_PERSON_WORDS:
        return False
    if any(part.casefold() in _SMALL for part in parts):
        return False
    capital = [part for part in parts if part.casefold() not in _PARTICLE]
    return (
        len(capital) >= _MIN_PERSON_WORDS
        and all(  # a given name and a family's
            _WORD.fullmatch(part) and not part[:1].islower() for part in capital
        )
    )
