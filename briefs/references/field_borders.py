"""Mends fields that hold what belongs to the next one, or leaves them out.

What stands between quotes or emphasis has its borders. Of other values the form shows where another
field begins: a sentence behind the title that is a name, a year in brackets, a name with digits.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefs.model import Author, Organisation, Person
from briefs.references.fields.certain_names import surely
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.name_words import (
    PARTICLES,
    has_telling_word,
    is_city,
    is_organisation,
    is_part_of_body,
    opens_with_given_name,
)
from briefs.references.fields.titles import ADDRESS, sentences, tidy
from briefs.references.fields.urls import hosts, is_site
from briefs.references.parsed_fields import LAWS, ParsedFields
from briefs.references.tagger_opinion import Part, parts_of

_OPENS = frozenset('“„«"‘*_「『《')
_YEAR_IN_BRACKETS = re.compile(r"[(\[](?:1[5-9]|20)\d\d[)\]]")
_RESOLUTION = re.compile(
    r"\br[eé]s(?:\.|ol)|القرار|резол|^(?:general comment|observa[ct]i[oó]n g)", re.IGNORECASE
)
_BEFORE_NUMBER = re.compile(
    r"(?<=\w) (?:[Nn][º°o]|No|Nr|№|[Aa]rt|[Ss]td|[Vv]ol|[Rr]ep|vom \d{1,2}|\d{1,2}\. ?)\.?$"
)
_STANDARD = re.compile(r"(?:[A-Z]{2,6}[ /])*[A-Z]{2,6} [A-Z]?\d[\w.:/-]*\.? ")
_NUMBERED = re.compile(
    r"\b(?:[Pp]art|[Rr]esolution|[Dd]ata ?set|[Tt]able|DOI|SN:|Kamerstuk|Aufl"
    r"|[Rr]ev(?:ision)?)\b.*\d"
    r"|(?<!\w)\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?<!\w)[A-Z]\d+ - "
)
_INITIAL_BEFORE = re.compile(
    r"(?P<initial>(?:[^\W\d_a-z]\. ?){1,3})[“«„\"](?P<title>[^“”«»„\"]+)[”»“\"]"
)
_ROLE_BEHIND = re.compile(r" \([^()]{3,40}, (?:Interviewer|Trans\.|Narr\.|Director|Host|Ed\.)\)$")
_IMPRINT_FIRST = re.compile(r"[A-Z][\w.]+(?: [A-Z][\w.]+){0,2} \([A-Z]{2}\): [A-Z]")
_ACRONYM_BEFORE = re.compile(r"^\([^()]{2,20}\)[:.,] (?=[^\W_]{2})")
_BEHIND_TITLE = re.compile(
    r" : \d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}(?: [гр])?\.?$"
    r"| : (?:відео(?:запис)?|видео(?:запись)?|подкаст|допис|пост|прес-?реліз|пресс-?релиз|доклад"
    r"|доповідь|інтерв[’']ю|интервью|аудіо|аудио)$"
    r"| \((?:[Ee]pisode|[Ee]p\.|[Ff]olge|[Éé]pisode|[Ee]pisodio|№|[Nn][°º]|[Nn]\.º|[Nn]o\.|odc\.)"
    r" ?\d{1,4}\)$"
)
_NO_OUTLET = re.compile(
    r"^(?:Final [Rr]eport|Filmed|Presented|Paper|Interview|Entretien|Entrevista|Gespräch|\d)"
    r"|\bbriefing$"
)
_YEAR_OF_PUBLISHER = re.compile(r"(?P<publisher>.*[^\W\d_]),? (?P<year>(?:19|20)\d\d)")
_JOINED = re.compile(r" (?:and|&|und|et|y|e) ")
_ABROAD = re.compile("[«„]")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
_SMALL = PARTICLES | frozenset(
    {"of", "the", "and", "for", "on", "in", "at", "to", "&", "und", "für", "et", "der", "des", "i"}
)
_MOST_WORDS_OF_A_NAME = 8
_FEWEST_WORDS_OF_A_TITLE = 4
_MOST_WORDS_OF_AN_OWNER = 5
_LONG_WORD = 4
_FEWEST_PARTS = 2


def within_borders(fields: ParsedFields, text: str, url: str | None) -> ParsedFields:
    """`fields` without what belongs to another one.

    `text` is the entry without its addresses.
    """
    year = _YEAR_OF_PUBLISHER.fullmatch(fields.publisher or "")
    if year and fields.issued in {None, year["year"]}:
        fields = replace(fields, publisher=year["publisher"], issued=year["year"])
    fields = _swapped(_outlet(_within_title(fields), text, url), url)
    title = fields.title
    if title and fields.kind not in LAWS and not is_set_off(title, text):
        if _YEAR_IN_BRACKETS.search(title) and not _RESOLUTION.search(title):
            fields = replace(fields, title=None, clear=False)
        else:
            fields = _without_name(fields, title, url)
    if fields.title and _BEFORE_NUMBER.search(fields.title):
        fields = replace(fields, title=None, clear=False)
    authors = _authors(fields.authors, text, url)
    if authors is None:  # a name and the beginning of the title
        return replace(fields, authors=(), title=None, clear=False)
    if authors != fields.authors:
        fields = replace(fields, authors=authors, clear=fields.clear and bool(authors))
    return fields


def _within_title(fields: ParsedFields) -> ParsedFields:
    """`fields` without the end of a name before the title, and the medium or number behind it."""
    title = fields.title or ""
    if initialled := _INITIAL_BEFORE.fullmatch(title):
        title = initialled["title"]
        match fields.authors:
            case (*others, Person(family, given, "")) if given:
                last = Person(family, f"{given} {initialled['initial'].strip()}")
                fields = replace(fields, authors=(*others, last))
    title = _BEHIND_TITLE.sub("", _ACRONYM_BEFORE.sub("", _ROLE_BEHIND.sub("", title)))
    if _IMPRINT_FIRST.match(title):  # NLM [Internet]. Bethesda (MD): Library
        match fields.authors:
            case (Organisation(name),) if fields.publisher is None:
                return replace(fields, authors=(), title=name, clear=False)
        title = ""
    return fields if title == (fields.title or "") else replace(fields, title=title or None)


def is_set_off(value: str, text: str) -> bool:
    before, found, _ = text.partition(value)
    return bool(found) and before.rstrip()[-1:] in _OPENS


def _without_name(fields: ParsedFields, title: str, url: str | None) -> ParsedFields:
    """`fields` without the last sentence of the title, if that is a name: of an outlet, a
    publisher, a place.
    """
    *own, last = sentences(title) or [title]
    name = last.strip(" .")
    is_placed = fields.container or fields.publisher
    if not own or is_placed or _STANDARD.match(title) or not _is_name(name):
        return fields
    is_outlet = fields.container is None and (hosts(url, name) or is_newspaper(name))
    return replace(
        fields,
        title=" ".join(own).rstrip(" ."),
        container=name if is_outlet else fields.container,
        clear=False,
    )


def _is_name(text: str) -> bool:
    words = [word.strip("(),.:’'") for word in text.split()]
    long = [word for word in words if len(word) >= _LONG_WORD]
    are_capital = all(word in _SMALL or not word[:1].islower() for word in words)
    return (
        0 < len(words) <= _MOST_WORDS_OF_A_NAME
        and are_capital
        and (is_newspaper(text) or is_organisation(text) or is_city(words[0]) or not long[1:])
        and any(word[:1].isupper() for word in words)
    )


def _outlet(fields: ParsedFields, text: str, url: str | None) -> ParsedFields:
    container = fields.container
    if not container or fields.kind in LAWS or is_set_off(container, text):
        return fields
    first, comma, second = container.partition(", ")
    is_first = hosts(url, first) or is_newspaper(first)
    is_one = _JOINED.search(second) is not None or second.startswith(("r/", "Treaty Series"))
    parts = container.split(", ")
    is_list = len(parts) > _FEWEST_PARTS and not any(" " in part for part in parts)
    is_list = is_list or len({part.partition(" ")[0] for part in parts}) == 1  # Worn In, Worn Out
    is_within = first.count("(") > first.count(")") or ": " in first
    if comma and not (is_one or is_list or is_within or hosts(url, second)):
        is_none = _NO_OUTLET.search(first) or (opens_with_given_name(first) and not is_first)
        return replace(fields, container=None if is_none else first, clear=False)
    is_own = any(container in str(author) for author in fields.authors)
    if container == fields.title and (is_own or fields.kind == "software"):
        return replace(fields, container=None)
    if text.partition(container)[0].rstrip().endswith(";") and not hosts(url, container):
        return replace(fields, container=None, clear=False)
    is_small = container.isalpha() and container.islower() and not hosts(url, container)
    is_numbered = _NUMBERED.search(container) and not container[0].isdigit()
    if is_small or (is_numbered and not hosts(url, container)):
        return replace(fields, container=None, clear=False)
    return fields


def _swapped(fields: ParsedFields, url: str | None) -> ParsedFields:
    """`fields` with a title for an outlet, and the body before it for the title, put right."""
    title, container = fields.title, fields.container
    if not title or not container or fields.authors:
        return fields
    words = container.split()
    lower = [word for word in words if word[0].islower() and len(word) >= _LONG_WORD]
    is_titled = ": " in container or len(lower) > 1
    is_titled = is_titled and len(words) >= _FEWEST_WORDS_OF_A_TITLE and len(container) > len(title)
    is_owner = len(title.split()) <= _MOST_WORDS_OF_AN_OWNER and (
        is_site(url, title) or has_telling_word(title)
    )
    if is_titled and is_owner and not has_telling_word(container):
        owner = (Organisation(title),)
        return replace(fields, authors=owner, title=container, container=None, clear=False)
    return fields


def _authors(authors: Sequence[Author], text: str, url: str | None) -> tuple[Author, ...] | None:
    """The authors, () if they are not certain, None if one ends within the title."""
    found: list[Author] = []
    for author in authors:
        match author:
            case Person(family, given, "") if _is_inverted(author, text):
                found.append(Person(given, family))
            case Person(family, given) if " " in family and opens_with_given_name(family):
                if not (opens_with_given_name(given) or "." in given or given.isupper()):
                    return None if family.split()[0] not in PARTICLES else tuple(authors)
                found.append(author)
            case Person(family, given, "") if has_telling_word(family):
                body = Organisation(f"{given} {family}")
                found.append(body if body.name in text else author)
            case Organisation(name) if any(map(str.isdigit, name)) and " " in name:
                if not has_telling_word(name) and not is_site(url, name):
                    return ()
                found.append(author)
            case _:
                found.append(author)
    bodies = [one for one in found if isinstance(one, Organisation)]
    if any(has_telling_word(one.name) for one in bodies):
        found = [_as_body(one, text) for one in found]
        bodies = [one for one in found if isinstance(one, Organisation)]
    if 0 < len(bodies) < len(found) and not all(_is_body(one, url) for one in bodies):
        return ()
    return tuple(found)


def _is_inverted(person: Person, text: str) -> bool:
    """Whether a person has the family name first without a comma: `Roe Ł.`, `Roe Thomas, « …`."""
    family, given = person.family, person.given
    if f"{given} {family}" not in text or not given[1:2].islower():
        return False
    is_abroad = _ABROAD.search(text) is not None and " " not in f"{family}{given}"
    is_called = opens_with_given_name(family) and not opens_with_given_name(given)
    return _INITIAL.fullmatch(family) is not None or (is_abroad and is_called)


def _as_body(author: Author, text: str) -> Author:
    """An author beside a body that was read as a person with an unknown given name first."""
    match author:
        case Person(family, given, "") if given and not opens_with_given_name(given):
            name = f"{given} {family}"
            return Organisation(name) if "." not in given and name in text else author
    return author


def _is_body(author: Organisation, url: str | None) -> bool:
    name = author.name
    return name.isupper() or has_telling_word(name) or is_part_of_body(name) or hosts(url, name)


_MARK = re.compile(r"[.,”»\"] |[.,][”»\"]| [(/]")
_SURE = 0.8
_EDGES = " .,:;*_"
_CLOSED = (".”", '."', ".»", "”.", '".', "».")


def as_tagged(fields: ParsedFields, text: str) -> ParsedFields:
    """`fields` with the title that the tagger is sure of, where theirs holds another field, too.

    `text` is the entry without its addresses.
    """
    title = fields.title or ""
    at = text.find(title)
    may_be_body = not (fields.authors or fields.container)
    if not title or at < 0 or not (may_be_body or _MARK.search(title)):
        return fields
    if fields.kind in LAWS or is_set_off(title, text):
        return fields
    end = at + len(title)
    known = parts_of(text)
    for number, part in enumerate(known):
        own, behind = part.text.strip(), known[number + 1 :]
        if part.certainty <= _SURE or part.start + len(part.text) <= at or part.start >= end:
            continue
        if part.label == "body" and own.strip(_EDGES) == title.strip(_EDGES):
            is_body = may_be_body and _is_titled(behind)
            return replace(fields, title=None, clear=False) if is_body else fields
        if part.label == "title":
            is_next_within = behind and behind[0].start + len(behind[0].text.rstrip(_EDGES)) <= end
            if not is_next_within:
                return _begun(fields, title, own)
            return _ended(fields, title, own, behind[0])
    return fields


def _is_titled(behind: Sequence[Part]) -> bool:
    """Whether the tagger is sure of a title among the fields behind."""
    sure = [one.text for one in behind if one.label == "title" and one.certainty > _SURE]
    return bool(sure) and sure[0][0].isupper() and ADDRESS not in sure[0].split()[0]


def _ended(fields: ParsedFields, title: str, own: str, behind: Part) -> ParsedFields:
    """`fields` with the title up to the end of `own`, if another field begins there."""
    bare = own.strip(_EDGES)
    rest = title.strip(_EDGES).removeprefix(bare)
    if not title.strip(_EDGES).startswith(bare) or not any(map(str.isalpha, rest)):
        return fields
    has_code = any(map(str.isdigit, rest))
    is_ended = own.endswith((".", *_CLOSED)) or rest.startswith((" /", " ("))
    if not is_ended and not (has_code and own.endswith(",")):
        return fields
    is_outlet = behind.label == "container" and behind.certainty > _SURE
    if is_outlet and not (fields.container or fields.publisher):
        fields = replace(fields, container=behind.text.strip(_EDGES))
    return replace(fields, title=tidy(own), clear=False)


def _begun(fields: ParsedFields, title: str, own: str) -> ParsedFields:
    """`fields` with the title from the beginning of `own`, if the authors are before it."""
    bare = own.strip(_EDGES)
    before = title.strip(_EDGES).removesuffix(bare)
    if fields.authors or not before.strip(_EDGES) or not title.strip(_EDGES).endswith(bare):
        return fields
    who = surely(before.strip(_EDGES)) or ()
    is_named = bool(who) and all(isinstance(one, Person) and one.given for one in who)
    return replace(fields, title=tidy(own), authors=who) if is_named else fields
