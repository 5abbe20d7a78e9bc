"""Decides what a new revision means for the messages that quote an older one.

A message is corrected if a sentence that it quotes changed; one whose sentences stand as they were
is left alone. What an editor says of a revision goes before the judgement of its words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from briefs.model import Revision, Span

if TYPE_CHECKING:
    from briefs.corrections.alignment import Kind, Pair
    from briefs.corrections.judgement import Aspect

Manner: TypeAlias = Literal["", "quiet", "material"]
"""What an editor says of a revision: nothing, that no reader need be told, or that each must."""

Verdict: TypeAlias = Literal["untouched", "quiet", "material", "struck"]
"""What becomes of a message. "struck": its piece was retracted."""

_COMPARISONS_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class EditorsWord:
    """An editor's word on a revision: its manner, and what to tell readers of it."""

    manner: Manner = ""
    note: str = ""


NO_WORD: Final = EditorsWord()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """What became of sentences of a revision: their spans in it, and those in the later one.

    `aspects` is empty for what is the same, or changed quietly.
    """

    kind: "Kind"
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    aspects: "tuple[Aspect, ...]" = ()

    @property
    def is_material(self) -> bool:
        return bool(self.aspects)


@dataclass(frozen=True)
class Comparison:
    """All that became of the sentences of a revision in another one of the same piece."""

    changes: tuple[SentenceChange, ...]

    @cached_property
    def _found(self) -> Mapping[Span, SentenceChange]:
        return {at: change for change in self.changes for at in change.before}

    def of(self, at: Span) -> SentenceChange | None:
        """What became of the sentence there, or of the one that a part there was cut from."""
        whole = self._found.get(at)
        if whole is not None:
            return whole
        return next(
            (
                change
                for sentence, change in self._found.items()
                if sentence.start <= at.start and at.end <= sentence.end
            ),
            None,
        )

    def changed(self, spans: Iterable[Span]) -> tuple[SentenceChange, ...]:
        """What is not as it was of the sentences at these places, each change once."""
        found = (self.of(at) for at in spans)
        return tuple(dict.fromkeys(one for one in found if one is not None and one.kind != "same"))

    @property
    def is_quiet(self) -> bool:
        """Whether no sentence says anything else, and none came in or went."""
        return not any(one.is_material or one.kind == "added" for one in self.changes)


def is_quiet(before: Revision, after: Revision) -> bool:
    """Whether a revision says nothing else than the one before it, its title included."""
    from briefs.corrections.judgement import judge  # noqa: PLC0415  # its words load slowly

    title = judge(before.title, after.title, after.language)
    return not title.is_material and compare(before, after).is_quiet


def compare(before: Revision, after: Revision) -> Comparison:
    """What became of the sentences of `before`, whichever of the two was stored first."""
    return _compared(before.body, before.sentences, after.body, after.sentences, after.language)


@lru_cache(maxsize=_COMPARISONS_KEPT)
def _compared(
    body: str, sentences: tuple[Span, ...], later: str, others: tuple[Span, ...], language: str
) -> Comparison:
    from briefs.corrections.alignment import align  # noqa: PLC0415  # as above
    from briefs.corrections.judgement import judge, names_of  # noqa: PLC0415  # as above

    if body == later:
        same = (SentenceChange(kind="same", before=(at,), after=(at,)) for at in sentences)
        return Comparison(tuple(same))
    said = [at.of(body) for at in sentences]
    now = [at.of(later) for at in others]
    names: frozenset[str] | None = None
    changes = []
    for pair in align(said, now):
        one, other = _joined(pair.before, said), _joined(pair.after, now)
        kind: Kind = _judged(pair, one, other)
        aspects: tuple[Aspect, ...] = ()
        if kind == "removed":
            aspects = ("removed",)
        elif kind not in {"same", "added"}:
            names = names_of([*said, *now], language) if names is None else names
            aspects = judge(one, other, language, names).aspects
        changes.append(
            SentenceChange(
                kind=kind,
                before=tuple(sentences[at] for at in pair.before),
                after=tuple(others[at] for at in pair.after),
                aspects=aspects,
            )
        )
    return Comparison(tuple(changes))


def _joined(places: tuple[int, ...], texts: list[str]) -> str:
    return " ".join(texts[at] for at in places)


def _judged(pair: "Pair", before: str, after: str) -> "Kind":
    return "same" if pair.kind == "changed" and before == after else pair.kind


def verdict(changed: Iterable[SentenceChange], word: EditorsWord) -> Verdict:
    """What becomes of a message by what changed of the sentences that it quotes."""
    found = tuple(changed)
    if not found:
        return "untouched"
    if word.manner:
        return word.manner
    return "material" if any(one.is_material for one in found) else "quiet"
