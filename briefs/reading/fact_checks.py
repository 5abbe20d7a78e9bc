"""Which paragraphs only repeat a claim that the piece checks: by a label, a verdict, an answer.

Fact checks set a claim below “Claim”, behind “Myth:”, above “Verdict: false” or “Fact:”, or behind
a cross. Quoted as the author's, it would say the opposite of the piece.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefs.reading.base import Paragraph
from briefs.text.canonical import folded

_MAX_LABEL_WORDS = 4
_MAX_CLAIM_PARAGRAPHS, _MAX_ANSWERED_PARAGRAPHS = 3, 2
_MAX_CLAIM_WORDS, _MAX_JUDGED_WORDS = 150, 60
_MIN_CLAIM_WORDS = 4
_MAX_VERDICT_WORDS = 8
_SAME = 0.7
_SENTENCE_END = re.compile(r"[.!?…。！？।][”’\"'»)]*$")

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


def find(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
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


def is_label(text: str) -> bool:
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
