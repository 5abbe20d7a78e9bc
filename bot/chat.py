"""The chat service, which passes every platform's requests to the handlers.

It is blocking code; the platforms call it in worker threads.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bot.access import Budgets, Editors, Spent
from bot.importing import Get
from bot.linked_pages import ExternalPages, OverBudget, attach_page
from briefs.digests.outbox import Edition, Part
from briefs.errors import SourcebriefError, StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address
from briefs.receipts.signing import Issuer
from briefs.storage import Store
from handlers import router
from handlers.message import (
    Answer,
    Block,
    Context,
    Paragraph,
    Posting,
    Reply,
    Request,
    dump_blocks,
    extracts,
    is_noted,
    presses,
    without_presses,
)
from handlers.outgoing import within_bounds
from handlers.router import NAMES, link_to_add, link_to_read, searches

if TYPE_CHECKING:
    from bot.platforms.base import Freezer
    from briefs.digests.subscription import Subscription

_POSTING_WORTH: Final = timedelta(hours=1)
"""How long a post that somebody asked for is tried."""

MAX_PRESS_CHARS: Final = 512
"""Characters of a button's command; each is stored for more than a year."""

_ORDERS_A_PAGE = 500
"""Subscriptions that are read at a time."""

_OTHER: Final = "other"
"""The one name under which unknown commands are counted, so that people
cannot create more names.
"""

_log = get_logger(__name__)


@dataclass(slots=True)
class AnswerCounts:
    """Counts answers and their seconds by command; thread-safe."""

    _counts: Counter[str] = field(default_factory=Counter)
    _seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _lock: Lock = field(default_factory=Lock)

    def note(self, command: str, seconds: float) -> None:
        name = command.lower() if command.lower() in NAMES else _OTHER
        with self._lock:
            self._counts[name] += 1
            self._seconds[name] += seconds

    def by_command(self) -> tuple[tuple[str, int, float], ...]:
        """For each command its name, the number of answers, and their seconds in total."""
        with self._lock:
            counted = sorted(self._counts.items())
            return tuple((name, count, self._seconds[name]) for name, count in counted)


@dataclass(frozen=True, slots=True)
class ChatService:
    """Answers requests. `freezers` render posts, by platform; `get` fetches pages.

    `budgets` limit what a person and a chat may ask for; None means no limit. With
    `external_pages`, a link may stand for its page wherever a piece's number may. `method` is the
    ranking method for editors' pieces, and `issuer` who makes receipts. `counts` counts the answers
    and their seconds.
    """

    store: Store
    clock: Callable[[], datetime]
    freezers: Mapping[str, "Freezer"] = field(default_factory=dict)
    editors: Editors = field(default_factory=Editors)
    get: Get | None = None
    external_pages: ExternalPages | None = None
    method: str = "brief"
    budgets: Budgets | None = None
    counts: AnswerCounts = field(default_factory=AnswerCounts)
    issuer: Issuer = Issuer()  # noqa: RUF009  # it is frozen

    def admit(self, request: Request) -> Answer | None:
        """None if the request is to be answered; else the refusal, which may be without any text.

        It is called before anything is stored for a request, and does not call the store.
        """
        spent = self.budgets.charge("answers", request) if self.budgets is not None else None
        return None if spent is None else refusal(spent)

    def answer(self, request: Request, *, in_place: bool = False) -> Answer:
        """Route, prove, and issue the buttons' tokens; every error of a person becomes an answer.

        Posts to other places are in the outbox when it returns. A reply that shows no piece, such
        as an error, does not replace the message whose button was pressed. While the database
        cannot be written, a reply has no buttons, since their tokens could not be redeemed.
        """
        began = perf_counter()
        try:
            return self._answered(request, in_place=in_place)
        finally:
            self.counts.note(request.command, perf_counter() - began)

    def _answered(self, request: Request, *, in_place: bool) -> Answer:
        if self.budgets is not None and searches(request):
            spent = self.budgets.charge("searches", request)
            if spent is not None:
                return refusal(spent)
        try:
            reply = self._reply(request)
            self._post(reply.posts, request.at)
        except StoreUnavailable as error:
            return _store_away(error)
        except OverBudget as error:
            return refusal(error.spent)
        reply = within_bounds(without_presses(reply, longer_than=MAX_PRESS_CHARS))
        wanted = presses(reply)
        tokens: tuple[str, ...] = ()
        try:
            if wanted:
                tokens = self.store.chat_state.issue(wanted, request.origin, now=request.at)
        except StoreUnavailable as error:
            _log.error("desk.no_buttons", error=str(error), hint=error.hint)
            reply, wanted = without_presses(reply), ()
        in_place = in_place and reply.about is not None
        return Answer(reply, dict(zip(wanted, tokens, strict=True)), in_place)

    def press(self, token: str, base: Request) -> Answer | None:
        """Answer a button; `base` says who pressed it and where. None if the token is unknown."""
        try:
            press = self.store.chat_state.redeem(token, base.origin)
        except StoreUnavailable as error:
            return _store_away(error)
        if press is None:
            return None
        asked = replace(base, command=press.command, args=press.args)
        return self.answer(asked, in_place=press.in_place)

    def sent(
        self, reply: Reply, at: Address, message: str, said: tuple[Block, ...] | None = None
    ) -> None:
        """Store what a sent message showed, for replies to it, and what it quotes, for corrections.

        `said` are the blocks of that very message, from which it can be rewritten; () if it cannot
        be. None if the message is not ours or only its asker sees it.
        """
        if not is_noted(reply):
            return
        quotes = () if said is None else tuple(extracts(Reply(said) if said else reply))
        try:
            self.store.chat_state.note_shown(
                at,
                message,
                reply.about,
                now=self.clock(),
                quotes=quotes,
                said=dump_blocks(said if quotes else ()) if said else None,
            )
        except StoreUnavailable as error:  # a reply to it will have to name the piece
            _log.error("desk.not_noted", error=str(error), hint=error.hint)

    def on_unreachable(self, at: Address, reason: str) -> None:
        """Pause the subscriptions of a place, or of a whole account: nothing
        can be posted there.
        """
        now = self.clock()
        for place in self._places(at):
            self.store.subscriptions.pause(place, reason, now=now)

    def on_reachable(self, at: Address) -> None:
        """Resume the subscriptions of a place that were paused because nothing could be posted
        there.
        """
        now = self.clock()
        resting = (
            o
            for o in self.store.subscriptions.in_channel(at)
            if o.pause and o.pause.by == "platform"
        )
        woken = [replace(order, pause=None, starts=now) for order in resting]
        if woken:
            from briefs.digests.subscription import upcoming  # noqa: PLC0415  # few channels come back

            runs = [(order, next(upcoming(order, now), None)) for order in woken]
            self.store.subscriptions.resume(at, runs)

    def on_migrated(self, at: Address, to: Address) -> None:
        """Move a place's subscriptions, and its posts in the outbox, to its new address."""
        self.store.subscriptions.move(at, to, now=self.clock())

    def _reply(self, request: Request) -> Reply:
        try:
            if self.external_pages and link_to_read(request):
                request = self.external_pages.named(request)
        except (StoreUnavailable, OverBudget):
            raise
        except SourcebriefError as error:
            return router.error_reply(error)
        return router.answer(self._whole(request), Context(self.store, self.method, self.issuer))

    def _whole(self, request: Request) -> Request:
        """The request with its sender's role as an editor, and with the page
        of an editor's link.
        """
        url = link_to_add(request) if self.get else None
        if self.get and url and self.editors.may_send(request):
            request = replace(request, files=(attach_page(url, self.get),))
        return self.editors.with_role(request)

    def _post(self, posts: tuple[Posting, ...], now: datetime) -> None:
        if not posts:
            return
        from bot.platforms.sending import freeze_reply  # noqa: PLC0415  # imports aiohttp

        found = [
            Edition(
                to=post.to,
                name=post.name,
                due=now,
                until=now + _POSTING_WORTH,
                parts=tuple(
                    Part(message=message)
                    for message in freeze_reply(
                        post.reply, self.store, self.freezers[post.to.platform], now=now
                    )
                ),
            )
            for post in posts
        ]
        self.store.outbox.enqueue(found, now=now)

    def _places(self, at: Address) -> set[Address]:
        if at.channel:
            return {at}
        orders = every_order(self.store)
        return {order.to.channel_alone for order in orders if order.to.account == at.account}


def every_order(store: Store) -> "Iterator[Subscription]":
    """All subscriptions."""
    after: Address | None = None
    while page := store.subscriptions.page(limit=_ORDERS_A_PAGE, after=after):
        yield from page
        after = page[-1].to


def refusal(spent: Spent) -> Answer:
    """The refusal of a request over budget; without any text if the asker has been told already.

    Otherwise a flood of questions would cause a flood of refusals.
    """
    said = (Paragraph((f"{spent} {spent.hint}",)),) if spent.first else ()
    return Answer(Reply(said, private=True), {})


def _store_away(error: StoreUnavailable) -> Answer:
    """The answer while the database cannot be used; the operator finds the error in the log."""
    _log.error("desk.no_store", error=str(error), hint=error.hint)
    return Answer(router.error_reply(error), {})
