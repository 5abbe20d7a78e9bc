"""Rewrites a message that was sent, after a correction, and writes the reply under it.

Each sentence of a changed piece is replaced by its counterpart in the public revision, and one line
says what changed. Of a retracted piece each sentence is struck out. A message that quotes part of a
sentence raises `NotEditable`: the corrected part would not be a whole sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from briefs.corrections.affected_messages import Comparison, SentenceChange, Verdict
from briefs.errors import SourcebriefError
from briefs.model import Press, Revision, Span, sentence_numbers
from briefs.storage.corrections import PublishedCorrection
from handlers.format import DOT, counted, day, enumerated, extract, quote, ref_of
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Reply,
    Strong,
    dump_blocks,
    extracts,
    load_blocks,
)

if TYPE_CHECKING:
    # only the type: the rules load where they are applied
    from briefs.corrections.material_changes import Aspect

WHAT_CHANGED: Final = "What changed"
ASPECT_WORDS: Mapping["Aspect", str] = {
    "number": "a number",
    "name": "a name",
    "negation": "what is denied",
    "modal": "how sure it is",
    "quotation": "quoted words",
    "wording": "the wording",
    "removed": "taken out",
}
_NAMED: Final = 3
"""At most so many changed sentences are named in a line; of more only their count is given."""

_NUMBER: Final = re.compile(r"S\d+")


class NotEditable(SourcebriefError):
    """A message cannot be rewritten, since it would quote less than a whole sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of the sentences that a message quotes from one revision of a piece.

    `after` is None for a piece that was retracted, and `before` also for one that was erased.
    `changed` are the changes of the quoted sentences.
    """

    correction: PublishedCorrection
    before: Revision | None
    after: Revision | None
    comparison: Comparison | None
    changed: tuple[SentenceChange, ...]
    verdict: Verdict

    @property
    def line(self) -> str:
        """What changed, as the end of a sentence; an editor's own note comes first."""
        if self.verdict == "struck":
            return self.correction.word.note
        if self.correction.word.note:
            return self.correction.word.note
        return what_changed(self.changed, self.before, self.after)


def what_changed(
    changed: Sequence[SentenceChange], before: Revision | None, after: Revision | None
) -> str:
    """What changed materially, in words: "a number in S3"."""
    material = [one for one in changed if one.is_material] or list(changed)
    if len(material) > _NAMED or before is None or after is None:
        return counted(len(material), "sentence")
    return "; ".join(_phrase(one, before, after) for one in material)


def _phrase(one: SentenceChange, before: Revision, after: Revision) -> str:
    if not one.after:
        return f"{_numbers(one.before, before)} was taken out"
    words = enumerated([ASPECT_WORDS[aspect] for aspect in one.aspects]) or "the wording"
    return f"{words} in {_numbers(one.after, after)}"


def _numbers(spans: Iterable[Span], revision: Revision) -> str:
    numbers = sentence_numbers(revision)
    return ", ".join(f"S{numbers[at]}" for at in spans)


Changes: TypeAlias = Mapping[tuple[int, int], Change]
"""What became of the quoted sentences, by (piece, revision)."""


def corrected_blocks(blocks: Sequence[Block], changes: Changes) -> tuple[Block, ...]:
    """The blocks of a message with the current sentences, and a line on what changed.

    Raises NotEditable where a quotation is not a whole sentence.
    """
    writer = _Writer(changes)
    gone = {piece for (piece, _), change in changes.items() if change.before is None}
    if gone and gone >= {copied.piece for copied in extracts(Reply(tuple(blocks)))}:
        blocks = ()
    written = [one for block in blocks if not _names(block, gone) for one in writer.block(block)]
    told = [one for one in changes.values() if one.verdict in {"material", "struck"}]
    alone = len({piece for piece, _ in changes}) == 1 and len(told) == 1
    alone = alone and not (gone and written)  # what remains does not say which piece was erased
    lines = [notice_line(one, alone=alone) for one in told]
    at = 1 if written and isinstance(written[0], Heading) else 0
    found: list[Block] = [*written[:at], *lines, *written[at:]]
    presses = [_what_changed_button(one) for one in told if one.after is not None]
    return _with_buttons(found, presses)


def _names(block: Block, gone: set[int]) -> bool:
    """Whether a paragraph begins with the number of one of these pieces, as a digest's lines do."""
    if not isinstance(block, Paragraph):
        return False
    first = "".join(part if isinstance(part, str) else part.text for part in block.content[:1])
    return any(first.startswith(f"#{piece} ") for piece in gone)


def without(said: str, piece: int) -> str:
    """The blocks of a message, without those about an erased piece, as JSON.

    If the message quotes no other piece, no block is left.
    """
    blocks = load_blocks(said)
    if {copied.piece for copied in extracts(Reply(blocks))} <= {piece}:
        return dump_blocks(())
    kept = tuple(one for block in blocks for one in _others(block, piece))
    return dump_blocks(kept)


def _others(block: Block, piece: int) -> Iterator[Block]:
    """What remains of a block without a piece's quotations, lines, facts and buttons."""
    match block:
        case Quote(extract=copied) if copied.piece == piece:
            return
        case Paragraph(content):
            if not _names(block, {piece}):
                yield Paragraph(_others_words(content, piece))
        case Bullets(items, start):
            own = (item for item in items if not _names(Paragraph(item), {piece}))
            yield Bullets(tuple(_others_words(item, piece) for item in own), start)
        case Facts(pairs):
            yield Facts(tuple((name, _others_words(words, piece)) for name, words in pairs))
        case Collapsed(summary, content):
            inner = tuple(one for part in content for one in _others(part, piece))
            kept = (one for one in inner if isinstance(one, Paragraph | Quote | Bullets | Facts))
            yield Collapsed(summary, tuple(kept))
        case Actions(buttons):
            kept_buttons = tuple(one for one in buttons if not _is_of(one, piece))
            if kept_buttons:
                yield Actions(kept_buttons)
        case Quote() | Heading() | Divider() | Attachment():
            yield block
        case never:
            assert_never(never)


def _others_words(content: tuple[Inline, ...], piece: int) -> tuple[Inline, ...]:
    return tuple(
        part for part in content if not (isinstance(part, Extract) and part.piece == piece)
    )


def _is_of(button: Button, piece: int) -> bool:
    args = button.does.args if isinstance(button.does, Press) else ()
    return any(re.fullmatch(rf"#?{piece}(@\d+)?", word) for word in args)


def struck_word(one: Change) -> str:
    """The word for a piece that is gone: retracted, or erased if its text is no longer stored."""
    return "Retracted" if one.before is not None else "Erased"


def notice_line(one: Change, *, alone: bool = True) -> Paragraph:
    what = struck_word(one) if one.verdict == "struck" else "Corrected"
    named = what if alone else f"#{one.correction.piece} {what.lower()}"
    said = f": {one.line}" if one.line else ""
    stop = "" if said.endswith((".", "!", "?", "…")) else "."
    return Paragraph((Strong(f"{named} {day(one.correction.at)}"), f"{said}{stop}"))


def _what_changed_button(one: Change) -> Button:
    assert one.after is not None  # noqa: S101  # for the type checker; the caller checks it
    return Button(WHAT_CHANGED, Press("corrections", (ref_of(one.after),)))


def _with_buttons(blocks: Sequence[Block], more: Sequence[Button]) -> tuple[Block, ...]:
    there = {button for block in blocks if isinstance(block, Actions) for button in block.buttons}
    new = tuple(button for button in dict.fromkeys(more) if button not in there)
    if not new:
        return tuple(blocks)
    for n in reversed(range(len(blocks))):
        last = blocks[n]
        if isinstance(last, Actions):
            return (*blocks[:n], Actions((*last.buttons, *new)), *blocks[n + 1 :])
    return (*blocks, Actions(new))


@dataclass(frozen=True, slots=True)
class _Writer:
    changes: Changes

    def block(self, block: Block) -> Iterator[Block]:
        match block:
            case Quote():
                yield from self._quote(block)
            case Heading(text):
                yield Heading(self._titled(text))
            case Paragraph(content):
                yield Paragraph(self._inlines(content))
            case Bullets(items, start):
                yield Bullets(tuple(map(self._inlines, items)), start)
            case Facts(pairs):
                yield self._facts(pairs)
            case Collapsed(summary, content):
                inner = [one for part in content for one in self.block(part)]
                kept = tuple(
                    one for one in inner if isinstance(one, Paragraph | Quote | Bullets | Facts)
                )
                yield Collapsed(summary, kept)
            case Actions(buttons):
                if kept_buttons := tuple(filter(None, map(self._button, buttons))):
                    yield Actions(kept_buttons)
            case Divider() | Attachment():
                yield block
            case never:
                assert_never(never)

    def _found(self, copied: Extract) -> Change | None:
        if copied.earlier:
            return None
        found = self.changes.get((copied.piece, copied.revision))
        return None if found is None or found.correction.revision == copied.revision else found

    def _quote(self, block: Quote) -> Iterator[Block]:
        found = self._found(block.extract)
        if found is None:
            yield block
        elif found.after is None:
            yield from _struck(block, found)
        else:
            numbers = sentence_numbers(found.after)
            spans = _now(block.extract, found)
            for n, at in enumerate(spans):
                made = quote(found.after, at, numbers[at])
                label = _NUMBER.sub(made.label, block.label, count=1)
                copied = _marked(made.extract, block.extract)
                yield replace(made, label=label, extract=copied, opens=block.opens and n == 0)
            if not spans:
                yield Paragraph(
                    (Emphasis(f"{block.label} no longer stands in the piece.".strip()),)
                )

    def _inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        written: list[Inline] = []
        for part in content:
            match part:
                case Extract():
                    written += self._inline(part)
                case Strong(text):
                    written.append(Strong(self._titled(text)))
                case Link(text, url):
                    written.append(Link(self._titled(text), url))
                case str() | Emphasis() | Code():
                    written.append(part)
                case never:
                    assert_never(never)
        return tuple(written)

    def _inline(self, copied: Extract) -> Iterator[Inline]:
        found = self._found(copied)
        if found is None:
            yield copied
        elif found.after is None:
            if found.before is not None:
                yield replace(copied, earlier=True, marked=False)
        else:
            spans = _now(copied, found)
            for n, at in enumerate(spans):
                if n:
                    yield " "
                yield _marked(extract(found.after, at), copied)
            if not spans:
                yield Emphasis("(taken out)")

    def _facts(self, pairs: tuple[tuple[str, tuple[Inline, ...]], ...]) -> Facts:
        """The facts under a brief, for the public revision; places in the old one are dropped."""
        pieces = {piece for piece, _ in self.changes}
        if len(pieces) > 1:
            return Facts(tuple((name, self._inlines(value)) for name, value in pairs))
        after = next(iter(self.changes.values())).after
        said = "Retracted" if after is None else f"Exact sentences{DOT}revision {after.number}"
        return Facts((("Proof", (said,)),))

    def _button(self, button: Button) -> Button | None:
        if not isinstance(button.does, Press):
            return button
        args = button.does.args
        for (piece, revision), change in self.changes.items():
            if change.after is None and {f"#{piece}", f"#{piece}@{revision}"} & set(args):
                return None
            if change.after is not None:
                older, now = f"#{piece}@{revision}", ref_of(change.after)
                args = tuple(now if arg == older else arg for arg in args)
        return replace(button, does=replace(button.does, args=args))

    def _titled(self, text: str) -> str:
        """The text with each old title replaced by the current one."""
        for change in self.changes.values():
            before, after = change.before, change.after
            if before and after and before.title and before.title != after.title:
                text = text.replace(before.title, after.title)
        return text


def _struck(block: Quote, found: Change) -> Iterator[Block]:
    if found.before is not None:
        yield replace(block, extract=replace(block.extract, earlier=True, marked=False))


def _now(copied: Extract, found: Change) -> tuple[Span, ...]:
    """The spans of a quotation in the public revision; () if its sentence was taken out.

    Raises NotEditable for a part of a sentence that changed.
    """
    assert found.comparison is not None  # noqa: S101  # a change with `after` has one
    change = found.comparison.of(copied.at)
    if change is None:
        raise NotEditable(f"[{copied.at.start}, {copied.at.end}) is no sentence")
    if copied.at in change.before:
        # Where sentences were merged, the quotation of the first one shows the merged sentence.
        return change.after if copied.at == change.before[0] else ()
    if change.kind != "same":
        raise NotEditable("a part of a sentence cannot be corrected")
    (old,), (new,) = change.before, change.after
    moved = new.start - old.start
    return (Span(copied.at.start + moved, copied.at.end + moved),)


def _marked(made: Extract, was: Extract) -> Extract:
    return replace(made, marked=was.marked)


def reply_under(told: Sequence[Change], titles: Mapping[int, str]) -> Reply:
    """The reply under a message: each changed piece, and what changed of its quoted sentences."""
    lines: list[Block] = []
    buttons: list[Button] = []
    for one in told:
        piece = one.correction.piece
        title = titles.get(piece, "")
        name = f"#{piece} {title}".strip()
        said = f": {one.line}" if one.line else ""
        stop = "" if said.endswith((".", "!", "?", "…")) else "."
        what = struck_word(one) if one.verdict == "struck" else "Corrected"
        lines.append(Paragraph((Strong(what), f"{DOT}{name}{said}{stop}")))
        if one.after is not None:
            buttons += (
                _what_changed_button(one),
                Button("Brief", Press("brief", (ref_of(one.after),))),
            )
    return Reply((*lines, *((Actions(tuple(buttons)),) if buttons else ())))
