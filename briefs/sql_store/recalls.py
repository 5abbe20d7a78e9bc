"""Takes back the digests of a place that have not begun, as if they had never been put out."""

from datetime import date

from sqlalchemy import Connection, bindparam, delete, exists, func, or_, select, update

from briefs.model import Address
from briefs.storage.schema_outbox import deliveries, has_status, subscriptions

_sibling = deliveries.alias("sibling")
_OF_DIGESTS = (deliveries.c.place == bindparam("of"), deliveries.c.since.is_not(None))
_TO_COME = (*_OF_DIGESTS, has_status("claimed", "pending"))
# Behind a later one that is out it stays as well: going back would tell that one's pieces again.
_has_begun = exists().where(
    _sibling.c.place == deliveries.c.place,
    _sibling.c.since.is_not(None),
    or_(_sibling.c.edition == deliveries.c.edition, _sibling.c.id > deliveries.c.id),
    # What was sent again may have been posted before.
    or_(~has_status("claimed", "pending", row=_sibling), _sibling.c.resent),
)
_HOLD = select(deliveries.c.id).where(*_TO_COME).order_by(deliveries.c.id).with_for_update()
_EARLIEST = select(func.min(deliveries.c.since)).where(*_TO_COME, ~_has_begun)
_TAKE_BACK = delete(deliveries).where(*_TO_COME, ~_has_begun)
_LAST = select(func.max(deliveries.c.edition)).where(*_OF_DIGESTS)
_GO_BACK = (
    update(subscriptions)
    .where(subscriptions.c.place == bindparam("of"))
    .values(
        since=bindparam("told_upto"),
        last=bindparam("last_out"),
        zones="",  # its next run is worked out anew
        version=subscriptions.c.version + 1,
    )
)
_DROP_REST = update(deliveries).where(*_TO_COME).values(status="dropped", worker="", lease=None)


def hold(connection: Connection, at: Address) -> None:
    """Let no worker begin a digest of a place until the transaction is over."""
    connection.execute(_HOLD, {"of": at})


def take_back(connection: Connection, at: Address) -> None:
    """Remove a place's digests that have not begun, and bring its order back to before them."""
    asked = {"of": at}
    since = connection.scalar(_EARLIEST, asked)
    if since is None:
        return
    connection.execute(_TAKE_BACK, asked)
    last: str | None = connection.scalar(_LAST, asked)
    connection.execute(
        _GO_BACK, {"of": at, "told_upto": since, "last_out": last and date.fromisoformat(last)}
    )


def drop_rest(connection: Connection, at: Address) -> None:
    """Let go what is left of a place's digests that have begun."""
    connection.execute(_DROP_REST, {"of": at})
