"""The logger that every layer uses: events with fields, by structlog.

What becomes of them is set up by the program (`bot.log`); a program that sets up nothing has
structlog's own output for the standard library's loggers.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import structlog
    from structlog.typing import Processor


def get_logger(name: str) -> "structlog.stdlib.BoundLogger":
    """A logger of ours. Structlog is imported with the first: small commands log nothing."""
    import structlog  # noqa: PLC0415  # as it says

    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.stdlib.filter_by_level,
                *event_fields(),
                structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
            ],
            wrapper_class=structlog.stdlib.BoundLogger,
            logger_factory=structlog.stdlib.LoggerFactory(),
        )
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


def event_fields() -> "tuple[Processor, ...]":
    """What every event has beside its own fields, be it ours or a library's."""
    import structlog  # noqa: PLC0415  # as above

    return (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    )
