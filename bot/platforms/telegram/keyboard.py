"""Lays buttons out as rows of keys, and the rows as keyboards that Telegram takes."""

from collections.abc import Iterable, Iterator, Mapping

from bot.platforms.telegram.message import Key, Keyboard
from briefs.model import Press
from handlers.message import Actions, Button

MOST_KEYS = 100
"""Telegram refuses a message with more."""

_A_ROW = 3
_WIDTH = 30
"""Characters of a row's labels that a telephone shows without cutting them short."""


def keyboards(groups: Iterable[Actions], tokens: Mapping[Press, str]) -> tuple[Keyboard, ...]:
    """All buttons in order as one keyboard, or several where there are too many for one."""
    rows = [row for group in groups for row in _rows(_key(b, tokens) for b in group.buttons)]
    most = MOST_KEYS // _A_ROW
    return tuple(tuple(rows[n : n + most]) for n in range(0, len(rows), most))


def _key(button: Button, tokens: Mapping[Press, str]) -> Key:
    match button.does:
        case Press() as press:
            return Key(button.label, token=tokens[press])
        case url:
            return Key(button.label, url=url)


def _rows(keys: Iterable[Key]) -> Iterator[tuple[Key, ...]]:
    row: list[Key] = []
    for key in keys:
        width = sum(len(k.label) for k in (*row, key))
        if row and (len(row) == _A_ROW or width > _WIDTH):
            yield tuple(row)
            row = []
        row.append(key)
    if row:
        yield tuple(row)
