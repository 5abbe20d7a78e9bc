"""/digest: the subscription of a chat, channel or thread, made and changed by its admins."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Literal, TypeAlias, assert_never, get_args

from briefs.digests import schedule_words
from briefs.digests.digest import Digest
from briefs.digests.subscription import Subscription, upcoming
from briefs.digests.timezones import local
from briefs.errors import BadArgument
from briefs.model import Address, Press
from briefs.storage import Store
from handlers.digest import render, settings
from handlers.digest.render import schedule_text
from handlers.digest.settings import Place
from handlers.digest.status import status
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Context,
    Divider,
    Heading,
    Paragraph,
    Posting,
    Reply,
    Request,
)
from handlers.router import nearest

_Verb: TypeAlias = Literal[
    "on", "topics", "age", "preview", "test", "status", "pause", "resume", "off", "empty", "full"
]
_VERBS: tuple[_Verb, ...] = get_args(_Verb)
_OPEN_TO_ALL: frozenset[_Verb] = frozenset({"status", "preview"})
_EXAMPLES = (
    "on 08:30 Berlin weekdays",
    "on 7.30am America/New_York",
    "on noon UTC+2 mon,thu +energy -sport",
)
_INTRODUCTION = (
    "Once a day, at this place's own time: the new pieces, each with one exact sentence of it. An "
    "administrator begins it with a time and a zone and, if not all are wanted, topics:"
)
_MAX_TRIES = 3
_NOT_DAILY = frozenset({"weekly", "monthly", "hourly", "yearly"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _DigestRequest:
    """A /digest command; `spelled` is how commands about its place begin: "/digest @channel"."""

    request: Request
    place: Address
    spelled: str
    verb: _Verb
    words: tuple[str, ...]

    @property
    def now(self) -> datetime:
        return self.request.at

    @property
    def here(self) -> bool:
        return self.place == self.request.origin

    @property
    def here_or_thread(self) -> bool:
        return self.place.channel_alone == self.request.origin.channel_alone

    @property
    def named(self) -> str:
        return self.request.place_name or ("this chat" if self.here else "that channel")


def answer(request: Request, context: Context) -> Reply:
    """`/digest [@channel] [verb] [words]`."""
    store = context.store
    asked = _read_request(request)
    if asked.verb not in _OPEN_TO_ALL and request.role == "reader":
        return _refusal(asked)
    try:
        # The settings of a digest are shown to the asker alone.
        return replace(_answer(asked, store), private=True)
    except BadArgument as error:
        # People copy the hint, so it must name the same place.
        hint = error.hint.replace("/digest", asked.spelled)
        raise BadArgument(str(error), hint=hint) from error


def _answer(asked: _DigestRequest, store: Store) -> Reply:
    match asked.verb:
        case "status":
            return _status(asked, store)
        case "preview":
            order = _subscription(asked, store)
            held = _current_digest(order, asked, store)
            return render.compose(held, schedule_text(order), title="Preview of the digest")
        case "on":
            return _on(asked, store)
        case "test":
            order = _subscription(asked, store)
            return _with_test(order, _current_digest(order, asked, store), Reply(()), asked)
        case "topics":
            topics = partial(settings.on_topics, words=asked.words, topics=_topics(store))
            return _changed(topics, asked, store)
        case "pause":
            return _changed(partial(settings.paused, now=asked.now), asked, store)
        case "resume":
            return _changed(partial(settings.resumed, now=asked.now), asked, store)
        case "empty":
            return _changed(partial(settings.when_empty, words=asked.words), asked, store)
        case "age":
            return _changed(partial(settings.max_age, words=asked.words), asked, store)
        case "full":
            return _changed(
                partial(settings.in_full, words=asked.words, can=asked.request.can), asked, store
            )
        case "off":
            return _off(asked, store)
        case never:
            assert_never(never)


def _read_request(request: Request) -> _DigestRequest:
    words, spelled = request.args, "/digest"
    if words and words[0].startswith(("@", "#")):
        if request.place is None:
            raise BadArgument(
                f"I can't see {words[0]}.",
                hint="Make me an administrator there, with the right to post, and say it again: "
                f"/digest {words[0]} {_EXAMPLES[0]}",
            )
        spelled, words = f"/digest {words[0]}", words[1:]
    said, rest = (words[0].casefold(), words[1:]) if words else ("status", ())
    verb = next((verb for verb in _VERBS if verb == said), None)
    if verb is None:
        if schedule_words.take_time(" ".join(words))[0] is None:
            near = " or ".join(f"{spelled} {one}" for one in nearest(said, _VERBS))
            hint = f"Did you mean {near}?" if near else f"I know {', '.join(_VERBS)}."
            if said in _NOT_DAILY:
                hint = f"It comes once a day, on the days you name: {spelled} on 08:30 Berlin mon"
            raise BadArgument(f"I don't know {spelled} {said[:40]}.", hint=hint)
        verb, rest = "on", words  # "/digest 08:30 Berlin" means "on"
    return _DigestRequest(
        request=request,
        place=request.place or request.origin,
        spelled=spelled,
        verb=verb,
        words=rest,
    )


def _on(asked: _DigestRequest, store: Store) -> Reply:
    last = render.last_edition(asked.place, store)
    place = Place(
        to=asked.place,
        name=asked.request.place_name,
        since=render.delivered_watermark(last, asked.now, store),
        last=last.edition if last else None,
    )
    order = _save(
        lambda: settings.apply_words(
            store.subscriptions.get(asked.place),
            asked.words,
            place,
            topics=_topics(store),
            now=asked.now,
        ),
        asked,
        store,
    )
    held = _current_digest(order, asked, store)
    return _with_test(order, held, Reply(_status_blocks(order, held, asked, store)), asked)


def _changed(
    change: Callable[[Subscription], Subscription], asked: _DigestRequest, store: Store
) -> Reply:
    _save(lambda: change(_subscription(asked, store)), asked, store)
    return _status(asked, store)


def _save(wish: Callable[[], Subscription], asked: _DigestRequest, store: Store) -> Subscription:
    """Store the subscription that `wish` makes; call it again if another writer stored one
    meanwhile.
    """
    for _ in range(_MAX_TRIES):
        order = wish()
        run = next(upcoming(order, asked.now), None)
        if store.subscriptions.save(order, run, now=asked.now):
            return _subscription(asked, store)
    raise BadArgument(
        "Somebody else is changing this digest at the same time.",
        hint="/digest status shows how it stands now.",
    )


def _status(asked: _DigestRequest, store: Store) -> Reply:
    order = store.subscriptions.get(asked.place)
    if order is None:
        return _no_digest(asked)
    preview = Actions((Button("Preview", Press("digest", ("preview",))),))
    status = _status_blocks(order, _current_digest(order, asked, store), asked, store)
    return Reply((*status, *((preview,) if asked.here else ())))


def _status_blocks(
    order: Subscription, held: Digest, asked: _DigestRequest, store: Store
) -> tuple[Block, ...]:
    last = render.last_edition(asked.place, store)
    topics, spelled = _topics(store), asked.spelled
    return tuple(status(order, held, last, topics=topics, spelled=spelled, now=asked.now))


def _no_digest(asked: _DigestRequest) -> Reply:
    examples = tuple((Code(f"{asked.spelled} {words}"),) for words in _EXAMPLES)
    return Reply(
        (
            Heading(f"No digest comes to {asked.named} yet"),
            Paragraph((_INTRODUCTION,)),
            Bullets(examples),
        )
    )


def _refusal(asked: _DigestRequest) -> Reply:
    who = f"Only an administrator of {asked.named} can change its digest: ask one."
    others = f"{asked.spelled} status and {asked.spelled} preview are for everybody."
    return Reply((Paragraph((who,)), Paragraph((others,))), private=True)


def _off(asked: _DigestRequest, store: Store) -> Reply:
    if not store.subscriptions.delete(asked.place):
        return _no_digest(asked)
    said = f"The digest of {asked.named} is off. {asked.spelled} {_EXAMPLES[0]} begins a new one."
    return Reply((Paragraph((said,)),))


def _with_test(order: Subscription, held: Digest, reply: Reply, asked: _DigestRequest) -> Reply:
    """The reply with a test digest: below it, as a post in the place, or a button that posts it."""
    test = render.compose(held, schedule_text(order), title="Test of the digest")
    # Slack delivers an answer even where the bot may not post, so only a post shows whether digests
    # can come: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    posted = asked.request.can.answers_anywhere
    if asked.here and not posted:
        blocks = (*reply.blocks, Divider(), *test.blocks) if reply.blocks else test.blocks
        return replace(test, blocks=blocks)
    if posted and asked.here_or_thread and reply.blocks:
        offer = Paragraph(("Only a post shows whether I may post here:",))
        button = Actions((Button("Post a test", Press("digest", ("test",))),))
        return replace(reply, blocks=(*reply.blocks, offer, button))
    name = f"test-{asked.now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    invite = " If it does not come, type /invite @Sourcebrief there." if posted else ""
    sent = Paragraph((f"A test is on its way to {asked.named}.{invite}",))
    return replace(reply, blocks=(*reply.blocks, sent), posts=(Posting(asked.place, name, test),))


def _current_digest(order: Subscription, asked: _DigestRequest, store: Store) -> Digest:
    """The digest that the next edition would be if it were due now."""
    return render.current_digest(order, _next_date(order, asked.now), store, asked.now)


def _subscription(asked: _DigestRequest, store: Store) -> Subscription:
    order = store.subscriptions.get(asked.place)
    if order is None:
        raise BadArgument(
            f"No digest comes to {asked.named} yet.",
            hint=f"/digest {_EXAMPLES[0]} begins one.",
        )
    return order


def _next_date(order: Subscription, now: datetime) -> date:
    """The date of the next edition; today's date in that place if there is no next one."""
    run = next(upcoming(order, now), None)
    return run.edition if run else local(now, order.zone).date()


def _topics(store: Store) -> tuple[str, ...]:
    return tuple(name for name, _ in store.catalogue.topics())
