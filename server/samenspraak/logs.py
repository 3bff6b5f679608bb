"""What operators see: a line for each request, counts for a dashboard, and where a mistake happened.

Nobody can be found in it and nothing anybody wrote: addresses appear as the template of their
route, never with an id, a query or an invitation's secret; a trace tells places in the code, never
the values that were there.
"""

import logging
import sys
import time
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import PurePath
from typing import Any, TextIO

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from samenspraak.gate import Application, Receive, Scope, Send

# What no route answers, and what is refused before routes are looked for.
NO_ROUTE = "none"
# Anything may stand where a method should; each other word would make a count of its own.
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# A read, a move, a move that waited for others, a signature's sealing, and far too long.
SECONDS = (0.01, 0.05, 0.2, 1.0, 5.0)
# What libraries say of an error besides its message, without repeating a value.
TELLING = ("sqlstate", "table_name", "constraint_name", "errno")

log = structlog.get_logger()

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REQUESTS = Counter(
    "samenspraak_requests",
    "Requests answered, by route and status.",
    ("method", "path", "status"),
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "samenspraak_request_seconds",
    "Time from the request to the end of its answer, by route.",
    ("method", "path"),
    buckets=SECONDS,
    registry=REGISTRY,
)
SOCKETS = Gauge("samenspraak_sockets_open", "Sockets open now.", registry=REGISTRY)


class Observed:
    """Wraps everything else, so that refusals of the gate are seen too."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes in, and tell how it ended."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._application(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Durations only: this clock never says what time it is.
        began = time.perf_counter()
        # Stays so when the server breaks before it answers.
        status = 500

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._application(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - began
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            path = _template(scope)
            REQUESTS.labels(method, path, status).inc()
            REQUEST_SECONDS.labels(method, path).observe(seconds)
            tell = log.warning if status >= 500 else log.info
            tell("request", method=method, path=path, status=status, ms=round(seconds * 1000, 1))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        is_open = False
        code: int | None = None

        async def hearing() -> MutableMapping[str, Any]:
            nonlocal code
            message = await receive()
            if message["type"] == "websocket.disconnect":
                code = message.get("code")
            return message

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal is_open, code
            if message["type"] == "websocket.accept" and not is_open:
                is_open = True
                SOCKETS.inc()
            elif message["type"] == "websocket.close":
                code = message.get("code")
            await send(message)

        try:
            await self._application(scope, hearing, noting)
        finally:
            if is_open:
                SOCKETS.dec()
            log.info(
                "socket",
                path=_template(scope),
                opened=is_open,
                code=code,
                seconds=round(time.perf_counter() - began, 1),
            )


def metrics() -> bytes:
    """Return the counts of this process in the text format of Prometheus."""
    return generate_latest(REGISTRY)


def set_up_logging(stream: TextIO | None = None) -> None:
    """Write to stderr: a line of JSON each, or in a terminal what went wrong, in plain words.

    A terminal also shows the demo accounts and the address; a line for each request would push
    them out of sight.
    """
    out = stream or sys.stderr
    is_terminal = out.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if is_terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    before: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_without_values,
    ]
    structlog.configure(
        processors=[*before, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if is_terminal else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(out),
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_first_line_of_asyncio, *before],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    # Libraries tell only what is wrong; what they tell besides holds addresses and queries.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)


def _template(scope: Scope) -> str:
    return scope.get("path_template") or NO_ROUTE


def _trace_without_values(_logger: object, _name: str, event: Any) -> Any:
    """Replace an error by its kinds and places: messages of libraries repeat what was sent."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]  # pyright: ignore[reportUnknownVariableType]  # the standard's triple
    elif given is True:
        given = sys.exc_info()[1]
    if isinstance(given, BaseException):
        event["errors"] = [_told(error) for error in _chain(given)]
    # A trace that was already put into words, with the values in them.
    for name in ("exception", "exc_text", "stack", "stack_info"):
        event.pop(name, None)
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what led to it, the last first; ten are more than any real chain has."""
    told: BaseException | None = error
    for _ in range(10):
        if told is None:
            return
        yield told
        if isinstance(told, BaseExceptionGroup):
            yield from told.exceptions
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)


def _told(error: BaseException) -> dict[str, object]:
    kind = type(error)
    told: dict[str, object] = {"kind": f"{kind.__module__}.{kind.__qualname__}"}
    for name in TELLING:
        value = getattr(error, name, None)
        if isinstance(value, str | int):
            told[name] = value
    told["at"] = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return told


def _short(path: str) -> str:
    """Leave out where this machine keeps its programs."""
    parts = PurePath(path).parts
    for start in ("site-packages", "server"):
        if start in parts:
            return "/".join(parts[parts.index(start) + 1 :])
    return "/".join(parts[-2:])


def _first_line_of_asyncio(_logger: object, _name: str, event: Any) -> Any:
    # Its further lines show the task with its error's message.
    record: logging.LogRecord = event["_record"]
    if record.name == "asyncio":
        event["event"] = str(event["event"]).partition("\n")[0]
    event["logger"] = record.name
    return event
