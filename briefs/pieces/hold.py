"""What keeps a piece from the public until an editor says so, and days that are not believed."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from briefs.model import Draft

EARLIEST_ZONE = timedelta(hours=14)
"""A day begins so much earlier somewhere on earth: one without a time may have begun there."""


def reason(draft: Draft, now: datetime) -> str:
    """Why only an editor may make a draft public, "" if nothing speaks against it."""
    if draft.hold:
        return draft.hold
    for moment in (draft.not_before, draft.published):
        if moment is not None and is_to_come(moment, now):
            return f"its date is still to come: {moment.date().isoformat()}"
    return ""


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is later than now; one at midnight is a day, which has begun elsewhere."""
    is_day = moment.timetz().replace(tzinfo=None) == time()
    return moment > (now + EARLIEST_ZONE if is_day else now)


def without_days_to_come(draft: Draft, now: datetime) -> Draft:
    """A draft from the web, where a day that is still to come is a slip: the page is there."""
    if draft.published is None or not is_to_come(draft.published, now):
        return draft
    day = draft.published.date().isoformat()
    warning = f"its date, {day}, is still to come: not believed"
    return replace(draft, published=None, warnings=(*draft.warnings, warning))
