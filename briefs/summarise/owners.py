"""What each sentence of a piece leans on: the sentences without which it must not be shown.

A pronoun needs its owner, a definite noun what it was introduced by, a bare surname the sentence that
says who that is, a linking word its other half, a conceded view its turn. Some sentences may never be
shown as the author's own: a question, a quotation without its speaker, a claim that is denied next.
The rules are those of English; they look at words and not at meaning.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefs.summarise.dependence import asks, leans

_FAR = 3  # sentences back that a pronoun's owner is looked for
_DEFINITE_FAR = 6  # … and a definite noun's
_FEWEST_WORDS = 5  # of a sentence that can be one by itself
_LINKED_FAR = 3  # … and what a linking word links to
_EARLY = 6  # words in which "also", "another" … hang on what was said before
_MOSTLY = 0.7
_HALF = 0.5  # of a sentence: one that is quoted from there on is somebody else's

_HONORIFICS = frozenset(
    "mr mrs ms miss dr prof professor president prime minister sir lord lady dame senator sen rep "
    "governor gov mayor chancellor secretary king queen prince princess pope general gen judge "
    "justice captain chief congressman congresswoman ambassador the".split()
)
_PLACES = frozenset(
    "north south east west new great united saudi middle northern southern eastern western central "
    "supreme high grand black white st saint los las san".split()
)
_JOINERS = frozenset("of de van von der al bin ibn la le du da and for".split())
_HE = frozenset("he she him her his hers".split())
_THEY = frozenset("they them their theirs".split())
_IT = frozenset("it its".split())
_PERSONS = frozenset(
    "man woman president minister leader chancellor mother father son daughter wife husband king "
    "queen senator mayor governor author writer journalist lawyer doctor teacher officer boy girl "
    "who someone anyone everyone nobody person chairman editor professor director candidate student "
    "patient child parent brother sister boss driver victim".split()
)
_PLURALS = frozenset(
    "people children men women police media both many some others those parents staff public".split()
)
_NO_PLURALS = frozenset(
    "this is was has does its his us as yes politics economics news always perhaps besides towards "
    "sometimes afterwards series crisis basis analysis focus status virus campus bus gas less unless "
    "across thus plus".split()
)
_DETERMINERS = frozenset("a an the our your my every each any no this that one".split())
_TIMES = frozenset(
    "week month year morning afternoon evening weekend summer winter spring autumn fall season "
    "century decade day time moment generation country world article piece essay report's planet "
    "nation way kind sort".split()
)
_HANGING = frozenset("also too another similar similarly likewise".split())
_DEFINITE = frozenset(
    "announcement move decision incident attack attacks accident crash blast explosion shooting "
    "statement report reports comment comments remark remarks deal agreement plan plans proposal "
    "proposals ruling verdict claim claims allegation allegations accusation finding findings result "
    "results study survey researchers authors pair duo couple trio group groups company firm man "
    "woman men women boy girl victim victims suspect suspects driver officer officers club project "
    "programme program scheme bill measure measures idea process event meeting talks case trial "
    "letter book film video footage image images picture approach policy initiative "
    "campaign protest protests clashes dispute row operation investigation inquiry site building "
    "device discovery warning arrest arrests vote speech interview episode exercise list change "
    "changes rule rules document documents figures increase rise drop trend committee commission "
    "agency movement debate march offer summit strategy cost costs benefit benefits argument saving "
    "savings loss losses gain gains effect effects consequence consequences reaction response request "
    "attempt effort efforts upshot list error errors".split()
)
_COMPLEMENTS = frozenset(
    "of that which who whom whose by to between on for from against at with about in into behind "
    "over under within where when".split()
)
_UNIQUE = frozenset(
    "world country government public people state economy president west east north south internet "
    "media police military army law past future present end beginning rest way time moment day year "
    "century fact truth problem question point reason answer right left same only first last next "
    "best most same other more sun earth sea sky press market church city nation house party region "
    "war peace economy street home web phone number kind sort need chance power name".split()
)

_CONCEDES = re.compile(
    r"^[\"'“‘(\[\s]*(?:Of course|True|Yes|Sure|Admittedly|Granted|To be sure|Certainly|No doubt"
    r"|It is true|It['’]s true)\b"
    r"|\b(?:[Ss]ome|[Cc]ritics|[Oo]pponents|[Ss](?:c|k)eptics|[Ss]upporters|[Pp]roponents|[Dd]efenders"
    r"|[Mm]any(?: people)?|[Pp]eople|[Tt]hey|[Oo]thers)"
    r"\s(?:may\s|might\s|will\s|would\s|often\s|still\s|even\s)?"
    r"(?:say|argue|claim|think|believe|insist|object|complain|fear|contend|maintain)\b"
    r"|\b(?:we are told|the argument goes|it is often (?:said|argued|claimed)|conventional wisdom"
    r"|supposedly|the common view)\b"
)
_TURNS = re.compile(
    r"^[\"'“‘(\[\s]*(?:But|Yet|However|Nevertheless|Nonetheless|Still|In fact|In reality|In truth"
    r"|Actually|The truth|The reality|Even so)\b"
)
_DENIES = re.compile(
    r"^[\"'“‘(\[\s]*(?:Not so\b|Wrong\b|Nonsense\b|Rubbish\b|No[,.]"
    r"|(?:But |Yet |In fact,? |However, )?(?:[Tt]his|[Tt]hat|[Ii]t|[Tt]hey|[Tt]hese|[Tt]hose)"
    r"(?:\s(?:is|was|are|were)|['’]s)\s(?:\w+\s){0,2}?"
    r"(?:not\s(?:\w+\s)?(?:true|so|right|the case)|wrong|false|untrue|nonsense|mistaken|a myth|a lie"
    r"|absurd|ridiculous|far from))",
)
_TESTED = re.compile(
    r"^[\"'“‘(\[\s]*(?:Myth|Claim|Fiction|Misconception|Objection|Allegation|Rumou?r|Excuse|Q|A"
    r"|Question|Answer|Verdict|Rating|Fact[- ]check)\s*(?:#|No\.?|number)?\s*\d*\s*[:.—–-]\s"
)
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:above|aforementioned|(?:mentioned|discussed|described|noted|seen|shown|listed|explained"
    r"|outlined) (?:earlier|before|above|below|previously|here)|(?:this|next|previous|last|following"
    r"|earlier|preceding) (?:chapter|section|module|unit|post|instalment|installment|part)"
    r"|[Cc]hapter \d+|[Ss]ection \d+|[Ff]igure \d+|[Tt]able \d+|as follows|the following|see below"
    r"|[Rr]ecall that|[Ll]et['’]s (?:look|take|start|see)|[Ww]e (?:will|['’]ll) (?:look|discuss|cover"
    r"|explore|examine|see)|at right|at left|pictured)\b"
)
_NOT_A_POINT = re.compile(r"\babove (?:all|the law|\w+ ?%|\d)|\bthe following (?:day|week|month|year)")
_BOILERPLATE = re.compile(
    r"\b(?:[Ff]ollow (?:him|her|me|us|them|\w+ \w+) (?:on|at)|[Cc]lick here|[Rr]ead more|[Ss]ign up"
    r"|[Ss]ubscribe|[Ee]mail (?:him|her|me|us)|[Vv]iews expressed|[Aa]ll rights reserved"
    r"|(?:is|was) (?:a|an|the) (?:[\w-]+ ){0,6}(?:columnist|fellow|contributor|freelance \w+"
    r"|correspondent|host of|author of|editor of|editor-in-chief|co-founder of))\b|https?://|www\."
    r"|@\w"
)
_SPEAKS = frozenset(
    "said says say told tells tell wrote writes write announced asked asks replied added adds argued "
    "argues explained explains according called calls declared insisted warned warns claimed claims "
    "put stated states noted notes concluded remarked observed".split()
)
_STARTS_LIST = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)]\s|[a-z][.)]\s)")
_ACRONYM = re.compile(r"\(([A-Z]{2,7})s?\)")
_APPOSED = re.compile(r"^,\s(?:an?|the|who|whose|then|now|\d\d)\b")
_LINKS = re.compile(
    r"^[\"'“‘(\[\s]*(?:And|But|So|Yet|Or|Nor|Then|Thus|Hence|Therefore|However|Moreover|Furthermore"
    r"|Besides|Instead|Meanwhile|Nevertheless|Nonetheless|Otherwise|Consequently|Accordingly|Indeed"
    r"|Also|Still|Again|Additionally|Finally|Ultimately|Conversely|In fact|In short|In addition"
    r"|As a result|After all|Of course|Even so|That said|Rather|Worse|Well|Certainly|More \w+ly"
    r"|By contrast|In contrast|At the same time|In turn|Either way|In any case)\b(?! (?:this|that"
    r"|these|those|it|he|she|they|such|his|her|their|its)\b)"
)
_DESCRIBES = re.compile(
    r"(?:[a-z]{3,}(?:er|or|ist|ian|ent|ant|man|woman|ive|yst|eer|et|ary|ess|se|dent|gue|der|ef)"
    r"|[a-z]+ist|head|chair|son|boss|aide|spokes\w+|[Pp]resident|[Mm]inister|[Mm]ayor|[Ss]enator"
    r"|[Gg]overnor|[Jj]udge|[Jj]ustice|[Cc]hief|Dr\.?|Prof\.?|Professor|Captain|General|Sir|Lord)"
    r",? $"
)
_LINKS_ON = re.compile(r"^[\"'“‘(\[\s]*(?:On the one hand|At first|At one end|In theory)\b")


@dataclass(frozen=True, slots=True)
class Leaning:
    """For each sentence the positions that it needs beside it, or None if it may never be shown;
    whether it can be told all alone, under the title; and whether it opens with a linking word.
    """

    needs: tuple[frozenset[int] | None, ...]
    alone: tuple[bool, ...]
    linked: tuple[bool, ...]


def leaning(
    texts: Sequence[str],
    words: Sequence[Sequence[str]],
    paragraphs: Sequence[int],
    title: Sequence[str],
    others: Collection[int] = (),
) -> Leaning:
    """What each sentence leans on, itself and through those that it needs. `title` are the title's
    words: what they name needs no owner. `others` are the positions of another's words: a motto, a
    block quotation, a claim that is only tested.
    """
    piece = _Piece(texts, words, paragraphs, title)
    owned = [None if at in others else piece.needs(at) for at in range(len(texts))]
    leant = [at > 0 and piece.leans(at) for at in range(len(texts))]
    loose = [_LINKS.match(text) is not None for text in texts]
    linked = tuple(
        at > 0 and ((leant[at] and loose[at]) or piece.hangs(at)) for at in range(len(texts))
    )
    direct = [
        _with_owner(at, owned, leant) if leant[at] and not loose[at] else owned[at]
        for at in range(len(texts))
    ]
    whole = tuple(_closed(at, direct) for at in range(len(texts)))
    alone = tuple(
        direct[at] == frozenset() and not _CONCEDES.search(text) for at, text in enumerate(texts)
    )
    return Leaning(whole, alone, linked)


def _with_owner(
    at: int, owned: Sequence[frozenset[int] | None], leant: Sequence[bool]
) -> frozenset[int] | None:
    """What a sentence needs that opens with a word for what was said before ("This", "The move"):
    its owners, and the sentence before, or, if that leans itself, the nearest that stands alone.
    """
    own = owned[at]
    if own is None or any(at - _LINKED_FAR <= other < at for other in own):
        return own
    near = range(at - 1, max(-1, at - 1 - _LINKED_FAR), -1)
    able = [other for other in near if owned[other] == frozenset() and not leant[other]]
    return own | {able[0]} if able else None


MOST_NEEDED = 2
"""Sentences that one may need beside it; one that leans on more is not shown at all."""


def _closed(at: int, direct: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """All that a sentence needs, step by step; None if one of them may not be shown."""
    needed: set[int] = set()
    todo = [at]
    while todo:
        further = direct[todo.pop()]
        if further is None:
            return None
        todo += further - needed - {at}
        needed |= further - {at}
        if len(needed) > MOST_NEEDED:
            return None
    return frozenset(needed)


class _Piece:
    """The sentences of a piece with what was named in them, and where first."""

    def __init__(
        self,
        texts: Sequence[str],
        words: Sequence[Sequence[str]],
        paragraphs: Sequence[int],
        title: Sequence[str],
    ) -> None:
        self._texts = texts
        self._words = words
        self._lower = [[word.lower() for word in said] for said in words]
        self._paragraphs = paragraphs
        self._title = {_bare(word) for word in title}
        self._title_lower = {_bare(word).lower() for word in title}
        self._quoted = list(_quoted(texts, paragraphs))
        self._known = {_bare(word) for said in words for word in said[1:] if word[:1].isupper()}
        self._names = [list(self._names_in(at)) for at in range(len(texts))]
        self._before, self._alone = self._neighbours()
        self._introduced, self._presented = self._introductions()
        self._acronyms = {
            match[1]: at
            for at in reversed(range(len(texts)))
            for match in _ACRONYM.finditer(texts[at])
        }
        self._indefinite = self._indefinites()

    def needs(self, at: int) -> frozenset[int] | None:
        if self._never(at):
            return None
        found: set[int] = set()
        for needed in self._wants(at):
            if needed is None:
                return None
            found.add(needed)
        return frozenset(found - {at})

    def leans(self, at: int) -> bool:
        """Whether a sentence opens with a word for something before, or linked to it."""
        return leans(self._texts[at]) and self._lower[at][0] not in _HE | _THEY

    def hangs(self, at: int) -> bool:
        """Whether its first words compare it with something before: "It also", "Another"."""
        return bool(_HANGING.intersection(self._lower[at][:_EARLY]))

    def _never(self, at: int) -> bool:
        """Whether a sentence may never be shown as one of the author's own."""
        text, lower = self._texts[at], self._lower[at]
        after = self._texts[at + 1] if at + 1 < len(self._texts) else ""
        return (
            len(lower) < _FEWEST_WORDS
            or (asks(text) and not (text.endswith(("?”", '?"')) and self._quoted[at] < _MOSTLY))
            or "? " in text
            or "?” " in text
            or self._quoted[at] > _HALF
            and not (_SPEAKS.intersection(lower) and self._names[at])
            or text.rstrip("\"'”’) ").endswith((":", ",", "…", "..."))
            or _TESTED.match(text) is not None
            or _STARTS_LIST.match(text) is not None
            or _BOILERPLATE.search(text) is not None
            or (_POINTS_ELSEWHERE.search(text) is not None and not _NOT_A_POINT.search(text))
            or (bool(after) and _DENIES.match(after) is not None)
        )

    def _wants(self, at: int) -> Iterator[int | None]:
        """What a sentence needs, one after the other; None for what is not there."""
        text = self._texts[at]
        if at + 1 < len(self._texts):
            after = self._texts[at + 1]
            if _LINKS_ON.match(text) or (_CONCEDES.search(text) and _TURNS.match(after)):
                yield at + 1
        yield from self._owners(at)
        yield from self._definite(at)
        yield from self._introducers(at)

    def _owners(self, at: int) -> Iterator[int | None]:
        """The owners of a sentence's pronouns, where they are not in it."""
        lower, written = self._lower[at], self._words[at]
        person = plural = thing = False
        for place, (word, plain) in enumerate(zip(written, lower, strict=True)):
            after = lower[place + 1] if place + 1 < len(lower) else ""
            if plain in _HE:
                if not person and not self._named_after(at, place):
                    yield self._back(at, _FAR, self._has_person)
                    person = True
            elif plain in _THEY:
                if not plural and not self._named_after(at, place):
                    yield self._back(at, _FAR, self._has_plural)
                    plural = True
            elif plain in _IT:
                held = thing or (plain == "its" and place > 1 and lower[0] not in _PREPOSITIONS)
                if held or not 0 < place < _EARLY or at == 0 or _empty_it(lower, place):
                    continue
                if not self._named_after(at, place):
                    yield at - 1
                    thing = True
            elif plain in ("this", "these", "such"):
                hangs = place < _EARLY and after not in _TIMES and not after[:1].isdigit()
                if plain == "such":
                    hangs = after not in ("as", "a", "an", "that") and lower[place - 1] != "no"
                if hangs and place > 0:
                    yield at - 1 if at else None
            elif plain == "those":
                if not plural and not _WHICH.intersection(lower[place + 1 : place + 4]):
                    yield at - 1 if at else None
            elif plain in ("latter", "former") and lower[place - 1] == "the":
                if after in ("", "is", "was", "has", "will"):
                    yield at - 1 if at else None
            if plain in _PERSONS or (word[:1].isupper() and _bare(word) in self._known):
                person = person or plain not in _HONORIFICS
                thing = True
            if _is_plural(plain):
                plural = True
            if plain == "and" and person:
                plural = True
            if place > 0 and lower[place - 1] in _DETERMINERS:
                thing = True

    def _named_after(self, at: int, place: int) -> bool:
        """Whether an opening clause holds the pronoun, and its owner comes right after it:
        "In his speech, Cameron …".
        """
        comma = self._texts[at].find(", ")
        if comma < 0:
            return False
        before = self._texts[at][:comma].split()
        rest = self._words[at][len(before) : len(before) + 3]
        return place < len(before) and any(_bare(word) in self._known for word in rest)

    def _back(self, at: int, far: int, has: Callable[[int], bool]) -> int | None:
        for other in range(at - 1, max(-1, at - 1 - far), -1):
            if has(other):
                return other
        return None

    def _has_person(self, at: int) -> bool:
        return bool(self._names[at]) or bool(_PERSONS.intersection(self._lower[at]))

    def _has_plural(self, at: int) -> bool:
        return any(map(_is_plural, self._lower[at]))

    def _definite(self, at: int) -> Iterator[int | None]:
        """What "the report" and "the clinic" mean, where it was told before."""
        lower = self._lower[at]
        for place, plain in enumerate(lower[:-1]):
            if plain != "the":
                continue
            noun, after = lower[place + 1], lower[place + 2] if place + 2 < len(lower) else ""
            if noun in _UNIQUE or noun in self._title_lower or after in _COMPLEMENTS:
                continue
            if noun in lower[:place] or not self._words[at][place + 1][:1].islower():
                continue
            opens = place == 0 and (after in _ENDS_NOUN or after.endswith(("s", "ed")))
            if noun in _DEFINITE:
                yield self._mention(at, noun)
            elif opens and (told := self._told(at, noun)) is not None:
                yield told
            elif after in _ENDS_NOUN and (told := self._indefinite.get(noun, at)) < at:
                yield told

    def _mention(self, at: int, noun: str) -> int | None:
        """The last sentence before that has a noun; else the one before, where there is one."""
        told = self._told(at, noun)
        return told if told is not None else at - 1 if at else None

    def _told(self, at: int, noun: str) -> int | None:
        """The last sentence before that has a noun, if one near has it."""
        stem = noun.rstrip("s")
        return self._back(
            at, _DEFINITE_FAR, lambda n: any(word.rstrip("s") == stem for word in self._lower[n])
        )

    def _indefinites(self) -> Mapping[str, int]:
        """Where each noun that comes with "a" first does: "a clinic"."""
        found: dict[str, int] = {}
        for at, lower in enumerate(self._lower):
            for one, noun, after in zip(lower, lower[1:], [*lower[2:], ""], strict=False):
                ends = after in _ENDS_NOUN or after in _COMPLEMENTS
                if one in ("a", "an") and ends and noun not in found:
                    found[noun] = at
        return found

    def _introducers(self, at: int) -> Iterator[int | None]:
        """The sentences that say who or what is named here by its last name alone."""
        whole = {name[-1] for name in self._names[at] if len(name) > 1}
        for name in self._names[at]:
            last = name[-1]
            if len(name) > 1 or last in whole or last in self._title:
                continue
            told = self._introduced.get(last)
            if told is not None and told < at:
                yield told
            elif told is not None and told > at and last in self._presented:
                yield None
        for word in self._words[at]:
            told = self._acronyms.get(_bare(word))
            if told is not None and told < at and _bare(word) not in self._title:
                yield told

    def _introductions(self) -> tuple[Mapping[str, int], frozenset[str]]:
        """The sentence that says who a name is, by the last word of it; and those that are presented
        in full: "Amara Delgado, a nurse". A name in full alone is one that readers know.
        """
        found: dict[str, int] = {}
        presented: set[str] = set()
        for at, names in enumerate(self._names):
            for name in names:
                text, last = self._texts[at], name[-1]
                before, _, behind = text.partition(name[0] if len(name) > 1 else last)
                behind = behind[behind.find(last) + len(last) :] if len(name) > 1 else behind
                apposed = _APPOSED.match(behind) is not None
                whole = len(name) > 1 and self._is_given(name[-2], last)
                if apposed and len(name) > 1:
                    presented.add(last)
                if apposed or (whole and _DESCRIBES.search(before)):
                    found.setdefault(last, at)
        return found, frozenset(presented)

    def _neighbours(self) -> tuple[Mapping[str, set[str]], frozenset[str]]:
        """For each word of a name those that follow it, and which words also stand last in one."""
        after: dict[str, set[str]] = {}
        alone: set[str] = set()
        for names in self._names:
            for name in names:
                alone.add(name[-1])
                for one, other in zip(name, name[1:], strict=False):
                    after.setdefault(one, set()).add(other)
        return after, frozenset(alone)

    def _is_given(self, word: str, last: str) -> bool:
        """Whether a word stands before this name alone, as a given name does: "Amara"."""
        return (
            self._before.get(word, set()) == {last}
            and word not in self._alone
            and word.lower() not in _PLACES
        )

    def _names_in(self, at: int) -> Iterator[tuple[str, ...]]:
        """The names of a sentence, their honorifics left out."""
        name: list[str] = []
        written = self._words[at]
        for place, word in enumerate([*written, ""]):
            bare = _bare(word)
            capital = bare[:1].isupper() and bare not in ("I", "I'm", "I've", "I'd", "I'll")
            if capital and place == 0:
                capital = bare in self._known
            if capital and not (name and self._parted(at, name[-1], word)):
                name.append(bare)
                continue
            if name and bare.lower() in _JOINERS and written[place + 1 : place + 2] and (
                written[place + 1][:1].isupper() and bare.lower() not in ("and", "for")
            ):
                continue
            if name:
                yield from _plain_name(name)
            name = [bare] if capital else []

    def _parted(self, at: int, one: str, other: str) -> bool:
        """Whether something stands between two words: "in London, David Cameron"."""
        text = self._texts[at]
        return f"{one} {other}" not in text


def _plain_name(name: Sequence[str]) -> Iterator[tuple[str, ...]]:
    plain = tuple(word for word in name if word.lower() not in _HONORIFICS)
    if plain:
        yield plain


def _bare(word: str) -> str:
    """A word without its possessive ending."""
    return word.replace("’", "'").removesuffix("'s").rstrip("'")


def _is_plural(plain: str) -> bool:
    return plain in _PLURALS or (
        len(plain) > 3  # noqa: PLR2004  # "gas", "was" …
        and plain.endswith("s")
        and not plain.endswith(("ss", "us", "'s", "’s"))
        and plain not in _NO_PLURALS
    )


_PREPOSITIONS = frozenset("in with for on at by from under despite after before during".split())
_WHICH = frozenset("who of that with in whose which responsible".split())
_ENDS_NOUN = frozenset(
    "is was are were has have had will would can could may might must should and but or to as it he "
    "she they we i does did do not also then than because so if while".split()
) | {""}
_EMPTY_IT = frozenset("that to whether how why what who when if".split())


def _empty_it(lower: Sequence[str], place: int) -> bool:
    """Whether an "it" stands for nothing: "makes it clear that", "it is time to"."""
    return lower[place] == "it" and bool(_EMPTY_IT.intersection(lower[place + 1 : place + 9]))


def _quoted(texts: Sequence[str], paragraphs: Sequence[int]) -> Iterator[float]:
    """The share of each sentence that is quoted; a quotation may run over several sentences, and
    not beyond its paragraph.
    """
    inside, before = False, -1
    for text, paragraph in zip(texts, paragraphs, strict=True):
        inside = inside and paragraph == before
        before = paragraph
        quoted = 0
        if not inside and '"' not in text and "“" not in text:
            yield 0.0
            continue
        for mark in text:
            if mark == "“" or (mark == '"' and not inside):
                inside = True
            elif mark in '”"':
                inside = False
            quoted += inside
        yield quoted / max(1, len(text))
