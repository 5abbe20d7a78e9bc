"""What became of a revision since its receipt was made: corrected, retracted, erased."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from briefs.corrections.affected_messages import compare
from briefs.model import Revision, Span
from briefs.receipts.receipt import Receipt, described


@dataclass(frozen=True, slots=True)
class Change:
    """A quoted sentence, or a field, and its current text; None if a sentence is gone."""

    what: str
    was: str
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`revision` is the public one now, 0 if there is none.

    `notice` describes a retraction or an erasure.
    """

    state: Literal["public", "corrected", "retracted", "erased", "not public"]
    revision: int
    notice: str = ""
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """The status in words, a sentence on each line."""
        match self.state:
            case "public":
                return
            case "retracted" | "erased":
                yield f"Since then: {self.notice}"
            case "not public":
                yield "This revision is not public."
            case "corrected":
                quoted = "" if self.changes else "; all that is quoted stands in it as it was"
                yield f"Since then: revision {self.revision} took its place{quoted}."
        for one in self.changes:
            now = "is not in it any more" if one.now is None else f"is now “{one.now}”"
            yield f"  {one.what}: “{one.was}” {now}"


_TOLD = ("title", "byline", "outlet", "published", "url")


def standing(
    receipt: Receipt, revision: Revision, public: Revision | None, retracted: str
) -> Standing:
    """The status of a receipt's revision; `public` is the current one, `retracted` why there is
    none.
    """
    if public is None:
        state: Literal["retracted", "not public"] = "retracted" if retracted else "not public"
        return Standing(state=state, revision=0, notice=retracted)
    if public.number == revision.number:
        return Standing(state="public", revision=public.number)
    changes = (*_changed_sentences(receipt, revision, public), *_changed_fields(revision, public))
    return Standing(state="corrected", revision=public.number, changes=changes)


def _changed_sentences(receipt: Receipt, before: Revision, public: Revision) -> Iterator[Change]:
    quoted = {
        Span(one.start, one.end): one for one in receipt.sentences if 0 <= one.start < one.end
    }
    for change in compare(before, public).changed(quoted):
        now = " ".join(at.of(public.body) for at in change.after)
        for at in change.before:
            if at in quoted:
                yield Change(quoted[at].name, quoted[at].text, now or None)


def _changed_fields(revision: Revision, public: Revision) -> Iterator[Change]:
    before, after = described(revision), described(public)
    for field in _TOLD:
        if before[field] != after[field]:
            yield Change(field, before[field] or "", after[field] or "")
