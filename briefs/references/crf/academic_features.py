"""The features that the model sees of each word of an entry: form, neighbours and position.

A feature is a name that is present or absent. The two words on either side add their forms, with
their distance: "-1|close=." says that the word before ends in a full stop.

Entries are also cut into segments at full stops and commas, since a label often follows from the
kind of the next segment: numbers follow a journal's name, and a publisher follows a place. The word
lists (places, publishers, terms) belong to academic entries.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from briefs.references.fields.dates import MONTHS
from briefs.references.fields.name_words import is_organisation
from briefs.references.fields.titles import ADDRESS

_LISTED = {
    "in": "in dans en",
    "and": "and & et und y e a och",
    "et al": "al others",
    "editor": "ed eds editor editors edited hrsg hg éd éds dir coord",
    "translator": "trans translated translation traduction übers trad transl tr",
    "edition": "edition edn édition aufl auflage revised second third ed",
    "volume": "vol vols volume volumes no nos n° nr bd band tome t v issue iss number jg heft n",
    "pages": "p pp page pages s ff pgs",
    "meeting": """proceedings proc conference conf workshop symposium symp meeting congress actes
        colloquium colloque advances lecture notes presented tagung abstracts""",
    "ordinal": """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        annual biennial international""",
    "journal": """journal j jnl review rev reviews transactions trans bulletin bull annals ann
        letters lett quarterly magazine revue zeitschrift archives archiv arch acta american am
        european eur science sci research res studies int international communications comm
        communication record reports newsletter rivista cahiers annales physics phys chemistry chem
        medicine med biology biol genet math psychol soc nature appl engineering eng""",
    "newspaper": "times post news guardian herald tribune daily zeitung monde gazette observer",
    "publisher": """press presses university univ publishers publishing publications pub verlag
        éditions editions books book wiley springer springer-verlag elsevier routledge sage
        mcgraw-hill mcgraw hill prentice prentice-hall addison-wesley addison wesley inc ltd co
        sons academic blackwell macmillan palgrave penguin norton harper harpercollins random
        harcourt houghton mifflin brill gruyter kluwer birkhäuser pergamon plenum freeman
        kaufmann kaufman holland north-holland erlbaum lawrence guilford basic free vintage knopf
        doubleday scribner scribner's bantam faber methuen allen unwin longman longmans heinemann
        clarendon oxford cambridge yale harvard princeton mit stanford california chicago cornell
        columbia duke minnesota johns hopkins ashgate seuil gallimard puf harmattan larousse
        hachette flammarion armand colin minuit dunod payot fayard suhrkamp fischer reclam rowohlt
        beck klett cotta campus mouton niemeyer fink laterza einaudi mondadori il mulino crc ieee
        acm aaai siam ios omnipress usenix imprenta editora editorial ediciones siglo paidós
        institute institut department dept""",
    "thesis": "thesis dissertation ph.d phd ph.d. doctoral master's masters m.sc msc diss thèse",
    "report": """report technical tech tr working paper memo memorandum rapport preprint manuscript
        deliverable draft""",
    "place": """amsterdam ann arbor antwerp athens atlanta austin baltimore bangkok barcelona basel
        basingstoke beijing belfast belgrade bern berkeley berlin bloomington bochum bologna bonn
        boston boulder brighton bristol brussels bruxelles bucharest budapest buenos aires buffalo
        cairo cambridge canberra canterbury cardiff chapel hill chicago chichester cleveland cologne
        copenhagen dallas darmstadt delhi denver dordrecht dresden dublin durham düsseldorf
        edinburgh englewood cliffs essex florence frankfurt freiburg geneva genève ghent glasgow
        göttingen graz groningen hague halle hamburg hannover harmondsworth heidelberg helsinki
        hillsdale hoboken hong kong honolulu houston istanbul ithaca jena jerusalem johannesburg
        kyoto københavn köln lausanne leeds leiden leipzig leuven lille lima lincoln lisbon lisboa
        liverpool ljubljana london londres los altos angeles louvain lund lyon madison madrid
        mahwah malden manchester marseille melbourne menlo park méxico miami milan milano
        minneapolis minnetonka montreal montréal moscow mumbai munich münchen nairobi naples napoli
        new haven jersey york newark newbury norman norwich notre dame oakland orlando oslo osaka
        ottawa oxford padua paris park philadelphia pisa pittsburgh prague praha princeton québec
        reading rennes rio janeiro riga roma rome rotterdam salzburg san diego francisco jose
        santa barbara monica cruz fe santiago são paulo seattle seoul shanghai singapore sofia
        southampton springfield stanford stockholm strasbourg stuttgart sydney taipei
        tallinn tampa tel aviv thousand oaks tokyo torino toronto toulouse tübingen turin tuscaloosa
        uppsala urbana utrecht vancouver venice vienna vilnius warsaw warszawa washington
        wellington westport wien wiesbaden würzburg zagreb zurich zürich""",
    "region": """australia austria belgium brazil canada chile china croatia czech denmark egypt
        england estonia finland france germany greece hungary iceland india indonesia ireland
        israel italy japan kenya korea malaysia mexico netherlands norway nz pakistan poland
        portugal republic romania russia scotland serbia slovakia slovenia spain sweden
        switzerland taiwan thailand turkey u.k uk ukraine u.s us usa u.s.a vietnam wales
        al ak az ar ca calif co colo conn ct dc d.c de fl fla ga hi honolulu ia id il ill in ind ks
        ky la ma mass maine md me mi mich minn mn mo ms mt nc n.c nd ne nev nh nj n.j nm nv ny n.y
        oh ohio ok okla on ontario or ore oregon pa penn pennsylvania ri sc sd tenn tex texas tn tx
        ut va vt virginia wa wash wi wis wv california colorado connecticut florida georgia hawaii
        illinois indiana iowa kansas maryland massachusetts michigan minnesota nebraska utah
        wisconsin""",
    "online": """available retrieved accessed online url doi http arxiv internet web disponible
        consulté abgerufen isbn issn print""",
    "particle": "van von de der den del della di da du la le el bin ter ten jr sr iii ii",
    "article": "the a an of on for to with from by der die das les des l un une il lo und",
}


def _by_word() -> dict[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    for name, words in _LISTED.items():
        for word in words.split():
            told[word] = (*told.get(word, ()), name)
    return told


TOLD_BY = _by_word()
"""The features of each word in the lists, in lower case and without the punctuation around it."""


_MARKS = re.compile(r"[,;:.?!)\]”\"»’]$")
_SEGMENT_STOPS = re.compile(r"(?:[.?!;]|[.,?!][”\"»’]|[”\"»][.,;:]?)$")
_CLIPPING = re.compile(r"[^\W\d_a-z].{0,2}\.")
_TELLING = (
    *("thesis", "editor", "pages", "volume", "online", "meeting", "report", "publisher"),
    *("journal", "place", "edition", "month"),
)
MAX_NAME_WORDS = 4
_SIZES = ((1, "1"), (3, "2-3"), (7, "4-7"))


def around(words: Sequence[str], forms: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
    """The features of `by_segment` for each word of an academic entry."""
    ends = {"part": _parts_end(words), "sentence": _sentences_end(words)}
    return by_segment(words, forms, ends, _kind)


def by_segment(
    words: Sequence[str],
    forms: Sequence[Sequence[str]],
    ends: Mapping[str, Sequence[bool]],
    kind: Callable[[Sequence[str], Sequence[Sequence[str]]], str],
) -> list[list[tuple[str, ...]]]:
    """For each word the kinds of its own segment and of those beside it.

    `ends` has for each size of segment, by name, whether one ends with the word.
    """
    seen: list[list[tuple[str, ...]]] = [[] for _ in words]
    for name, is_end in ends.items():
        bounds = list(_bounds(words, forms, is_end))
        kinds = ["^^", "^", *(kind(words[a:b], forms[a:b]) for a, b in bounds), "$", "$$"]
        for at, (first, last) in enumerate(bounds):
            two_before, before, own, after, two_after = kinds[at : at + 5]
            for place, some in (
                ("first", seen[first : first + 1]),
                ("rest", seen[first + 1 : last]),
            ):
                where = f"{name} {place}"
                group = (
                    f"{where} {own}",
                    f"{where} {before}<",
                    f"{where} >{after}",
                    f"{where} {own}>{after}",
                    f"{where} {before}<{own}",
                    f"{where} {before}<{own}>{after}",
                    f"{name} >{after}>{two_after}",
                    f"{name} {two_before}<{before}<",
                    f"{where} {min(at, 6)} from start",
                    f"{where} {min(len(bounds) - at, 5)} from end",
                )
                for groups in some:
                    groups.append(group)
            if first:
                seen[first].append((f"{name} after {words[first - 1][-1:]} {own}",))
    return seen


def _parts_end(words: Sequence[str]) -> list[bool]:
    return [
        _MARKS.search(word) is not None or after.startswith(("“", '"', "«", "„", "(", "["))
        for word, after in zip(words, (*words[1:], ""), strict=True)
    ]


def _sentences_end(words: Sequence[str]) -> list[bool]:
    return [
        (_SEGMENT_STOPS.search(word) is not None and not _CLIPPING.fullmatch(word))
        or after.startswith(("“", '"', "«", "„", "("))
        for word, after in zip(words, (*words[1:], ""), strict=True)
    ]


def _bounds(
    words: Sequence[str], forms: Sequence[Sequence[str]], ends: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    first = 0
    for at, word in enumerate(words):
        is_last = at + 1 == len(words)
        is_address = ADDRESS in word or (not is_last and ADDRESS in words[at + 1])
        if is_last or is_address or (ends[at] and "initials." not in forms[at]):
            yield first, at + 1
            first = at + 1


def _kind(words: Sequence[str], forms: Sequence[Sequence[str]]) -> str:
    """The kind of words in a segment."""
    has = set(chain.from_iterable(forms))
    return told_kind(words, has, _TELLING) or shape(words)


def told_kind(words: Sequence[str], has: Collection[str], telling: Sequence[str]) -> str:
    """The kind of a segment whose words have the features `has`: the first of `telling` among them,
    an address, a year, numbers or a name with initials; "" if nothing tells it.
    """
    for name in telling:
        if f"is {name}" in has:
            return name
    if "address" in has:
        return "address"
    if "number=year" in has and len(words) == 1:
        return "year"
    if _numbers(words) == len(words):
        return "numbers"
    if len(words) <= MAX_NAME_WORDS and any(one.startswith("initials") for one in has):
        return "name"
    return ""


def shape(words: Sequence[str]) -> str:
    """The case of the words of a segment, how many they are, and whether numbers are among them."""
    low = sum(word[:1].islower() for word in words)
    case = "low" if low * 2 > len(words) else "mixed" if low else "high"
    size = next((name for most, name in _SIZES if len(words) <= most), "8+")
    return f"{case} {size}{' with number' if _numbers(words) else ''}"


def _numbers(words: Sequence[str]) -> int:
    return sum(any(map(str.isdigit, word)) for word in words)


_FROM = (0, -2, -1, 1, 2)
_ONLY_NEXT = ("starts=", "tail=")
_PARTS = re.compile(r"(\W*+)((?:.*\w)?+)(\W*+)")
_NUMBERS = (
    ("year", re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")),
    ("years", re.compile(r"(?:1[5-9]|20)\d\d[-–/]\d{2,4}")),
    ("range", re.compile(r"[A-Za-z]?\d+\W{1,2}[A-Za-z]?\d+")),
    ("volume(issue)", re.compile(r"\d+ ?\(\d.*")),
    ("volume:page", re.compile(r"\d+:\w?\d.*")),
    ("ordinal", re.compile(r"\d+(?:st|nd|rd|th|e|ème)")),
    ("1-2 digits", re.compile(r"\d{1,2}")),
    ("3 digits", re.compile(r"\d{3}")),
    ("digits", re.compile(r"\d+")),
    ("with digits", re.compile(r".*\d.*")),
)
_ROMAN = re.compile(r"[ivxlc]{2,7}|[IVXLC]{2,7}")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-–]?){1,3}")
_PAGED = re.compile(r"\d[-–—]+\d|\d:\d|\d\(\d")
_OPENS, _CLOSES = '“"„«‘', '”"“»’'
_STOPS = (".", "?", "!", ".”", '."', ".)", "?”")
_HEARD = ("in", "editor", "publisher", "thesis", "report", "meeting", "online", "volume", "pages")
_CLIPPED = 3
_LONG = 60


def features(words: Sequence[str]) -> list[list[str]]:
    """The features of each of the words of an entry, in order."""
    looks = [_looks(_shown(word)) for word in words]
    common = [look.form for look in looks]
    found = [
        [*place, *chain.from_iterable(stretch)]
        for place, stretch in zip(_places(words, common), around(words, common), strict=True)
    ]
    for nth, distance in enumerate(_FROM):
        for at in range(len(words)):
            if 0 <= at + distance < len(words):
                found[at] += looks[at + distance].seen_from[nth]
            else:
                found[at].append(f"{distance}|none")
    return found


def _shown(word: str) -> str:
    """The beginning of a word, as much of it as features use."""
    if ADDRESS in word:
        return ADDRESS
    return word if len(word) <= _LONG else word[: _LONG // 2] + word[-_LONG // 2 :]


@dataclass(frozen=True, slots=True)
class _Look:
    """The features of a word's form, and the same with each distance of `_FROM`."""

    form: tuple[str, ...]
    seen_from: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4_096)  # the same few words occur in every list
def _looks(word: str) -> _Look:
    """The features of a word from each distance."""
    look, spelt = _form(word)
    near = tuple(feature for feature in spelt if not feature.startswith(_ONLY_NEXT))
    return _Look(
        look,
        tuple(
            _under(distance, (*look, *(spelt if abs(distance) <= 1 else near)))
            for distance in _FROM
        ),
    )


def _under(distance: int, features: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{distance}|{feature}" for feature in features) if distance else features


def _form(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if word == ADDRESS:
        return ("address",), ()
    parts = _PARTS.fullmatch(word.strip("*_"))
    opens, core, closes = parts.groups() if parts else ("", word, "")
    lower = core.casefold()
    spelt = [f"w={lower}"]
    look = [f"open={opens[:2]}", f"close={closes[:3]}", f"case={_case(core)}"]
    look += [f"is {told}" for told in TOLD_BY.get(lower, ())]
    if lower in MONTHS:
        look.append("is month")
    if core.isalpha():
        number = "roman" if _ROMAN.fullmatch(core) else None
    else:
        number = next((name for name, form in _NUMBERS if form.fullmatch(core)), None)
    if number:
        look.append(f"number={number}")
    else:
        spelt += (f"starts={lower[:3]}", f"ends={lower[-3:]}", f"tail={lower[-2:]}")
    if core.isalpha() and is_organisation(core):
        look.append("is organisation")
    if _INITIALS.fullmatch(core):
        look.append("initials" + closes[:1])
    return tuple(look), tuple(spelt)


def _case(core: str) -> str:
    if core.isupper():
        return "X" if len(core) == 1 else "XX"
    if core[:1].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "x" if core.islower() else "-"


def _places(words: Sequence[str], forms: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The features of each word's position, from the words before it and the whole entry."""
    whole = _whole(words, forms)
    places: list[tuple[str, ...]] = []
    quote = bracket = "before"
    stops = commas = since = 0
    year = "no"
    heard = ""
    for at, (word, form) in enumerate(zip(words, forms, strict=True)):
        if quote == "before" and word.strip("([")[:1] in _OPENS:
            quote = "in"
        if "(" in word:
            bracket = "in"
        place = f"place={min(stops, 4)}{year[0]}{quote[0]}"
        places.append(
            (
                f"quote={quote}",
                f"bracket={bracket}",
                f"stops={min(stops, 5)}",
                f"year={year}",
                place,
                f"{place} {whole}",
                f"commas={min(commas, 4)}",
                f"heard={heard}",
                f"since={min(since, 6)}",
                f"tenth={10 * at // len(words)}",
                f"from start={min(at, 2)}",
                f"from end={min(len(words) - at, 3)}",
            )
        )
        since += 1
        if quote == "in" and (word[-1:] in _CLOSES or word.rstrip(".,;:")[-1:] in _CLOSES):
            quote, since = "after", 0
        if ")" in word and "(" not in word.partition(")")[2]:
            bracket = "after"
        if "number=year" in form:
            year = "seen"
        heard = next((name for name in reversed(_HEARD) if f"is {name}" in form), heard)
        if word.endswith(_STOPS):
            if "initials." not in form and len(word) > _CLIPPED:
                stops += 1
                commas = since = 0
        elif word.endswith((",", ";", ":")):
            commas += 1
            since = 0
    return places


def _whole(words: Sequence[str], forms: Sequence[Sequence[str]]) -> str:
    """The style of the entry: where its year stands, and whether it has quotes, pages, volumes."""
    years = [at for at, form in enumerate(forms) if "number=year" in form]
    year = "late" if years else "none"
    if years and years[0] * 2 < len(words):
        year = "early"
    has = {feature for form in forms for feature in form}
    signs = (
        any(_PAGED.search(word) for word in words),
        any(mark in word for word in words for mark in _OPENS),
        "is volume" in has,
        "is meeting" in has,
    )
    return year + "".join(letter for letter, sign in zip("pqvm", signs, strict=True) if sign)
