"""How the courier tells the log of what went wrong: troubles in words, bugs with a traceback."""

import structlog

from briefs.errors import StoreUnavailable

_log = structlog.get_logger(__name__)


def tell(event: str, error: Exception, **fields: object) -> None:
    """Log an error under the name of what it prevented."""
    if isinstance(error, StoreUnavailable):
        _log.error(event, error=str(error), hint=error.hint, **fields)
    else:
        _log.error(event, exc_info=error, **fields)
