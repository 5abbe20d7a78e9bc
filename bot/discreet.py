"""Spells addresses for logs and errors, without the secrets that they may carry."""

import re
from typing import Final

_HIDDEN: Final = "…"

# A host is followed by its port, or by what ends a sentence: anything else may be half a password.
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?"
    r"(?P<host>(?:\[[^]/?#@]*\]|[^/?#@:\[\]]*)(?::\d*[^\w/?#@]*)?)"
    r"(?P<path>/[^?#]*|)(?P<query>\?[^#]*|)(?P<fragment>#.*|)",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s\"\\\x00-\x1f]+", re.IGNORECASE)
_WITH_SECRETS = re.compile(r"[@?#]|://")


def discreet(url: str) -> str:
    """Where an address leads to: its scheme, host and path, and that there is a query, if any."""
    read = _ADDRESS.fullmatch(url)
    if read is None:
        return _unread(url)
    return f"{read['scheme']}{read['host']}{read['path']}{read['query'] and f'?{_HIDDEN}'}"


def nameless(url: str) -> str:
    """The whole address but for a user's name and password: who shows it is its owner."""
    read = _ADDRESS.fullmatch(url)
    if read is None:
        return _unread(url)
    return "".join(read.group("scheme", "host", "path", "query", "fragment"))


def discreetly(text: str) -> str:
    """The text with every address in it as `discreet` has it."""
    return _WITHIN.sub(lambda found: discreet(found[0]), text)


def _unread(url: str) -> str:
    """What can't be read as an address is shown only where nothing in it can be a secret."""
    scheme, _, rest = url.rpartition("://")
    if _WITH_SECRETS.search(url) is None:
        return url
    return f"{scheme}://{_HIDDEN}" if rest and scheme.isalnum() else _HIDDEN
