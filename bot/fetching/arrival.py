"""What the response at the end of the redirects says, as an answer."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from yarl import URL

from bot.fetching.answers import Failed, Fetched, NotModified, Trouble, Validators
from bot.http_client import results
from bot.http_client.connection import PAGE, Response


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where the redirects ended; `moved` if there were any, and all of them for good."""

    url: URL
    response: Response
    moved: bool

    @property
    def permanent_url(self) -> str | None:
        return str(self.url) if self.moved else None


def told(arrived: Arrival) -> Fetched | Failed:
    response, url = arrived.response, arrived.url
    if response.status in PAGE:
        return Fetched(
            url=str(url),
            body=response.body,
            media_type=results.media_type(response.headers),
            charset=results.charset(response.headers),
            validators=results.validators(response.headers),
            permanent_url=arrived.permanent_url,
            fresh=results.fresh(response.headers),
        )
    wait = results.retry_after(response.headers)
    return Failed(
        url=str(url),
        kind=_trouble(response.status, wait),
        reason=f"{url.host} answers {_named(response.status)}.",
        status=response.status,
        retry_after=wait,
    )


def told_again(arrived: Arrival, known: Validators) -> Fetched | NotModified | Failed:
    """As `told`, of a request that was made with `known`."""
    if arrived.response.status != HTTPStatus.NOT_MODIFIED:
        return told(arrived)
    new = results.validators(arrived.response.headers)
    return NotModified(
        url=str(arrived.url),
        validators=Validators(new.etag or known.etag, new.last_modified or known.last_modified),
        permanent_url=arrived.permanent_url,
        fresh=results.fresh(arrived.response.headers),
    )


def _trouble(status: int, wait: timedelta | None) -> Trouble:
    match status, status // 100:
        case 404 | 410, _:
            return "gone"
        case 429, _:
            return "busy"
        case 503, _ if wait is not None:
            return "busy"
        case 301 | 302 | 303 | 307 | 308, _:
            return "redirects"
        case _, 5:
            return "server"
        case _, 1 | 2 | 3:
            return "malformed"
        case _:
            return "denied"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
