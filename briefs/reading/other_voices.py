"""Which paragraphs of a body are not the author's own: mottoes, block quotations, claims that the
piece checks.

A reader marks what its source sets apart (`Paragraph.voice`); this module adds what only the words
show: the line "—Name, role" below a motto, the paragraph below a heading "Claim".

Fact checks set a claim below “Claim”, behind “Myth:”, above “Verdict: false” or “Fact:”, or behind
a cross. Quoted as the author's, it would say the opposite of the piece.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefs.model import OtherVoice, Span, VoiceKind
from briefs.reading.base import Paragraph
from briefs.text.canonical import folded

_MAX_MOTTO_WORDS = 120
_MAX_MOTTO_PARAGRAPHS = 4
_MAX_SPEAKER_WORDS = 14
_MAX_NAME_WORDS = 8
_PARTICLES = frozenset("de da del der den di la le van von zu al bin ibn y e".split())  # noqa: SIM905  # a line of words

_SPEAKER = re.compile(r"(?:[—–―~∼]|--|- ?(?=[^\W\d_]))\s*(?P<speaker>[“\"«]?[^\W\d_][^\n]{1,140})")
_SENTENCE_END = re.compile(r"[.!?…。！？।][”’\"'»)]*$")
_INITIAL_END = re.compile(r"(?:\b[^\W\d_]|\b(?:Jr|Sr|Dr|St))\.$")
_SPEAKER_BEHIND = re.compile(
    r".*[.!?…][”’\"'»)]*\s+(?P<line>(?:[—–―]|--)\s*[“\"«]?[^\W\d_][^\n]{1,140})|[“„«\"].*[”“»\"]\s*"
    r"(?:(?P<glued>(?:[—–―~∼]|--)\s*[^\W\d_][^\n]{1,140})|\((?P<bracketed>[^\W\d_][^()\n]{1,80})\)\.?)",
    re.DOTALL,
)
"""A quotation with its speaker after it on the same line, as in wrapped Markdown."""

_QUOTED = re.compile(r"[“„«\"‘‹「『].*[”“»\"’›」』][.,]?$", re.DOTALL)
_ITALIC = re.compile(r"[*_]+(.*?)[*_]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Found:
    kind: VoiceKind
    speaker: str = ""


def find(paragraphs: Sequence[Paragraph], body: str) -> tuple[OtherVoice, ...]:
    """The passages of a canonical `body`, whose paragraphs these are, in order.

    Markers may be missing in the body; it has the same number of paragraphs.
    """
    found: dict[int, _Found] = {
        at: _Found(one.voice, one.speaker) for at, one in enumerate(paragraphs) if one.voice
    }
    found |= _motto(paragraphs)
    signed = dict(_signed(paragraphs, found))
    found |= {at: one for at, one in signed.items() if at not in found or not found[at].speaker}
    found |= {at: _Found("claim") for at in _claims(paragraphs)}
    return tuple(_spans(found, body))


def speaker_of(line: str) -> str:
    """The speaker in a separate line below a quotation: "—Marta Lindqvist, ship owner"; "" if none.

    A line of dialogue, which some languages begin with the same dash, ends like a sentence.
    """
    match = _SPEAKER.fullmatch(_ITALIC.sub(r"\1", line.strip()))
    if match is None or len(match["speaker"].split()) > _MAX_SPEAKER_WORDS:
        return ""
    name = match["speaker"].strip()
    if _SENTENCE_END.search(name) and not _INITIAL_END.search(name):
        return ""
    opens = name.lstrip('“"«')[:1]
    return name if opens.isupper() or not opens.islower() else ""


def _speaker_behind(text: str) -> str:
    """The speaker at a quotation's own end: "Whoever owns the quay owns the town. —Lea Ruiz"."""
    found = _SPEAKER_BEHIND.fullmatch(text)
    if found is None:
        return ""
    return speaker_of(found["line"] or found["glued"] or f"—{found['bracketed']}")


def _names_speaker(above: Paragraph, paragraph: Paragraph) -> str:
    """The line below a quotation at the beginning of a text, if it is only a name: "Lea Ruiz,
    pilot".
    """
    line = paragraph.text
    told = above.voice is not None or _QUOTED.fullmatch(above.text)
    short = len(line.split()) <= _MAX_NAME_WORDS and "\n" not in line and line[:1].isupper()
    is_name = told and short and not paragraph.level and not _SENTENCE_END.search(line)
    return line if is_name and paragraph.voice in {None, above.voice} else ""


def _last_line(paragraph: Paragraph) -> str:
    return paragraph.text.rpartition("\n")[2]


def _motto(paragraphs: Sequence[Paragraph]) -> dict[int, _Found]:
    """The motto at the beginning of a text: short, and with its speaker's line below it."""
    words = 0
    for at, paragraph in enumerate(paragraphs[: _MAX_MOTTO_PARAGRAPHS + 1]):
        if paragraph.level:
            return {}
        speaker = speaker_of(_last_line(paragraph))
        alone = "\n" not in paragraph.text
        short = len(paragraph.text.split()) <= _MAX_MOTTO_WORDS
        behind = _speaker_behind(paragraph.text) if short and not at else ""
        if behind and len(paragraphs) > 1:
            return {0: _Found("epigraph", behind)}
        if not speaker and at == 1:
            speaker = _names_speaker(paragraphs[0], paragraph)
        if speaker and at > 1 and not _is_of_one_kind(paragraphs[:at]):
            return {}  # mixed with ordinary paragraphs: no motto
        if speaker and (at or not alone) and len(paragraphs) > at + 1:
            return {n: _Found("epigraph", speaker) for n in range(at + 1)}
        words += len(paragraph.text.split())
        if words > _MAX_MOTTO_WORDS:
            return {}
    return {}


def _is_name_below(paragraphs: Sequence[Paragraph], at: int, known: Mapping[int, _Found]) -> bool:
    """Whether a paragraph at the end of a quotation is only a name and a
    role: "Lea Ruiz, pilot".
    """
    paragraph = paragraphs[at]
    if at not in known or at - 1 not in known or paragraph.level:
        return False
    if at + 1 < len(paragraphs) and paragraphs[at + 1].voice == paragraph.voice:
        return False
    name, _, role = paragraph.text.partition(",")
    words = name.split()
    return (
        paragraphs[at - 1].voice == paragraph.voice is not None
        and _SENTENCE_END.search(paragraphs[at - 1].text) is not None
        and "\n" not in paragraph.text
        and 1 < len(words) <= _MAX_NAME_WORDS
        and len(role.split()) <= _MAX_NAME_WORDS
        and all(word[:1].isupper() or word in _PARTICLES for word in words)
        and _SENTENCE_END.search(paragraph.text) is None
    )


def _is_of_one_kind(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether either all or none of some paragraphs are set apart or in quotation marks."""
    apart = {one.voice is not None or _QUOTED.fullmatch(one.text) is not None for one in paragraphs}
    return len(apart) == 1


def _signed(
    paragraphs: Sequence[Paragraph], known: dict[int, _Found]
) -> Iterator[tuple[int, _Found]]:
    """Quotations further on in the text with their speaker's line below them."""
    for at, paragraph in enumerate(paragraphs):
        speaker = speaker_of(_last_line(paragraph))
        if not speaker and _is_name_below(paragraphs, at, known):
            yield at, _Found(known[at].kind, paragraph.text)
            yield at - 1, _Found(known[at].kind, paragraph.text)
        if not speaker and at in known and (behind := _speaker_behind(paragraph.text)):
            yield at, _Found("quotation", behind)
        if not speaker or paragraph.level:
            continue
        above = paragraph.text.rpartition("\n")[0]
        if above and (at in known or _QUOTED.match(above)):
            yield at, _Found("quotation", speaker)
        elif not above and at and (at - 1 in known or _QUOTED.match(paragraphs[at - 1].text)):
            yield at, _Found("quotation", speaker)
            yield at - 1, _Found("quotation", speaker)


def _spans(found: dict[int, _Found], body: str) -> Iterator[OtherVoice]:
    """The found paragraphs as spans of the body; neighbours of one kind and speaker are joined."""
    spans: list[tuple[_Found, int, int]] = []
    start = 0
    last = -2
    for at, text in enumerate(body.split("\n\n")):
        one = found.get(at)
        if one is not None and text:
            if spans and last == at - 1 and spans[-1][0] == one:
                spans[-1] = (one, spans[-1][1], start + len(text))
            else:
                spans.append((one, start, start + len(text)))
            last = at
        start += len(text) + 2
    for one, first, end in spans:
        yield OtherVoice(one.kind, Span(first, end), one.speaker)


_MAX_LABEL_WORDS = 4
_MAX_CLAIM_PARAGRAPHS, _MAX_ANSWERED_PARAGRAPHS = 3, 2
_MAX_CLAIM_WORDS, _MAX_JUDGED_WORDS = 150, 60
_MIN_CLAIM_WORDS = 4
_MAX_VERDICT_WORDS = 8
_SAME = 0.7

_CLAIM_LABELS = frozenset(
    folded(label)
    for label in """
    what was claimed; what is claimed; what is being claimed; what they claim; what they said
    what people are saying; the post says; they say; people say; misconception; the misconception
    common misconception; fiction; allegation; the allegation; the allegations; what the post says
    o que diz o post; o que diz a publicação; o que diz a mensagem; qué dice la publicación
    qué dice el mensaje; qué dice el vídeo; que dit la publication; ce que dit la publication
    ce que dit le message; falschbehauptung; irrglaube; irrtum; fehlannahme; misverstand; fabel
     rumour; rumor; the rumour; the rumor; myth; the myth
    behauptung; die behauptung; das wird behauptet; was wird behauptet; was behauptet wird
    das wurde behauptet; gerücht; das gerücht; mythos; affirmation; l’affirmation; l'affirmation
    allégation; l’allégation; l'allégation; la rumeur; rumeur; ce qu’on dit; ce qui est affirmé
    ce qui se dit; idée reçue; mythe; infox; intox; l’infox; l’intox; afirmación; la afirmación
    bulo; el bulo; qué se ha dicho; lo que se ha dicho; qué se dice; qué dicen; lo que dicen; mito
    el mito; desinformación; la desinformación; afirmação; a afirmação; alegação; a alegação; boato
    o boato; o que dizem; o que se diz; o que estão compartilhando; affermazione; l’affermazione
    l'affermazione; la bufala; bufala; cosa si dice; bewering; de bewering; wat wordt beweerd
    påstående; påståendet; påstand; påstanden; twierdzenie; teza; co twierdzą; mit; утверждение
    заявление; слух; миф; что говорят; что утверждают; твердження; заява; міф; що кажуть; iddia
    söylenti; efsane; ادعا; الادعاء; ادعاء; الشائعة; شائعة; दावा; 主张; 说法; 传言; 谣言; 主張; 噂
    言説; 誤情報; 주장; 루머
    """.replace("\n", ";").split(";")
    if label.strip()
)
_ENGLISH_CLAIM = (
    r"(?:(?:the|a|this|that) )?(?:(?:false|viral|misleading|unproven|original|main|online"
    r"|popular) )?"
    r"claims?(?: (?:under (?:test|review)|in question|being made|made|checked|reviewed))?"
)
_NUMBER = r"(?: (?:no\. ?|nr\. ?|n[º°] ?|#|№ ?)?\d{1,2})?"
_EVERY_LABEL = "|".join(map(re.escape, sorted(_CLAIM_LABELS, key=len, reverse=True)))
_LABEL = rf"[¿¡]?(?:{_ENGLISH_CLAIM}|{_EVERY_LABEL}){_NUMBER}"
_LABEL_LINE = re.compile(rf"{_LABEL}[ ?:：.]*", re.IGNORECASE)
_CLAIM_PREFIX = re.compile(rf"{_LABEL}\s?\??[:：]\s*\S", re.IGNORECASE)
_SHOUTED = re.compile(
    r"(?:CLAIM|RUMOU?R|MYTH|BEHAUPTUNG|BULO|BOATO|INFOX|INTOX)(?= [“\"«„]?[A-ZÀ-Þ])"
)
_ANSWER = (
    r"(?:the |our |in )?(?:facts?|reality|truth|verdict|rating|ruling|assessment)"
    r"|what (?:is true|the facts say)|[\w’']{2,20}['’]s (?:assessment|verdict|rating)"
    r"|fakt(?:en)?|tatsache|die fakten|wahrheit|richtig ist|bewertung|urteil|réalité|la réalité"
    r"|en réalité|vérité|verdict|réponse|le vrai|realidad|la realidad|verdad|la verdad|veredicto"
    r"|el hecho|los hechos|fato|o fato|os fatos|verdade|a verdade|realtà|la realtà|verità|la verità"
    r"|il fatto|i fatti|feit|het feit|feiten|waarheid|fakta|sanning|sandhed|prawda"
    r"|fakty|факт|факты|правда|gerçek|حقيقة|الحقيقة|事实|真相|事実|사실"
)
_ANSWER_LINE = re.compile(rf"(?:{_ANSWER})[ :：.]*", re.IGNORECASE)
_ANSWER_PREFIX = re.compile(rf"(?:{_ANSWER})\s?[:：]\s*\S", re.IGNORECASE)
_JUDGED = (
    r"(?:mostly |partly |partially |largely |completely |entirely )?(?:false|untrue|fake|misleading"
    r"|incorrect|wrong|unproven|unsupported|inaccurate|a hoax|satire|altered|no evidence"
    r"|missing context)"
    r"|pants on fire|größtenteils falsch|falsch|irreführend|unbelegt|frei erfunden|faux|trompeur"
    r"|infondé|falso|engañoso|bulo|enganoso|falso|falsa|fuorviante|infondato|onwaar|onjuist|misleidend"
    r"|falskt|falsk|fałsz|fałszywe|ложь|неправда|фейк|неправда|yanlış|خطأ|زائف|虚假|假的|誤り|거짓"
)
_VERDICT = re.compile(
    rf"(?:(?:(?:the |our |final )?(?:verdict|rating|ruling|conclusion|assessment|status|result"
    rf"|bewertung|urteil|fazit|ergebnis|veredicto|calificación|valutazione|oordeel|werdykt|вердикт|оценка)\s?[:：–—-]\s*)"
    rf"(?:this is |it is )?(?:{_JUDGED})|(?:{_JUDGED}))\W{{0,3}}",
    re.IGNORECASE,
)
_JUDGED_BEHIND = re.compile(
    rf".*[”“»\"’]\s*(?:[—–:-]|\()\s*(?:{_JUDGED})[).!]*", re.IGNORECASE | re.DOTALL
)
_CROSS, _TICK = re.compile("[❌✗✘✖×🚫⛔]\\s"), re.compile("[✅✔✓☑]\ufe0f?\\s")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^.!?:：\n]{0,40})[:：]\s*\S")
_QUESTIONS = re.compile(
    r"(?:q(?:uestion)?|frage|pregunta|domanda|вопрос|interviewer)\b", re.IGNORECASE
)


def _claims(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The places of the paragraphs that are claims under test."""
    ticked = any(_TICK.match(one.text) for one in paragraphs)
    found: set[int] = set()
    for at, paragraph in enumerate(paragraphs):
        if _is_claim(paragraph) or (ticked and _CROSS.match(paragraph.text)):
            found.add(at)
        elif _LABEL_LINE.fullmatch(paragraph.text):
            below = paragraphs[at + 1 : at + 2 + _MAX_CLAIM_PARAGRAPHS]
            labels = [n for n, one in enumerate(below) if _is_label(one)]
            found.update(range(at + 1, at + 1 + (labels[0] if labels else 1)))
        elif _answers(paragraph):
            found.update(_answered(paragraphs, at))
    return frozenset(found)


def is_claim_label(text: str) -> bool:
    """Whether a line says that a claim stands below it."""
    return _LABEL_LINE.fullmatch(text) is not None


def _is_claim(paragraph: Paragraph) -> bool:
    """Whether a paragraph tells itself that it is a claim."""
    first, _, more = paragraph.text.partition("\n")
    if more and _LABEL_LINE.fullmatch(first):
        return True
    if len(paragraph.text.split()) > _MAX_CLAIM_WORDS:
        return False
    told = _CLAIM_PREFIX.match(first) or (not paragraph.level and _SHOUTED.match(first))
    return bool(told) or _JUDGED_BEHIND.fullmatch(paragraph.text) is not None


def _answers(paragraph: Paragraph) -> bool:
    """Whether a paragraph judges, or corrects, what stands above it."""
    first = paragraph.text.partition("\n")[0]
    short = len(paragraph.text.split()) <= _MAX_VERDICT_WORDS
    return bool(
        _ANSWER_PREFIX.match(first)
        or _ANSWER_LINE.fullmatch(first)
        or (short and _VERDICT.fullmatch(paragraph.text))
    )


def _answered(paragraphs: Sequence[Paragraph], at: int) -> Iterator[int]:
    """The claim right above an answer: a labelled or single paragraph, or those below a label."""
    above = paragraphs[max(0, at - 1 - _MAX_ANSWERED_PARAGRAPHS) : at]
    if not above or sum(len(one.text.split()) for one in above[-1:]) > _MAX_JUDGED_WORDS:
        return
    last = above[-1]
    labelled = None if last.level else _LABELLED.match(last.text)
    if labelled is not None and not _ANSWER_LINE.fullmatch(labelled["label"]):
        if not _QUESTIONS.match(labelled["label"]):
            yield at - 1
        return
    is_verdict = _VERDICT.fullmatch(paragraphs[at].text) is not None
    if is_verdict and not last.level and len(_sentence_ends(last.text)) <= 1:
        yield at - 1
        return
    heading = next((n for n in range(len(above) - 1, -1, -1) if above[n].level), None)
    if paragraphs[at].level and heading is not None and heading < len(above) - 1:
        short = len(above[heading].text.split()) <= _MAX_LABEL_WORDS
        if short and not _ANSWER_LINE.fullmatch(above[heading].text):
            yield from range(at - len(above) + heading + 1, at)


def _sentence_ends(text: str) -> list[str]:
    return re.findall(r"[.!?…。！？।][”’\"'»)]*(?=\s|$)", text)


def as_claims(paragraphs: Iterable[Paragraph], claims: Sequence[str]) -> Iterator[Paragraph]:
    """The paragraphs; those that say little more than one of the checked claims are marked."""
    told = [set(folded(claim).split()) for claim in claims]
    for paragraph in paragraphs:
        if not told:
            yield paragraph
            continue
        said = set(folded(paragraph.text).split())
        is_claim = any(
            len(claim) >= _MIN_CLAIM_WORDS
            and len(claim & said) >= _SAME * max(len(said), len(claim))
            for claim in told
        )
        yield replace(paragraph, voice="claim") if is_claim and not paragraph.level else paragraph


def _is_label(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading, or a line that looks like one."""
    short = len(paragraph.text.split()) <= _MAX_LABEL_WORDS
    return bool(paragraph.level) or (short and not _SENTENCE_END.search(paragraph.text))
