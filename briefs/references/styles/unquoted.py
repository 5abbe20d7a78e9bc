"""Books and news as Brazil, France and the Arab world cite them, where no title is set off.

brazilian  ABNT: `SILVA, Ana. O porto. Folha de S.Paulo, São Paulo, 12 dez. 1998. Ilustrada, p. 5.`
french     `MOREL Claire, Le port, Paris, Seuil, coll. « Essais », 2013, 970 p.`
arabic     `حداد، سامي. الميناء والطمي. ترجمة … القاهرة: دار …، 2006.`
"""

import re
from dataclasses import replace

from briefs.model import PartialDate, Person
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.organisations import is_city
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

_YEAR = r"(?:1[5-9]|20)\d\d"
_EDGES = f" .,;{ADDRESS}{BREAK}"
_CAPITALS = r"[^\W\d_a-z]{2,}(?:[ -][^\W\d_a-z]{2,}){0,3}"
_GIVEN = (
    r"[^\W\d_a-z][^\W\d_A-Z][\w’'-]*(?: (?:[^\W\d_a-z][\w’'.-]*|d[aeo]s?))*|(?:[^\W\d_a-z]\. ?)+"
)
_INVERTED = rf"{_CAPITALS}(?:, (?:FILHO|JÚNIOR|NETO))?, (?:{_GIVEN})"
_PAGES = r"(?:, ?(?:v\. ?\w+|n\. ?\w+|ano \w+|p\. ?[\d–-]+)){0,4}"
_ABNT = re.compile(
    rf"(?P<who>{_INVERTED}(?:; {_INVERTED}){{0,5}})\.? (?P<title>[^\W_][^“”]{{3,250}}?)\. "
    rf"[*_]?(?P<container>[^\W\d_a-z][^,:]{{1,80}}?)[*_]?"
    rf"(?:, (?P<city>[^\W\d_a-z][^,.:\d]{{2,30}}))?{_PAGES}, "
    rf"(?P<date>(?:\d{{1,2}} )?(?:[a-zç]{{3,9}}\.?(?:/[a-zç]{{3,9}}\.?)? )(?:de )?{_YEAR})"
    r"(?:\. (?:[^.]{2,40}, )?(?:p\. [\w–-]+|Caderno [^.]{1,30}))?"
)
_PERSON = re.compile(r"(?P<family>[^,]+(?:, (?:FILHO|JÚNIOR|NETO))?), (?P<given>[^,]+)")


def brazilian(entry: Addresses) -> ParsedFields | None:
    """A piece of a paper or a magazine, by the standard of Brazil (NBR 6023)."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_EDGES)
    found = _ABNT.fullmatch(text) if text[:2].isupper() else None
    issued = _dated(found["date"]) if found else None
    if found is None or issued is None:
        return None
    people = [_PERSON.fullmatch(one) for one in found["who"].split("; ")]
    return ParsedFields(
        authors=tuple(Person(one["family"], one["given"].strip()) for one in people if one),
        title=titles.tidy(found["title"]),
        container=found["container"].strip(" *_"),
        issued=issued,
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="article-newspaper" if len(issued) > len("1998-12") else None,
    )


def _dated(written: str) -> PartialDate | None:
    """A date, of which "out./dez. 1998" tells the year."""
    return written[-4:] if "/" in written else dates.parse(written, day_first=True)


_NAMED = rf"{_CAPITALS} (?:{_GIVEN})"
_BOOK = re.compile(
    rf"(?P<who>{_NAMED}(?:(?:, | et ){_NAMED}){{0,3}})(?: \(dir\.\))?,"
    r" [*_]?(?P<title>[^\W_][^“”«]{3,250}?)[*_]?,"
    r" (?P<city>[^\W\d_a-z][^,\d]{2,30}), (?P<publisher>[^,]{2,60}),"
    rf"(?: (?:coll\. )?« [^»]{{2,80}} »,)? (?P<year>{_YEAR})(?:, (?:\d+ p\.?|p\. [\d–-]+))?"
)
_ONE = re.compile(rf"(?P<family>{_CAPITALS}) (?P<given>{_GIVEN})")


def french(entry: Addresses) -> ParsedFields | None:
    """A book with its city, its publisher and its year between commas, families in capitals."""
    found = _BOOK.fullmatch(entry.text.strip(_EDGES)) if entry.text[:2].isupper() else None
    if found is None or not is_city(found["city"]):
        return None
    people = [_ONE.fullmatch(one) for one in re.split(r", | et ", found["who"])]
    return ParsedFields(
        authors=tuple(Person(one["family"], one["given"]) for one in people if one),
        title=titles.tidy(found["title"]),
        publisher=found["publisher"].strip(),
        issued=found["year"],
        kind="book",
    )


_WORDS = r"[\u0621-\u064a]+(?: [\u0621-\u064a]+){0,2}"
_TRANSLATED = r"(?:[.,] (?:ترجمة|تحقيق|تقديم) ?[^.]{2,60})?(?:[.,] (?:ط|الطبعة) ?[^.,]{1,20})?"
_ARABIC = re.compile(
    rf"(?P<family>{_WORDS}), (?P<given>{_WORDS})[.,] (?P<title>[^.«»\"“”]{{3,200}}?){_TRANSLATED}"
    rf"[.,] (?P<city>{_WORDS}): (?P<publisher>[^,:]{{2,60}}), (?P<year>{_YEAR})م?"
)


def arabic(entry: Addresses) -> ParsedFields | None:
    """A book with its city and its publisher; the commas are those of `base.westernised`."""
    noticed = urls.take_notices(entry.text)
    found = _ARABIC.fullmatch(noticed.text.strip(_EDGES))
    if found is None:
        return None
    told = ParsedFields(accessed=noticed.accessed, issued=found["year"], kind="book")
    return replace(
        told,
        authors=(Person(found["family"], found["given"]),),
        title=titles.tidy(found["title"]),
        publisher=found["publisher"].strip(),
    )
