"""What a delivery that failed takes along: the parts after it, and how far its order has told."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Connection, RowMapping, bindparam, exists, select, update

from briefs.storage.schema_outbox import deliveries, has_status, subscriptions

FAILED = (
    deliveries.c.id,
    deliveries.c.place,
    deliveries.c.edition,
    deliveries.c.part,
    deliveries.c.since,
)
"""What must be known of each."""

_later = deliveries.alias("later")
# What is being sent may have been posted: it is not failed, whatever became of those before it.
_FAIL_AFTER = (
    update(deliveries)
    .where(
        deliveries.c.place == bindparam("of"),
        deliveries.c.edition == bindparam("named"),
        deliveries.c.part > bindparam("after"),
        has_status("pending", "claimed"),
    )
    .values(
        status="failed",
        error="An earlier part was not sent.",
        worker="",
        lease=None,
        told=False,
        changed_at=bindparam("now"),
    )
)
_ORDERS = (
    select(subscriptions.c.place)
    .where(subscriptions.c.place.in_(bindparam("places", expanding=True)))
    .order_by(subscriptions.c.place)
    .with_for_update()
)
# Once a later edition is out, going back would tell its pieces again.
_GIVE_BACK = (
    update(subscriptions)
    .where(
        subscriptions.c.place == bindparam("of"),
        subscriptions.c.since > bindparam("told_before"),
        ~exists().where(
            _later.c.place == subscriptions.c.place,
            _later.c.id > bindparam("delivery"),
            _later.c.since.is_not(None),
            ~has_status("failed", row=_later),
        ),
    )
    .values(since=bindparam("told_before"), version=subscriptions.c.version + 1)
)


def follow(connection: Connection, failed: Sequence[RowMapping], now: datetime) -> None:
    """See to what follows from failures; each row has the columns `FAILED`."""
    if not failed:
        return
    ordered = sorted(failed, key=itemgetter("id"))  # from the earliest edition the news goes on
    connection.execute(
        _FAIL_AFTER,
        [
            {"of": row["place"], "named": row["edition"], "after": row["part"], "now": now}
            for row in ordered
        ],
    )
    given = [
        {"of": row["place"], "told_before": row["since"], "delivery": row["id"]}
        for row in ordered
        if row["part"] == 0 and row["since"] is not None
    ]
    if given:
        # Whether a later edition is out can only be told while nobody takes the order a step on.
        connection.execute(_ORDERS, {"places": [row["of"] for row in given]})
        connection.execute(_GIVE_BACK, given)
