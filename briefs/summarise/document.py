"""A piece as a document of sumy, made from our own sentences, with the way back to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from briefs.model import Span
from briefs.sentences import reads_as_sentence
from briefs.summarise.terms import Tokenizer


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be chosen from a piece: `indices[i]` is which of the piece's sentences
    `document.sentences[i]` is, and `lengths[i]` its length in words as they are spaced. The way
    back is by position, never by text.
    """

    document: ObjectDocumentModel
    indices: tuple[int, ...]
    lengths: tuple[int, ...]


def candidates(title: str, body: str, sentences: Sequence[Span]) -> Candidates:
    """The piece as a document: its title a heading, its paragraphs, and in them what reads as a
    sentence, is not the title, and was not there before. If nothing reads as a sentence, all that
    is not the title.
    """
    texts = [span.of(body) for span in sentences]
    words = [text.casefold().split() for text in texts]
    plain = list(map(_plain, words))
    heading = _plain(title.casefold().split())
    able = [index for index, text in enumerate(plain) if text != heading]
    able = [index for index in able if reads_as_sentence(texts[index])] or able
    first = {plain[index]: index for index in reversed(able)}
    indices = tuple(sorted(first.values()))

    tokenizer = Tokenizer()
    paragraphs = _paragraphs(body, sentences)
    groups = [
        [Sentence(texts[index], tokenizer) for index in group]
        for _, group in groupby(indices, key=paragraphs.__getitem__)
    ]
    if title and groups:
        groups[0].insert(0, Sentence(title, tokenizer, is_heading=True))
    return Candidates(
        document=ObjectDocumentModel(map(Paragraph, groups)),
        indices=indices,
        lengths=tuple(len(words[index]) for index in indices),
    )


def _paragraphs(body: str, sentences: Sequence[Span]) -> list[int]:
    """The number of the paragraph that each sentence stands in."""
    numbers: list[int] = []
    number = end = 0
    for span in sentences:
        number += "\n\n" in body[end : span.start]
        numbers.append(number)
        end = span.end
    return numbers


def _plain(words: Sequence[str]) -> str:
    """What a text says, without its spacing and its closing stop."""
    return " ".join(words).rstrip(".!?… ")
