"""Judges a month: what each message that was sent says in the end, and what it ought to say."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from briefs.corrections.affected_messages import verdict
from briefs.model import Address, Revision
from briefs.storage.sql.chat_state import doubtful_id
from briefs.storage.sql.store import SqlStore
from handlers.corrections import change_of
from tests.emulators.slack import SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

Verdict: TypeAlias = Literal["untouched", "quiet", "material", "struck"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a message was written from: the sentences, by their numbers, of a piece's revision."""

    piece: int
    revision: int
    numbers: tuple[int, ...]


@dataclass(slots=True)
class Sent:
    """One message as it was put into the outbox, with the name of its edition."""

    to: Address
    edition: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the platform shows it in the end."""

    text: str
    edits: int
    under: str


@dataclass(slots=True)
class Outcome:
    """What became of a month, by message: what the benchmark prints and the test reads."""

    sent: int = 0
    affected: int = 0
    corrected: int = 0
    told: int = 0
    listed: int = 0
    replies: int = 0
    missed: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    faults: int = 0
    kills: int = 0


def _shown(telegram: TelegramEmulator, slack: SlackEmulator) -> dict[tuple[str, str], Shown]:
    found = {
        (str(chat), str(number)): Shown(m.text, m.edits, str(m.reply_to or ""))
        for (chat, number), m in telegram.world.messages.items()
    }
    for said in slack.workspace.messages:
        under = said.thread if said.thread != said.ts else ""
        found[said.channel, said.ts] = Shown(said.seen, int(said.edited), under)
    return found


def judged(
    store: SqlStore, sent: Sequence[Sent], telegram: TelegramEmulator, slack: SlackEmulator
) -> Outcome:
    shown = _shown(telegram, slack)
    under: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (channel, _), message in shown.items():
        if message.under:
            under[channel, message.under].append(message.text)
    rows = {(row.place, row.edition): row for row in store.outbox.rows(limit=10**7)}
    decided: dict[tuple[Address, str], list[Any]] = defaultdict(list)
    for correction in store.corrections.recent(limit=10**6):
        for made in store.corrections.messages(correction.id, limit=10**6):
            decided[made.to, made.message].append(made)
    outcome = Outcome()
    for one in sent:
        row = rows.get((one.to, one.edition))
        if row is None or row.status not in {"sent", "uncertain"}:
            continue
        outcome.sent += 1
        posted = row.posted if row.status == "sent" else doubtful_id(row.id)
        _judge(one, posted, shown, under, decided, store, outcome)
    return outcome


def _judge(  # noqa: PLR0917  # all that is known of a message
    sent: Sent,
    posted: str,
    shown: Mapping[tuple[str, str], Shown],
    under: Mapping[tuple[str, str], list[str]],
    decided: Mapping[tuple[Address, str], list[Any]],
    store: SqlStore,
    outcome: Outcome,
) -> None:
    name = f"{sent.to} {posted}"
    there = shown.get((sent.to.channel, posted))
    replies = under.get((sent.to.channel, posted), [])
    made = decided.get((sent.to, posted), [])
    needed = {one.correction for one in made if one.verdict in {"material", "struck"}}
    if len(replies) > len(needed) or max(Counter(replies).values(), default=0) > len(needed):
        outcome.twice.append(name)
    verdicts, wanted = _wanted(sent, store)
    if verdicts <= {"untouched"} and not made:
        if replies or (there is not None and there.edits):
            outcome.touched.append(name)
        return
    if not verdicts & {"material", "struck"}:
        return
    outcome.affected += 1
    outcome.replies += bool(replies)
    if there is not None and all(text in there.text for text in wanted):
        outcome.corrected += 1
    elif any(one.reply == "sent" for one in made):
        outcome.told += 1
    elif made and all(one.why_not for one in made if one.verdict in {"material", "struck"}):
        outcome.listed += 1
    else:
        outcome.missed.append(name)


def _wanted(sent: Sent, store: SqlStore) -> tuple[set[Verdict], list[str]]:
    """What became of all that a message quotes, and what it ought to say now."""
    verdicts: set[Verdict] = set()
    wanted: list[str] = []
    for one in sent.quotes:
        before = store.catalogue.revision(one.piece, one.revision)
        spans = [before.sentences[n - 1] for n in one.numbers]
        newest = store.corrections.recent(limit=1, piece=one.piece)
        change = change_of(newest[0], one.revision, spans, store) if newest else None
        if change is None:
            continue
        if change.after is None:
            verdicts.add("struck")
            wanted.append(f"Town {one.piece} was never asked.")
            continue
        verdicts.add(verdict(change.changed, change.correction.word))
        wanted += _texts(change.changed, change.after)
    return verdicts, wanted


def _texts(changed: Sequence[Any], after: Revision) -> list[str]:
    return [at.of(after.body) for one in changed for at in one.after]
