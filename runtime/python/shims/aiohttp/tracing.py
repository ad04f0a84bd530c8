"""TraceConfig: functions of the program that are told of the steps of each request.

The services of this world have no names to resolve and send nobody elsewhere, so signals of DNS and redirects stay silent.
"""

from types import SimpleNamespace

from yarl import URL

_SIGNALS = (
    "on_request_start", "on_request_chunk_sent", "on_response_chunk_received", "on_request_end", "on_request_exception", "on_request_redirect",
    "on_connection_queued_start", "on_connection_queued_end", "on_connection_create_start", "on_connection_create_end",
    "on_connection_reuseconn", "on_dns_resolvehost_start", "on_dns_resolvehost_end", "on_dns_cache_hit", "on_dns_cache_miss",
    "on_request_headers_sent",
)  # fmt: skip


class Signal(list):
    """The functions of one signal; nothing can be added once a session uses them."""

    frozen = False

    def __init__(self, owner):
        super().__init__()
        self._owner = owner

    def freeze(self):
        self.frozen = True

    def append(self, receiver):
        if self.frozen:
            raise RuntimeError("Cannot modify frozen list.")
        super().append(receiver)

    async def send(self, *arguments, **options):
        if not self.frozen:
            raise RuntimeError("Cannot send non-frozen signal.")
        for receiver in self:
            await receiver(*arguments, **options)


class TraceConfig:
    def __init__(self, trace_config_ctx_factory=SimpleNamespace):
        self._signals = {name: Signal(self) for name in _SIGNALS}
        self._trace_config_ctx_factory = trace_config_ctx_factory

    def trace_config_ctx(self, trace_request_ctx=None):
        return self._trace_config_ctx_factory(trace_request_ctx=trace_request_ctx)

    def freeze(self):
        for signal in self._signals.values():
            signal.freeze()


for _name in _SIGNALS:
    setattr(TraceConfig, _name, property(lambda self, name=_name: self._signals[name]))


def _params(name, *fields):
    def __init__(self, *values):
        for field, value in zip(fields, values, strict=True):
            object.__setattr__(self, field, value)

    def __repr__(self):
        return f"{name}({', '.join(f'{field}={getattr(self, field)!r}' for field in fields)})"

    def __setattr__(self, field, value):
        raise AttributeError(f"can't set attribute {field!r}")

    return type(name, (), {"__slots__": fields, "__init__": __init__, "__repr__": __repr__, "__setattr__": __setattr__, "__module__": "aiohttp.tracing"})


TraceRequestStartParams = _params("TraceRequestStartParams", "method", "url", "headers")
TraceRequestHeadersSentParams = _params("TraceRequestHeadersSentParams", "method", "url", "headers")
TraceRequestChunkSentParams = _params("TraceRequestChunkSentParams", "method", "url", "chunk")
TraceResponseChunkReceivedParams = _params("TraceResponseChunkReceivedParams", "method", "url", "chunk")
TraceRequestEndParams = _params("TraceRequestEndParams", "method", "url", "headers", "response")
TraceRequestExceptionParams = _params("TraceRequestExceptionParams", "method", "url", "headers", "exception")
TraceConnectionQueuedStartParams = _params("TraceConnectionQueuedStartParams")
TraceConnectionQueuedEndParams = _params("TraceConnectionQueuedEndParams")
TraceConnectionCreateStartParams = _params("TraceConnectionCreateStartParams")
TraceConnectionCreateEndParams = _params("TraceConnectionCreateEndParams")
TraceConnectionReuseconnParams = _params("TraceConnectionReuseconnParams")


class Traces:
    """The traces of one request."""

    def __init__(self, session, configs, trace_request_ctx, method, url, headers):
        self._session = session
        self._each = [(config, config.trace_config_ctx(trace_request_ctx)) for config in configs]
        self._about = (method, URL(url), headers)

    async def _send(self, name, params):
        for config, context in self._each:
            await config._signals[name].send(self._session, context, params)

    def start(self):
        return self._send("on_request_start", TraceRequestStartParams(*self._about))

    async def sent(self, body):
        method, url, headers = self._about
        await self._send("on_request_headers_sent", TraceRequestHeadersSentParams(method, url, headers))
        if body:
            await self._send("on_request_chunk_sent", TraceRequestChunkSentParams(method, url, body))

    def end(self, response):
        return self._send("on_request_end", TraceRequestEndParams(*self._about, response))

    def failed(self, error):
        return self._send("on_request_exception", TraceRequestExceptionParams(*self._about, error))

    def received(self, body):
        method, url, _ = self._about
        return self._send("on_response_chunk_received", TraceResponseChunkReceivedParams(method, url, body))

    def queued(self):
        return self._send("on_connection_queued_start", TraceConnectionQueuedStartParams())

    def dequeued(self):
        return self._send("on_connection_queued_end", TraceConnectionQueuedEndParams())

    def connecting(self):
        return self._send("on_connection_create_start", TraceConnectionCreateStartParams())

    def connected(self):
        return self._send("on_connection_create_end", TraceConnectionCreateEndParams())

    def reused(self):
        return self._send("on_connection_reuseconn", TraceConnectionReuseconnParams())
