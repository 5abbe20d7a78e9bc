"""A file that is named by its path in the terminal, as one that came along."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from bot.importing import data_of
from briefs.errors import Unreadable
from handlers.links import checked
from handlers.message import Incoming, Missing

_BEFORE = {"add": 1, "revise": 2}
"""Words that stand before a path after `/piece`, by the first of them."""


def along(command: str, args: Sequence[str], text: str) -> tuple[Incoming | Missing, ...]:
    """The file of `/piece add path` or `/piece revise #12 path`; none for an address."""
    skip = _BEFORE.get(args[0].casefold()) if command == "piece" and args else None
    behind = text.split(maxsplit=skip)[skip:] if skip else []
    if not behind or checked(behind[0].strip()):
        return ()
    path = Path(behind[0].strip().strip("'\""))
    try:
        path = path.expanduser()
        data = data_of(path)
    except Unreadable as error:
        return (Missing(str(path), error.reason, error.hint),)
    except RuntimeError:  # of expanduser, whose own words say nothing more
        return (Missing(str(path), "nobody here has that home"),)
    media_type = mimetypes.guess_type(path.name)[0] or ""
    return (Incoming(name=path.name, data=data, media_type=media_type),)
