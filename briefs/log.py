"""The logger of every layer: events with fields, by structlog.

The program configures the output (`bot.log`); without that, structlog's default for the standard
library's loggers applies. Structlog is imported with the first event: most commands log nothing,
and importing it takes longer than they do.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import structlog
    from structlog.typing import Processor


class _LazyLogger:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> Any:  # noqa: ANN401  # the logger's own methods
        bound = self.__dict__[method] = getattr(self._logger, method)
        return bound

    @cached_property
    def _logger(self) -> "structlog.stdlib.BoundLogger":
        import structlog  # noqa: PLC0415  # as the module says

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
        logger: structlog.stdlib.BoundLogger = structlog.get_logger(self._name)
        return logger


def get_logger(name: str) -> "structlog.stdlib.BoundLogger":
    """A logger for a module of ours."""
    return cast("structlog.stdlib.BoundLogger", _LazyLogger(name))


def event_fields() -> "tuple[Processor, ...]":
    """The processors that add the common fields of every event, ours or a library's."""
    import structlog  # noqa: PLC0415  # as above

    return (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    )
