"""Decides what a new revision means for the messages that quote an older one.

A message is corrected if a sentence that it quotes changed, and left alone otherwise. An editor's
word on a revision overrides the judgement of its words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from briefs.model import Revision, Span

if TYPE_CHECKING:
    from briefs.corrections.alignment import Kind, Pair
    from briefs.corrections.material_changes import Aspect

Manner: TypeAlias = Literal["", "quiet", "material"]
"""An editor's word on a revision: none, that no reader need be told, or that each must."""

Verdict: TypeAlias = Literal["untouched", "quiet", "material", "struck"]
"""What becomes of a message. "struck": its piece was retracted."""

_COMPARISONS_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class EditorsWord:
    """An editor's word on a revision: its manner, and a note for readers."""

    manner: Manner = ""
    note: str = ""


NO_WORD: Final = EditorsWord()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """What became of sentences: their spans in the revision, and in the later one.

    `aspects` is empty for a sentence that is the same, or changed quietly.
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
    """All changes between the sentences of two revisions of a piece."""

    changes: tuple[SentenceChange, ...]

    @cached_property
    def _found(self) -> Mapping[Span, SentenceChange]:
        return {at: change for change in self.changes for at in change.before}

    def of(self, at: Span) -> SentenceChange | None:
        """The change of the sentence at a span, or of the sentence that contains it."""
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
        """The changes of the sentences at these places, each once."""
        found = (self.of(at) for at in spans)
        return tuple(dict.fromkeys(one for one in found if one is not None and one.kind != "same"))

    @property
    def is_quiet(self) -> bool:
        """Whether no sentence changed materially, and none was added or taken out."""
        return not any(one.is_material or one.kind == "added" for one in self.changes)


def is_quiet(before: Revision, after: Revision) -> bool:
    """Whether a revision claims nothing else than the one before it, including the title."""
    from briefs.corrections.material_changes import judge  # noqa: PLC0415  # loads slowly

    title = judge(before.title, after.title, after.language)
    return not title.is_material and compare(before, after).is_quiet


def compare(before: Revision, after: Revision) -> Comparison:
    """What became of the sentences of `before`; either of the two may be the older one."""
    return _compared(before.body, before.sentences, after.body, after.sentences, after.language)


@lru_cache(maxsize=_COMPARISONS_KEPT)
def _compared(
    body: str, sentences: tuple[Span, ...], later: str, others: tuple[Span, ...], language: str
) -> Comparison:
    from briefs.corrections.alignment import align  # noqa: PLC0415  # as above
    from briefs.corrections.material_changes import judge, names_of  # noqa: PLC0415  # as above

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
    """What becomes of a message whose quoted sentences changed like this."""
    found = tuple(changed)
    if not found:
        return "untouched"
    if word.manner:
        return word.manner
    return "material" if any(one.is_material for one in found) else "quiet"
