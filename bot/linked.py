"""A page whose link an editor sent, as a file that came along."""

from bot.importing import Get, arrived, name_of
from briefs.errors import BadArgument, Unreadable
from handlers.message import Incoming, Missing


def along(url: str, get: Get) -> Incoming | Missing:
    """The page at `url`; it blocks until it is there, or can't be had."""
    try:
        page = arrived(get(url))
    except Unreadable as error:
        return Missing(url, error.reason, error.hint)
    except BadArgument as error:
        return Missing(url, str(error), error.hint)
    return Incoming(
        name=name_of(page.url),
        data=page.body,
        media_type=page.media_type,
        url=page.url,
        charset=page.charset,
    )
