"""The authors of an entry: people in either order of name, and organisations.

A particle stays with the given name ("Ursula von der" + "Leyen"), as in lists sorted by family
name, so that both orders give the same person. A single word is read as an organisation's name: it
may be a family name, a given name, a pen name or an agency. Journals have two more forms: initials
without stops ("Roe AB, Poe C"), and family names in capitals ("ROE Ada").
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from briefs.model import Author, Organisation, Person
from briefs.references.fields.name_words import (
    FAMILY_PREFIXES,
    NAME_WORD,
    PARTICLES,
    bare,
    eastern_names,
    has_telling_word,
    is_acronym,
    is_desk,
    is_given,
    is_nobody,
    is_official,
    is_organisation,
    is_part_of_body,
    is_proper,
    opens_as_office,
    opens_with_given_name,
    signs_as_body,
    written_as_office,
)

_MAX_NAMES_CHARS = 400
_AND = r"(?:and|und|et|en|och|oraz|и|та|&)"
_JOINER = re.compile(
    rf"[ ]?,[ ]{_AND}[ ]|[ ]{_AND}[ ]|(?<=\.)[ ][yei][ ]|,[ ][yei][ ]"
    r"(?=[^\W\d_a-z])|(?P<comma>[ ]?,[ ]?)"
)
_ET_AL = re.compile(
    r"[,;]?[ ](?:et[ ]al\.?|and others|and colleagues|u\. ?a\.|m\. ?fl\.|и др\.?|та ін\.?"
    r"|y otros|e outros|et autres|e altri|i in\.?|ve diğerleri|vd\.|وآخرون|و آخرون)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:by|see also|see|cf\.)[ ]|,?[ ]?\((?:eds?|hrsg|hg|ed?s?it(?:or|eur)e?s?|coords?|dirs?"
    r"|orgs?|author|reporter|editor|director|producer|host|writer|translator|trans|speaker|red"
    r"|ред)s?\.?\)\.?$|,[ ](?:eds?|editors?|hosts?|dir|director|producer)\.?$"
    r"|[ ]\((?:anfitri[óo]na?|presentadora?|conductora?|animat(?:eur|rice)|réalisat(?:eur|rice)"
    r"|regia|regie|moderation|ведущ(?:ий|ая)|prowadząc[ya]|sunucu)\)\.?$"
    r"|(?-i:[ ]\([A-Z][a-z]{4,20}\)\.?$)",
    re.IGNORECASE,
)
_GIVEN_IN_BRACKETS = re.compile(
    r"(?P<family>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)?) "
    r"\((?P<given>(?:[^\W\d_a-z][a-zà-ÿ]?\.-?){1,3}|[^\W\d_a-z][a-zà-ÿ]+(?:-[^\W\d_a-z][a-zà-ÿ]+)?)\)"
)  # Roe (Benjamin), DOE (Ch.)
_ARTICLE = frozenset({"The", "Der", "Die", "Das", "Les"})
_PAIR = re.compile(r"([^\W\d_a-z][^,;&]{3,60}) [eyi] ([^\W\d_a-z][^,;&]{3,60})")
_BODY_IN_LOWER_CASE = re.compile(
    r"[^\W\d_a-z][^\W\d_]+(?: [^\W_]+){0,4} [^\W\d_A-Z]{6,}(?: [^\W_]+){0,3}"
)
_SLASHED = re.compile(r"[\w.] ?/ ?[^\W\d_]")
_ACCOUNT = re.compile(
    r"@[\w.-]{1,40}(?:@[\w.-]{1,60})?|[A-Z]{2,6}(?:/[a-z]{2,4}|/[A-Z]{2,6})+"
)  # AFP/dpa
_PARTICLE = r"(?:(?:[dD][aeiou]s?|[vV][ao]n|[lL][ae]|[dD]el|[dD]en|[dD]er|[eE]l|[bB]in)\s)*"
_FAMILY = rf"{_PARTICLE}[^\W\d_][\w’'-]+"
BARE_INITIALS = re.compile(rf"(?P<family>{_FAMILY}) (?P<given>[A-ZÀ-Þ]{{1,2}}(?:-[A-ZÀ-Þ])?)\.?")
_WITH_ACRONYM = re.compile(
    r"(?P<name>[^()]{5,120} (?:and|&|of|for|on|de|für) [^()]{2,120}) \([A-Z][A-Za-z]{1,9}\)"
)
_TWO_WORDS = re.compile(
    r"[^\W\d_a-z][^\W\d_A-Z][\w’'-]+ (?:and|&) [^\W\d_a-z][^\W\d_A-Z][\w’'-]+\.?"
)
_COMPANY = re.compile(r"(?:,| and| &) (?:Sons?|Brothers|Bros|Co|Company|Partners|Associates)\.?$")
_FORM = (
    r"(?:Inc|LLC|Ltd|Limited|GmbH|AG|PLC|plc|L\.? ?P|LLP|S\. ?A\.(?: de C\.V)?|S\.p\.A|B\.V"
    r"|Pty Ltd)\.?"
)
_INCORPORATED = re.compile(rf"[^,]{{2,80}}, {_FORM}")
_COMPANY_FORM = re.compile(_FORM)
_IN_LOWER_CASE = re.compile(
    r"(?P<family>[^\W\d_]{2,20}), (?P<given>[^\W\d_](?:\. ?[^\W\d_]){0,2}\.?)"
)
_FAMILY_THEN_INITIALS = re.compile(
    r"(?P<family>\w[\w’'-]+(?: [\w’'-]{2,}){0,2}) (?P<given>(?:[A-ZÀ-ÞА-ЯІЇЄҐ]\. ?){1,3}|[A-WYZ])"
)
_INITIALS_THEN_FAMILY = re.compile(
    r"(?!U\. ?[SNK]\. |E\. ?U\. )(?P<given>(?:[^\W\d_a-z]\. ){1,3})"
    r"(?P<family>[^\W\d_a-z][a-zß-ÿ’'-]+)"
)
_JOINT_ABROAD = re.compile(
    r"(?:Bundesministerium|Ministerium|Senatsverwaltung|Bundesamt|Ministère|Ministerio|Ministério"
    r"|Ministero|Secretaría|Secretaria) [\w -]{3,60} (?:und|et|y|e|ed) [\w’ -]{3,60}"
    r"(?: \([A-Z][\w-]{1,9}\))?|[\w -]{3,60}- (?:und|en) [\w -]{3,60}(?: \([A-Z][\w-]{1,9}\))?"
    r"|[^\W\d_]+(?:aal|eel|isch\w{0,2}|lich\w{0,2}|iek\w?) (?:und|en)"
    r" [^\W\d_]+(?:aal|eel|isch\w{0,2}|lich\w{0,2}|iek\w?) [\w -]{3,60}"
)
_NATIONAL = re.compile(r"(?:U\.S\.|US|U\.K\.|UK) (?:Department|Ministry|Embassy|House|Senate)\b")
_HALF = re.compile(r"\w (?:to|for|of|on|against) \w")
_SPELT_OUT = re.compile(
    r"[A-Z]{2,10} (?:\([A-Z][^()]{9,120}\)|[–—-] [A-Z][^\W\d_]{2,}(?: [^\W\d_]{2,}){2,12}+)\.?"
)  # START (National Consortium), SVR – Sachverständigenrat
_ROLE_BETWEEN = re.compile(r",? (?:Eds?|Hrsg|Hg)\.(?=,|$)")
_EASTERN_ORDER = re.compile(
    r"(?:Ahn|Bae|Baek|Ban|Bong|Chang|Chen|Cho|Choi|Chung|Han|Hong|Hwang|Jang|Jung|Kang|Kim|Ko|Kwon"
    r"|Lai|Lee|Lim|Lin|Moon|Oh|Park|Roh|Seo|Shin|Son|Song|Tsai|Wang|Wu|Yoo|Yoon|Yun)"
    r" [A-Z][a-z]+-[a-z]+"
)
"""A Korean or Taiwanese name in its usual order, with the family name first: Ban Ki-moon."""
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁІЇЄ]\.?[ -]?){1,4}")
_DOTTED = re.compile(r"(?<!\w)[^\W\d_]\.")
_OF = re.compile(r"(?<!\w)(?:of|for|on)(?!\w)")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV")
_AND_LAST = ", and "
_WORDS_OF_AN_OFFICE = 8
_LONG_FAMILY = 4
_FEWEST_WORDS_OF_A_PERSON = 2
_FEWEST_WORDS_OF_A_SECOND_BODY = 3
_LONGEST_ACCOUNT = 80
_MOST_WORDS_OF_A_PERSON = 6
_MOST_WORDS_OF_A_FAMILY_NAME = 4


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The text between two joiners; `after_comma` says which joiner precedes it."""

    text: str
    after_comma: bool

    @property
    def words(self) -> list[str]:
        return self.text.split()


def authors(text: str) -> tuple[Author, ...] | None:
    """The authors that `text` names; () for an empty text, None if it is no list of names."""
    bracketed = _GIVEN_IN_BRACKETS.fullmatch(text.strip(" ,;:"))
    if bracketed and ("." in bracketed["given"] or opens_with_given_name(bracketed["given"])):
        return (Person(bracketed["family"], bracketed["given"]),)
    text = _stripped(text)
    if not text.strip(".") or is_nobody(text):
        return ()
    if len(text) > _MAX_NAMES_CHARS:
        return None
    if acronym := _WITH_ACRONYM.fullmatch(text):
        whole = authors(acronym["name"])
        if whole is not None and len(whole) == 1 and isinstance(whole[0], Organisation):
            return (Organisation(text),)
    if _ACCOUNT.fullmatch(text):
        return (Organisation(bare(text)),)
    is_slashed = "," in text or all(map(is_organisation, text.split("/")))
    if ";" in text or (is_slashed and _SLASHED.search(text)):
        named = [authors(part) for part in re.split(r";|/", text)]
        return None if None in named else tuple(author for part in named for author in part or ())
    if "," in text and (people := _with_bare_initials(text)):
        return people
    if eastern := eastern_names(text):
        return tuple(map(Organisation, eastern))
    if _TWO_WORDS.fullmatch(text) or _is_joint(text):
        return (Organisation(bare(text)),)
    if _COMPANY.search(text) or _INCORPORATED.fullmatch(text):
        return (Organisation(text),) if is_official(text.replace(",", "")) else None
    if (pair := _PAIR.fullmatch(text)) and all(map(opens_with_given_name, pair.groups())):
        text = f"{pair[1]} & {pair[2]}"
    if text[0].islower() and (lower := _IN_LOWER_CASE.fullmatch(text)):
        return (Person(lower["family"], lower["given"]),)
    return _whole_desk(text) or _department(text) or _walk(_chunks(text))


def _with_bare_initials(text: str) -> tuple[Author, ...]:
    """`Roe AB, Poe C`: all people of a list in the form of medicine, or ()."""
    parts = [BARE_INITIALS.fullmatch(part) for part in text.rstrip(".").split(", ")]
    people = tuple(Person(part["family"], part["given"]) for part in parts if part)
    return people if len(people) == len(parts) else ()


def issuer(kind: str | None) -> Literal["organisation", "either"] | None:
    """Who may issue works of a CSL type under its own name: releases, channels, posts."""
    if kind in {"report", "software"}:
        return "organisation"
    return (
        "either" if kind in {"post", "motion_picture", "post-weblog", "broadcast", "song"} else None
    )


def before_date(
    text: str,
    *,
    is_stopped: bool,
    is_own: Callable[[str], bool],
    issued_by: Literal["organisation", "either"] | None = None,
) -> tuple[Author, ...] | None:
    """The authors before a date in brackets, where people have their family names first.

    Two words without a comma are then an organisation's name if the address `is_own`, or if
    organisations issue such works; a person's if they begin with a common given name; otherwise
    nobody is named. Channels and accounts (`issued_by` either) have any name, kept whole.
    """
    text = text.strip("[].") if text.startswith("[") else text
    is_body = is_stopped and (signs_as_body(text) or _are_dashed_bodies(text))
    if is_body or _SPELT_OUT.fullmatch(text):
        return (Organisation(text.rstrip(".")),)
    named = authors(text)
    match named:
        case (Person(given=given, suffix=""),) if _INITIALS.fullmatch(given):
            return named
        case (Person(given=given, suffix=""),) if given and "," not in text:
            if is_own(text) or issued_by == "organisation" or text.isupper():
                return (Organisation(bare(text)),)
            if opens_with_given_name(text):
                return named
            is_long = len(text.split()) > _FEWEST_WORDS_OF_A_PERSON
            return (Organisation(bare(text)),) if is_stopped and (is_long or issued_by) else None
        case (Organisation(name), Person()) if is_stopped and "," not in text and " " not in name:
            return (Organisation(bare(text)),)  # Harbour and Pier Study
        case (Person(), Person()) if _may_be_one(named, text):
            return None
        case (_, _, *_) if is_stopped and any(isinstance(one, Organisation) for one in named):
            return tuple(map(_rather_body, named))
        case None if opens_as_office(text) and "," not in text and len(text) <= _LONGEST_ACCOUNT:
            return (Organisation(bare(text)),)
        case None if not is_stopped and (
            _BODY_IN_LOWER_CASE.fullmatch(text) or written_as_office(text)
        ):
            return (Organisation(text),)
        case None if issued_by and is_stopped and "," not in text:
            return (Organisation(bare(text)),) if len(text) <= _LONGEST_ACCOUNT else None
    return named


def _may_be_one(named: Sequence[Author], text: str) -> bool:
    """Whether two people may be one, with two family names before two given names: "Thorn Leland,
    Alvin Rupert".
    """
    people = [one for one in named if isinstance(one, Person)]
    are_known = any(opens_with_given_name(one.given) for one in people)
    are_short = any(" " not in f"{one.given}{one.family}" and "." in one.given for one in people)
    is_joined = re.search(r" (?:and|&|und|et|y|e) ", text) is not None
    return text.count(", ") == 1 and not (are_known or are_short or is_joined)


def _are_dashed_bodies(text: str) -> bool:
    parts = text.split(" - ")
    return len(parts) == len(("body", "its part")) and all(map(has_telling_word, parts))


def _rather_body(author: Author) -> Author:
    """In a list of organisations, a name of two words is an organisation, too, unless it begins
    with a known given name.
    """
    match author:
        case Person(given=given, suffix="") if given[1:2].islower() and " " not in given:
            is_person = opens_with_given_name(given)
            return author if is_person else Organisation(f"{given} {author.family}")
    return author


def _stripped(text: str) -> str:
    """`text` without the punctuation around it, "et al.", and a word for a role."""
    text = text.strip(" ,;:–—-")
    text = text[:-1] if text.endswith(").") else text
    text = _ROLE_BETWEEN.sub("", text)
    for ending in (_ROLE, _ET_AL):
        text = ending.sub("", text).strip(" ,;:")
    return text


def _whole_desk(text: str) -> tuple[Author, ...] | None:
    """A newsroom's own signature, "Staff and agencies", or a name with its article after it."""
    name, comma, article = (text := text.rstrip(".")).partition(", ")
    if comma and article in _ARTICLE:
        return (Organisation(f"{article} {name}"),)
    return (Organisation(text),) if is_desk(text) else None


def _department(text: str) -> tuple[Author, ...] | None:
    """A body and its parts, "United Nations, Department of Economic and Social Affairs".

    Also a body whose Romance name has most words in lower case, if it stands alone.
    """
    body, comma, part = text.partition(", ")
    if comma and is_part_of_body(part) and is_organisation(body) and _AND_LAST not in part:
        return (Organisation(bare(text)),) if is_official(text.replace(",", "")) else None
    if comma and is_part_of_body(body) and _NATIONAL.match(part) and ", " not in part:
        return (Organisation(bare(text)),)
    is_office = (
        not comma and opens_as_office(f"{text} ") and len(text.split()) <= _WORDS_OF_AN_OFFICE
    )
    return (Organisation(text),) if is_office and text[-1] not in ".?!…" else None


def _walk(chunks: list[_Chunk]) -> tuple[Author, ...] | None:
    named: list[Author] = []
    at = 0
    while at < len(chunks):
        author: Author | None
        if at + 1 < len(chunks) and _is_inverted(chunks[at], chunks[at + 1]):
            author = Person(bare(chunks[at].text), bare(chunks[at + 1].text))
            at += 2
        else:
            author = _in_order(chunks[at].text)
            at += 1
        if at < len(chunks) and _SUFFIX.fullmatch(chunks[at].text) and isinstance(author, Person):
            author = Person(author.family, author.given, chunks[at].text)
            at += 1
        if at < len(chunks) and _COMPANY_FORM.fullmatch(chunks[at].text) and author is not None:
            author = Organisation(f"{author}, {chunks[at].text}")
            at += 1
        if author is None:
            return None
        named.append(author)
    return None if len(named) > 1 and any(map(_is_half_a_body, named)) else tuple(named)


def _is_half_a_body(author: Author) -> bool:
    """Whether a name is only the part of an organisation's name after "and": "Responses to
    Terrorism".
    """
    name = str(author)
    return _HALF.search(name) is not None and not has_telling_word(name)


def _chunks(text: str) -> list[_Chunk]:
    chunks = []
    at = 0
    after_comma = False
    for match in _JOINER.finditer(text):
        chunks.append(_Chunk(text[at : match.start()].strip(), after_comma))
        at, after_comma = match.end(), match["comma"] is not None
    chunks.append(_Chunk(text[at:].strip(), after_comma))
    return [chunk for chunk in chunks if chunk.text.strip(".")]


def _is_joint(text: str) -> bool:
    """Whether "and" is part of one name: "Ministry of Land, Infrastructure and Tourism"."""
    _, ampersand, last = text.partition(" & ")
    if ampersand and "," not in text and len(last.split()) >= _FEWEST_WORDS_OF_A_SECOND_BODY:
        return not is_organisation(last)  # Harbour Group & National Board for Ports
    if _JOINT_ABROAD.fullmatch(text):
        return True
    text = text.replace(" & ", " and ")
    first, joined, _ = text.partition(" and ")
    if not joined or not is_official(text.replace(",", "")):
        return False
    if "," in first:
        field, *others = first.split(", ")
        return bool(_OF.search(field)) and all(len(other.split()) == 1 for other in others)
    return is_organisation(text) and (is_organisation(first) or len(first.split()) == 1)


def _is_inverted(family: _Chunk, given: _Chunk) -> bool:
    """Whether two chunks are one person with the family name first.

    "Lister, Tim" is; "Ada Roe, Max Poe" and "TT, DN" are not; "Quilca León, Marco" is.
    """
    if given.after_comma and family.text.islower() and given.text.endswith("."):
        return _IN_LOWER_CASE.fullmatch(f"{family.text}, {given.text}") is not None
    may_be = (
        given.after_comma
        and not _SUFFIX.fullmatch(given.text)
        and not _DOTTED.search(family.text)
        and not is_organisation(given.text)
        and is_proper(family.text, _MOST_WORDS_OF_A_FAMILY_NAME)
        and is_given(given.text)
    )
    if len(family.words) == 1:
        return may_be and not (is_acronym(family.text) and is_acronym(given.text))
    return (
        may_be
        and not is_organisation(family.text)
        and (
            family.words[0].casefold() in PARTICLES
            or len(given.words) == 1
            or _INITIALS.fullmatch(given.text) is not None
        )
    )


def _in_order(text: str) -> Author | None:
    """One author with the given name first."""
    text = bare(text)
    words = text.split()
    if len(words) == 1:
        return Organisation(text) if NAME_WORD.fullmatch(text) else None
    *given, family = words
    is_capital = family.isupper() and "." not in family and len(family) >= _LONG_FAMILY
    is_called = opens_with_given_name(text) or (len(given) == 1 and not has_telling_word(text))
    if is_capital and is_called and not any(map(str.isupper, given)):
        return Person(family, " ".join(given))  # Jean-Pierre ROE
    if initialled := _INITIALS_THEN_FAMILY.fullmatch(text):
        return Person(initialled["family"], initialled["given"].strip())
    if is_organisation(text) and is_official(text):
        return Organisation(text)
    if not is_proper(text, _MOST_WORDS_OF_A_PERSON, PARTICLES):
        return None
    if _INITIALS.fullmatch(text):
        return Organisation(text)
    if surname := _FAMILY_THEN_INITIALS.fullmatch(text):
        return Person(surname["family"], surname["given"])
    if _EASTERN_ORDER.fullmatch(text):
        return Person(words[0], words[1])
    *others, last = words
    suffix = ""
    if _SUFFIX.fullmatch(last) and len(others) > 1:
        suffix = last
        *others, last = others
    if len(others) > 1 and others[-1] in FAMILY_PREFIXES:
        last = f"{others.pop()} {last}"
    return Person(last, " ".join(others), suffix)
