"""Which paragraphs of a body are not the author's own: mottoes, block quotations, claims that the
piece checks.

A reader marks what its source sets apart (`Paragraph.voice`); this module adds what only the words
show: the line "—Name, role" below a motto, the paragraph below a heading "Claim".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefs.model import OtherVoice, Span, VoiceKind
from briefs.reading import fact_checks
from briefs.reading.base import Paragraph

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
    found |= {at: _Found("claim") for at in fact_checks.find(paragraphs)}
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
