"""The features that the tagger of all styles sees of each word of an entry.

A feature is a name that is present or absent: the form of a word and of its neighbours, the state
of quotes, brackets and emphasis before it, and the kinds of the segments round it. Which words
themselves are features ("accessed", "uploaded", "hrsg") is settled in training: those that stand
outside the fields, since names of outlets learnt by heart would tell nothing about others.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from briefs.model import Span
from briefs.references.crf.academic_features import (
    MAX_NAME_WORDS,
    TOLD_BY,
    by_segment,
    shape,
    told_kind,
)
from briefs.references.fields.containers import NEWSPAPER
from briefs.references.fields.dates import MONTHS
from briefs.references.fields.given_names import GIVEN_NAMES
from briefs.references.fields.name_words import is_organisation
from briefs.references.fields.titles import ADDRESS

Bundle = tuple[str, ...]
"""Features that come together."""

_LISTED = {
    "accessed": """accessed retrieved viewed visited consulted cited abgerufen zugriff zugegriffen
        aufgerufen consulté consultée consultation consultado consultada consulta recuperado acceso
        acesso acessado acedido consultato accesso dostęp dostępu odczytu обращения звернення
        доступа الاطلاع الوصول اطلع الزيارة erişim 访问日期 访问时间 检索于 查阅日期 引用日期 閲覧日
        最終閲覧日 アクセス日 閲覧 접속일 검색일 접속일자 최종접속일""",
    "from": """available from at retrieved url online disponible disponível disponibile verfügbar
        unter abrufbar repéré récupéré recuperado pobrano dostępne режим доступа доступу متاح الرابط
        adresi 网址 출처 link via""",
    "press": """press release news media statement communiqué comunicado nota pressemitteilung
        comunicato komunikat пресс-релиз пресреліз بيان bülteni açıklaması 新闻稿 プレスリリース
        보도자료""",
    "post": """tweet post thread toot status facebook twitter instagram mastodon linkedin telegram
        bluesky tiktok reddit x threads""",
    "video": """video film youtube vimeo documentary directed dir director netflix vídeo vidéo видео
        відео tv broadcast episode season""",
    "podcast": "podcast host hosts hosted producer produced executive episode audio",
    "interview": "interview interviewed conducted discussion interviewer entrevista entretien",
    "uploaded": "uploaded posted by",
    "law": """act law code statute regulation directive v vs stat u.s.c § pub supp f.3d f.2d u.s s
        ct cir cong res gesetz bgbl loi décret ley decreto lei закон указ постановление art para app
        no""",
    "un": "un u.n doc resolution res assembly council",
    "site": "website web site wikipedia blog zenodo github figshare dryad dataverse",
    "no date": "n.d s.f s.d o.j b.d t.y nd",
    "company": "inc ltd llc gmbh corp co company plc ag e.v s.a",
}


def _by_word() -> dict[str, Bundle]:
    told: dict[str, list[str]] = {}
    for name, words in _LISTED.items():
        for word in words.split():
            told.setdefault(word, []).append(name)
    for word, names in TOLD_BY.items():
        told.setdefault(word, []).extend(names)
    return {word: tuple(dict.fromkeys(names)) for word, names in told.items()}


_TOLD_BY = _by_word()

_IN_CJK = "\u3040-\u30ff\u3400-\u9fff"
_MARK = "「」『』《》〈〉、。，；：（）［］【】"
_SPACED = re.compile(r"\S+")
_EASTERN = re.compile(r"[\u3000-\u9fff\uff00-\uffef\uac00-\ud7af]|\[[A-Z]{1,2}(?:/[A-Z]{2})?\]")
_PIECE = re.compile(
    rf"[^{_MARK}]*[」』》〉、。，；：）］】]+[.,]?"
    rf"|[「『《〈（［【]+[^{_MARK}]*[」』》〉、。，；：）］】]*[.,]?|[^{_MARK}]+"
)
_CUT = re.compile(
    r"(?<=\])(?=[^\W\d_])|(?<=\][.,])(?=[^\W\d_])"  # 题名[J].刊名
    rf"|(?<=[{_IN_CJK}][.,:])(?=\S)|(?<=[\]\d][.,:])(?=[{_IN_CJK}])"
    r"|(?=\[[A-Z]{1,2}(?:/[A-Z]{2})?\])"
    rf"|(?<=[{_IN_CJK}\uac00-\ud7af])(?=(?:19|20)\d\d(?:年|\D|$))"
)


def words(text: str) -> Iterator[Span]:
    """The words of a text: between spaces, and in eastern scripts between marks as well."""
    for match in _SPACED.finditer(text):
        if _EASTERN.search(match[0]) is None:
            yield Span(match.start(), match.end())
            continue
        for piece in _PIECE.finditer(match[0]):
            at = match.start() + piece.start()
            cuts = (0, *(cut.start() for cut in _CUT.finditer(piece[0]) if cut.start()))
            for start, end in pairwise((*cuts, len(piece[0]))):
                yield Span(at + start, at + end)


_PARTS = re.compile(r"(\W*+)((?:.*\w)?+)(\W*+)")
_NUMBERS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("year", r"(?:1[5-9]|20)\d\d[a-z]?"),
        ("years", r"(?:1[5-9]|20)\d\d[-–/]\d{2,4}"),
        ("date", r"(?:19|20)\d\d[-./]\d\d?(?:[-./]\d\d?)?|\d\d?[-./]\d\d?[-./](?:19|20)\d\d"),
        ("eastern", r"(?:(?:19|20)\d\d[年년])?(?:\d\d?[月월])?(?:\d\d?[日일])?(?:付\w*)?"),
        ("clock", r"\d\d?:\d\d(?::\d\d)?"),
        ("range", r"[A-Za-z]?\d+\W{1,2}[A-Za-z]?\d+"),
        ("volume(issue)", r"\d+ ?\(\d.*"),
        ("volume:page", r"\d+:\w?\d.*"),
        ("code", r"[A-Z]+(?:/[A-Z0-9.]++)++|[A-Z]{1,2}:\w+:.*"),
        ("ordinal", r"\d+(?:st|nd|rd|th|e|ème)"),
        ("1-2 digits", r"\d{1,2}"),
        ("3 digits", r"\d{3}"),
        ("digits", r"\d+"),
        ("with digits", r".*\d.*"),
    )
)
_ROMAN = re.compile(r"[ivxlc]{2,7}|[IVXLC]{2,7}")
_OF_A_YEAR = frozenset({"number=year", "number=date", "number=eastern"})
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-–]?){1,3}")
_PAGED = re.compile(r"\d[-–—]+\d|\d:\d|\d\(\d")
_OPENS, _CLOSES = '“"„«‘「『《', '”"“»’」』》'
_SCRIPTS = (
    (0x250, "latin"),
    (0x370, "other"),
    (0x400, "greek"),
    (0x530, "cyrillic"),
    (0x590, "other"),
    (0x780, "arabic"),
    (0x3040, "other"),
    (0x3100, "kana"),
    (0x3400, "other"),
    (0xA000, "han"),
    (0xAC00, "other"),
    (0xD7B0, "hangul"),
)
_UNSPACED = frozenset({"kana", "han", "hangul"})
_LONG = 60
_LONG_WORD = 4
_MOST_COUNTED = 9


def _script(char: str) -> str:
    return next((name for end, name in _SCRIPTS if ord(char) < end), "other")


def _case(core: str) -> str:
    if core.isupper():
        return "X" if len(core) == 1 else "XX"
    if core[:1].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "x" if core.islower() else "-"


def core(word: str) -> str:
    """A word in lower case, without the punctuation and the emphasis round it."""
    return _parts(word)[1].casefold()


def _parts(word: str) -> tuple[str, str, str]:
    """The marks before a word, the word, and the marks behind it; without emphasis."""
    bare = word.strip("*_")
    parts = _PARTS.fullmatch(bare)
    return (parts[1], parts[2], parts[3]) if parts else ("", bare, "")


def _form(word: str) -> tuple[Bundle, Bundle]:
    """What is seen of a word from afar, and what only it and those beside it see."""
    if ADDRESS in word:
        return ("address",), (f"address={word.replace(ADDRESS, '@')[:4]}",)
    opens, inner, closes = _parts(word)
    lower = inner.casefold()
    far = [f"open={opens[:2]}", f"close={closes[:3]}", f"case={_case(inner)}"]
    begins, ends = word[:1] in "*_", word.rstrip(".,;:")[-1:] in {"*", "_"}
    if begins or ends:
        far.append(f"emphasis={'<' * begins}{'>' * ends}")
    script = _script(inner[0]) if inner else "latin"
    if script != "latin":
        far.append(f"script={script}")
    far += [f"is {told}" for told in _TOLD_BY.get(lower, ())]
    if lower in MONTHS:
        far.append("is month")
    if inner.isascii() and inner.isalpha():
        number = "roman" if _ROMAN.fullmatch(inner) else None
    else:
        number = next((name for name, form in _NUMBERS if inner and form.fullmatch(inner)), None)
    if number:
        far.append(f"number={number}")
    elif inner.isalpha():
        if is_organisation(inner):
            far.append("is organisation")
        if lower in GIVEN_NAMES and inner[0].isupper():
            far.append("is given name")
    if _INITIALS.fullmatch(inner):
        far.append(f"initials{closes[:1]}")
    if NEWSPAPER.search(inner):
        far.append("is newspaper")
    near = []
    if inner and not number:
        near = [f"w={lower}", f"ends={lower[-3:]}"]
        size = "short" if len(inner) < _LONG_WORD else "long"
        near.append(f"length={min(len(inner), _MOST_COUNTED) if script in _UNSPACED else size}")
    return tuple(far), tuple(near)


_MARKS = re.compile(r"[,;:.?!)\]”\"»’」』》、。，：]$")
_STOPS = re.compile(r"(?:[.?!;。]|[.,?!][”\"»’]|[”\"»」』》][.,;:、，。]?)$")
_OPENING = ("“", '"', "«", "„", "(", "「", "『", "《")
_CLIPPING = re.compile(r"[^\W\d_a-z].{0,2}\.")
_TELLING = (
    *("accessed", "thesis", "editor", "pages", "volume", "from", "meeting", "report", "publisher"),
    *("journal", "place", "edition", "month", "newspaper", "law", "post", "podcast", "video"),
    "interview",
)


def _segments(texts: Sequence[str], forms: Sequence[Bundle]) -> list[list[Bundle]]:
    """For each word the kinds of its segment and of those beside it, small and great segments."""
    following = (*texts[1:], "")
    opens = [text.startswith(_OPENING) for text in following]
    parts = [
        opening or _MARKS.search(text) is not None
        for text, opening in zip(texts, opens, strict=True)
    ]
    sentences = [
        opening or (_STOPS.search(text) is not None and not _CLIPPING.fullmatch(text))
        for text, opening in zip(texts, opens, strict=True)
    ]
    return by_segment(texts, forms, {"part": parts, "sentence": sentences}, _kind)


def _kind(texts: Sequence[str], forms: Sequence[Sequence[str]]) -> str:
    """What kind of words a segment holds."""
    has = set(chain.from_iterable(forms))
    if told := told_kind(texts, has, _TELLING):
        return told
    if len(texts) <= MAX_NAME_WORDS and "is given name" in has:
        return "given name"
    body = "organisation " if "is organisation" in has else ""
    return body + shape(texts)


_HEARD = (
    *("accessed", "in", "editor", "publisher", "thesis", "report", "meeting", "from", "volume"),
    *("pages", "uploaded", "interview", "podcast"),
)
_HEARD_AS = {f"is {name}": name for name in _HEARD}
_SENTENCE_ENDS = (".", "?", "!", ".”", '."', ".)", "?”", "。", ".*", "._")
_COMMAS = (",", ";", ":", "、", "，", "：")
_CLIPPED = 3


def _places(texts: Sequence[str], forms: Sequence[Bundle]) -> Iterator[Bundle]:
    """What the words before a word, and the whole entry, tell about its place."""
    whole = _whole(texts, forms)
    quote = bracket = emphasis = "before"
    stops = commas = since = 0
    year = "no"
    heard = ""
    for at, (text, form) in enumerate(zip(texts, forms, strict=True)):
        if quote != "in" and text.strip("([*_")[:1] in _OPENS:
            quote, since = "in", 0
        if text[:1] in "*_" and emphasis != "in":
            emphasis, since = "in", 0
        if "(" in text:
            bracket = "in"
        place = f"place={min(stops, 4)}{year[0]}{quote[0]}"
        yield (
            f"quote={quote}",
            f"quote={quote} {since == 0}",
            f"bracket={bracket}",
            f"emphasis={emphasis}",
            f"stops={min(stops, 5)}",
            f"year={year}",
            place,
            f"{place} {whole}",
            f"commas={min(commas, 4)}",
            f"since={min(since, 6)}",
            f"heard={heard}",
            f"heard={heard} {min(since, 3)}",
            f"tenth={10 * at // len(texts)}",
            f"from start={min(at, 2)}",
            f"from end={min(len(texts) - at, 3)}",
        )
        since += 1
        if quote == "in" and text.rstrip(".,;:*_、。，")[-1:] in _CLOSES:
            quote, since = "after", 0
        if emphasis == "in" and text.rstrip('.,;:”"')[-1:] in {"*", "_"}:
            emphasis, since = "after", 0
        if ")" in text and "(" not in text.partition(")")[2]:
            bracket = "after"
        if not _OF_A_YEAR.isdisjoint(form):
            year = "seen"
        told = [_HEARD_AS[feature] for feature in form if feature in _HEARD_AS]
        if told:
            heard, since = max(told, key=_HEARD.index), 0
        if text.endswith(_SENTENCE_ENDS):
            if "initials." not in form and len(text) > _CLIPPED:
                stops += 1
                commas = since = 0
        elif text.endswith(_COMMAS):
            commas += 1
            since = 0


def _whole(texts: Sequence[str], forms: Sequence[Bundle]) -> str:
    """The style of the entry: where its year stands, and what signs it has."""
    years = [at for at, form in enumerate(forms) if not _OF_A_YEAR.isdisjoint(form)]
    year = "late" if years else "none"
    if years and years[0] * 2 < len(texts):
        year = "early"
    has = set(chain.from_iterable(forms))
    signs = (
        any(_PAGED.search(text) for text in texts),
        any(mark in text for text in texts for mark in _OPENS),
        "is volume" in has,
        "address" in has,
        any(feature.startswith("emphasis") for feature in has),
    )
    return year + "".join(letter for letter, sign in zip("pqvae", signs, strict=True) if sign)


DISTANCES = (0, -2, -1, 1, 2)
"""From where a word is seen: its own place, and the two on either side."""
OUTSIDE = tuple((f"{distance}|none",) for distance in DISTANCES)
"""What is seen at each distance where the entry has ended."""
_NEAR = ("w=", "address=")


def contexts(texts: Sequence[str]) -> list[list[Bundle]]:
    """What each of the words of an entry sees but words: its place first, then the segments."""
    forms = [look(text)[0] for text in texts]
    return [
        [place, *segments]
        for place, segments in zip(_places(texts, forms), _segments(texts, forms), strict=True)
    ]


@lru_cache(maxsize=4_096)  # words between the names are the same in every list
def look(word: str) -> tuple[Bundle, tuple[Bundle, ...]]:
    """The form of a word, and what is seen of it from each of `DISTANCES`."""
    far, near = _form(word if len(word) <= _LONG else word[: _LONG // 2] + word[-_LONG // 2 :])
    beside = tuple(feature for feature in near if feature.startswith(_NEAR))
    seen = {0: (*far, *near), -1: (*far, *beside), 1: (*far, *beside)}
    return far, tuple(_under(distance, seen.get(distance, far)) for distance in DISTANCES)


def _under(distance: int, found: Bundle) -> Bundle:
    return tuple(f"{distance}|{feature}" for feature in found) if distance else found


def bundles(texts: Sequence[str]) -> list[list[Bundle]]:
    """The features of each of the words of an entry, in order, in bundles that come together."""
    found = contexts(texts)
    for nth, distance in enumerate(DISTANCES):
        for at, own in enumerate(found):
            near = at + distance
            own.append(look(texts[near])[1][nth] if 0 <= near < len(texts) else OUTSIDE[nth])
    return found


def features(texts: Sequence[str]) -> list[list[str]]:
    """The same without the bundles."""
    return [list(chain.from_iterable(own)) for own in bundles(texts)]
