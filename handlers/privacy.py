"""/privacy: what is stored about a person, in plain words, and how to delete it."""

from collections.abc import Iterator, Mapping
from typing import Final

from briefs.errors import BadArgument
from briefs.model import Press
from briefs.storage.privacy import IN_HAND, OF_EDITORS, OF_PRIVATE_CHATS, Forgotten, Kept, Until
from handlers.format import DOT, counted
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Context,
    Heading,
    Paragraph,
    Reply,
    Request,
    Strong,
)

FORGET: Final = "forget"
_SURE: Final = "me"
UNTIL: Final[Mapping[Until, str]] = {
    "for good": "for good, without your name once you are forgotten",
    "buttons": "400 days, unless the operator set another time",
    "deliveries": "30 days, unless the operator set another time",
    "90 days": "90 days",
    "a day": "a day at most",
    "it ends": "as long as that lasts",
}
_NOT: Final = (
    "Not kept beyond that: what you ask and write, but for the words that a button repeats; your "
    "name, your picture, your contacts; who reads a piece. Of a group or channel its id is kept in "
    "these ways, and nobody's in it."
)
_OTHERS: Final = (
    "The bot's log, which its operator keeps, may name ids. What was sent stays with the platform: "
    "deleting it there is up to you. Pieces name their authors: that is for the newsroom's editors."
)


def answer(request: Request, context: Context) -> Reply:
    """`/privacy`, `/privacy forget` (which asks) and `/privacy forget me` (which deletes)."""
    match [word.casefold() for word in request.args]:
        case []:
            return _told(request)
        case [word] if word == FORGET:
            return _asked()
        case [word, sure] if (word, sure) == (FORGET, _SURE):
            return _forgotten(request, context)
        case _:
            raise BadArgument("I know /privacy and /privacy forget.")


def _told(request: Request) -> Reply:
    return Reply(
        (
            Heading("What I keep about you"),
            *kept(),
            Paragraph(("You are ", Code(request.person), " to me.")),
            Actions((Button("Forget me …", Press("privacy", (FORGET,))),)),
        ),
        private=True,
    )


def kept(until: Mapping[Until, str] = UNTIL, *, columns: bool = False) -> Iterator[Block]:
    """Everything that is stored, and for how long; `columns` adds the tables and columns."""
    yield Paragraph((Strong("In a private chat with me"),))
    yield Bullets(
        tuple((_line(one, until, columns=columns),) for one in (*OF_PRIVATE_CHATS, IN_HAND))
    )
    yield Paragraph((Strong("If you are an editor"),))
    yield Bullets(tuple((_line(one, until, columns=columns),) for one in OF_EDITORS))
    yield Paragraph((_NOT,))
    yield Paragraph((_OTHERS,))


def _line(one: Kept, until: Mapping[Until, str], *, columns: bool) -> str:
    where = f" ({', '.join(one.columns)})" if columns else ""
    return f"{one.what[:1].upper()}{one.what[1:]}{where}{DOT}{until[one.until]}"


def _asked() -> Reply:
    said = (
        "I will delete what I keep of you and of this private chat: buttons below my messages stop "
        "working, your digest ends, and no correction reaches what I sent. This cannot be undone."
    )
    sure = Button("Forget me", Press("privacy", (FORGET, _SURE)))
    return Reply((Paragraph((said,)), Actions((sure,))), private=True)


def _forgotten(request: Request, context: Context) -> Reply:
    if request.forwarded or request.outsider:
        raise BadArgument("I do that only for whoever types it, in their own workspace.")
    places = (request.origin,) if _is_private(request) else ()
    done = context.store.privacy.forget(request.person, places, now=request.at)
    return Reply((Paragraph((forgotten_line(done),)),), private=True)


def forgotten_line(done: Forgotten) -> str:
    """What was deleted for a person, in one line."""
    log = f" {counted(done.unnamed, 'entry')}".replace("entrys", "entries")
    named = f";{log} of the editors' log name nobody any more" if done.unnamed else ""
    return f"Forgotten: {counted(done.deleted, 'row')} deleted{named}."


def _is_private(request: Request) -> bool:
    """Whether the request came from a chat that nobody else is in.

    A private chat has the person's own id on Telegram (Bot API, `Chat.type`); on Slack its id
    begins with a D (https://docs.slack.dev/reference/objects/conversation-object).
    """
    channel = request.origin.channel
    return channel == request.sender or (request.can.local_ids and channel.startswith("D"))
