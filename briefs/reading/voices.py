"""Which paragraphs of a body are not the author's own: mottoes, quotations that are set apart,
claims that the piece tests.

A reader marks what its source sets apart (`Paragraph.voice`); this module adds what only the words
tell: the line "—Name, role" below a motto, the paragraph below a heading "Claim".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.model import OtherVoice, Span, VoiceKind
from briefs.reading.base import Paragraph
from briefs.text.canonical import folded

_MAX_MOTTO_WORDS = 120
_MAX_MOTTO_PARAGRAPHS = 4
_MAX_SPEAKER_WORDS = 14
_MAX_LABEL_WORDS = 4
_MAX_CLAIM_PARAGRAPHS = 3

_SPEAKER = re.compile(r"(?:[—–―]|--|- ?(?=[^\W\d_]))\s*(?P<speaker>[“\"«]?[^\W\d_][^\n]{1,140})")
_SENTENCE_END = re.compile(r"[.!?…。！？।][”’\"'»)]*$")
_INITIAL_END = re.compile(r"(?:\b[^\W\d_]|\b(?:Jr|Sr|Dr|St))\.$")
_QUOTED = re.compile(r"[“„«\"‘‹「『].*[”“»\"’›」』][.,]?$", re.DOTALL)
_ITALIC = re.compile(r"[*_]+(.*?)[*_]+", re.DOTALL)

_CLAIM_LABELS = frozenset(
    map(
        folded,
        (
            "claim; the claim; claims; claim under review; what was claimed; what is claimed"
            "; the rumour; the rumor; rumour; rumor; behauptung; die behauptung; das wird behauptet"
            "; affirmation; l’affirmation; l'affirmation; l’allégation; allégation; la rumeur"
            "; afirmación; la afirmación; bulo; el bulo; afirmação; a afirmação; alegação; boato"
            "; affermazione; l’affermazione; bewering; de bewering; claim getest; påstående"
            "; påståendet; påstand; påstanden; twierdzenie; teza; утверждение; заявление; слух"
            "; твердження; заява; iddia; ادعا; الادعاء; ادعاء; दावा; 主张; 说法; 传言; 主張; 噂"
            "; 言説; 주장; 검증대상"
        ).split("; "),
    )
)
_CLAIM_PREFIX = re.compile(
    r"(?:(?:the )?claim|behauptung|affirmation|afirmación|bulo|afirmação|boato|affermazione"
    r"|bewering|påstående|påstand|twierdzenie|утверждение|твердження|iddia|الادعاء|दावा|主张|主張"
    r"|주장)\s?[:：]\s*\S",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    kind: VoiceKind
    speaker: str = ""


def find(paragraphs: Sequence[Paragraph], body: str) -> tuple[OtherVoice, ...]:
    """The passages of a canonical `body`, whose paragraphs these are in their order.

    The body may lack what was lifted out of the paragraphs; it has as many of them.
    """
    found: dict[int, _Found] = {
        at: _Found(one.voice, one.speaker) for at, one in enumerate(paragraphs) if one.voice
    }
    found |= _motto(paragraphs)
    found |= {at: one for at, one in _signed(paragraphs, found) if at not in found}
    found |= _claims(paragraphs)
    return tuple(_spans(found, body))


def speaker_of(line: str) -> str:
    """Whom a line of its own names below a quotation: "—Marta Lindqvist, ship owner"; "" if none.

    A line of a dialogue, which some languages open with the same dash, ends as a sentence does.
    """
    match = _SPEAKER.fullmatch(_ITALIC.sub(r"\1", line.strip()))
    if match is None or len(match["speaker"].split()) > _MAX_SPEAKER_WORDS:
        return ""
    name = match["speaker"].strip()
    if _SENTENCE_END.search(name) and not _INITIAL_END.search(name):
        return ""
    opens = name.lstrip('“"«')[:1]
    return name if opens.isupper() or not opens.islower() else ""


def _last_line(paragraph: Paragraph) -> str:
    return paragraph.text.rpartition("\n")[2]


def _motto(paragraphs: Sequence[Paragraph]) -> dict[int, _Found]:
    """The motto that a text opens with: short, and with its speaker's line below it."""
    words = 0
    for at, paragraph in enumerate(paragraphs[: _MAX_MOTTO_PARAGRAPHS + 1]):
        if paragraph.level:
            return {}
        speaker = speaker_of(_last_line(paragraph))
        alone = "\n" not in paragraph.text
        if speaker and (at or not alone) and len(paragraphs) > at + 1:
            return {n: _Found("epigraph", speaker) for n in range(at + 1)}
        words += len(paragraph.text.split())
        if words > _MAX_MOTTO_WORDS:
            return {}
    return {}


def _signed(
    paragraphs: Sequence[Paragraph], known: dict[int, _Found]
) -> Iterator[tuple[int, _Found]]:
    """Quotations with their speaker's line below them, further on in the text."""
    for at, paragraph in enumerate(paragraphs):
        speaker = speaker_of(_last_line(paragraph))
        if not speaker or paragraph.level:
            continue
        above = paragraph.text.rpartition("\n")[0]
        if above and (at in known or _QUOTED.match(above)):
            yield at, _Found("quotation", speaker)
        elif not above and at and (at - 1 in known or _QUOTED.match(paragraphs[at - 1].text)):
            yield at, _Found("quotation", speaker)
            yield at - 1, _Found("quotation", speaker)


def _claims(paragraphs: Sequence[Paragraph]) -> dict[int, _Found]:
    """What stands below a heading or a line that says "Claim", up to the next such line."""
    found: dict[int, _Found] = {}
    for at, paragraph in enumerate(paragraphs):
        if _CLAIM_PREFIX.match(paragraph.text) and not paragraph.level:
            found[at] = _Found("claim")
        elif folded(paragraph.text.strip(" :：")) in _CLAIM_LABELS:
            below = paragraphs[at + 1 : at + 2 + _MAX_CLAIM_PARAGRAPHS]
            labels = [n for n, one in enumerate(below) if _is_label(one)]
            many = labels[0] if labels else 1
            found |= {n: _Found("claim") for n in range(at + 1, at + 1 + many)}
    return found


def _is_label(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading, or a line that stands as one."""
    short = len(paragraph.text.split()) <= _MAX_LABEL_WORDS
    return bool(paragraph.level) or (short and not _SENTENCE_END.search(paragraph.text))


def _spans(found: dict[int, _Found], body: str) -> Iterator[OtherVoice]:
    """The paragraphs found as spans of the body; neighbours of one kind and speaker are one."""
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
