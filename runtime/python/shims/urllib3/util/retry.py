"""urllib3.Retry: what is tried again, and after how long."""

from surge import kernel

from ..exceptions import ConnectTimeoutError, MaxRetryError, ResponseError


class Retry:
    DEFAULT_ALLOWED_METHODS = frozenset(["HEAD", "GET", "PUT", "DELETE", "OPTIONS", "TRACE"])
    RETRY_AFTER_STATUS_CODES = frozenset([413, 429, 503])
    DEFAULT_BACKOFF_MAX = 120
    DEFAULT_REMOVE_HEADERS_ON_REDIRECT = frozenset(["Cookie", "Authorization", "Proxy-Authorization"])

    def __init__(
        self, total=10, connect=None, read=None, redirect=None, status=None, other=None, allowed_methods=DEFAULT_ALLOWED_METHODS,
        status_forcelist=None, backoff_factor=0, backoff_max=DEFAULT_BACKOFF_MAX, raise_on_redirect=True, raise_on_status=True,
        history=None, respect_retry_after_header=True, remove_headers_on_redirect=DEFAULT_REMOVE_HEADERS_ON_REDIRECT, backoff_jitter=0.0,
    ):  # fmt: skip
        if backoff_jitter:
            kernel.not_simulated("urllib3.Retry(backoff_jitter=...)", "backoff_factor, backoff_max")
        self.total = total
        self.connect = connect
        self.read = read
        self.redirect = redirect
        self.status = status
        self.other = other
        self.allowed_methods = allowed_methods
        self.status_forcelist = frozenset(status_forcelist or ())
        self.backoff_factor = backoff_factor
        self.backoff_max = backoff_max
        self.raise_on_redirect = raise_on_redirect
        self.raise_on_status = raise_on_status
        self.history = history or ()
        self.respect_retry_after_header = respect_retry_after_header
        self.remove_headers_on_redirect = remove_headers_on_redirect
        self.backoff_jitter = backoff_jitter

    @classmethod
    def from_int(cls, retries, redirect=True, default=None):
        if retries is None:
            retries = 3 if default is None else default
        return retries if isinstance(retries, Retry) else cls(retries)

    def new(self, **changes):
        names = (
            "total", "connect", "read", "redirect", "status", "other", "allowed_methods", "status_forcelist", "backoff_factor",
            "backoff_max", "raise_on_redirect", "raise_on_status", "history", "respect_retry_after_header",
            "remove_headers_on_redirect", "backoff_jitter",
        )  # fmt: skip
        return type(self)(**{**{name: getattr(self, name) for name in names}, **changes})

    def get_backoff_time(self):
        """Seconds before the next attempt: none before the first retry, then backoff_factor * 2, * 4, ..."""
        failed = len(self.history)
        return 0 if failed <= 1 else min(self.backoff_max, self.backoff_factor * 2 ** (failed - 1))

    def _is_method_retryable(self, method):
        return not self.allowed_methods or method.upper() in self.allowed_methods

    def is_retry(self, method, status_code, has_retry_after=False):
        if not self._is_method_retryable(method):
            return False
        if status_code in self.status_forcelist:
            return True
        return bool(
            self.total and self.respect_retry_after_header and has_retry_after and status_code in self.RETRY_AFTER_STATUS_CODES
        )

    def is_exhausted(self):
        counts = [count for count in (self.total, self.connect, self.read, self.redirect, self.status, self.other) if count]
        zeros = (self.total, self.connect, self.read, self.redirect, self.status, self.other)
        return bool(counts) and min(counts) < 0 or any(count is not None and count < 0 for count in zeros)

    def increment(self, method=None, url=None, status=None, error=None, pool=None):
        """The retries that are left after a failure. Raises the error, or MaxRetryError when none are left."""

        def less(count):
            return count if count is None or count is False else count - 1

        if self.total is False and error:
            raise error
        total, connect, read, by_status = less(self.total), self.connect, self.read, self.status
        if isinstance(error, ConnectTimeoutError):
            if connect is False:
                raise error
            connect = less(connect)
        elif error is not None:
            if read is False or not self._is_method_retryable(method):
                raise error
            read = less(read)
        else:
            by_status = less(by_status)
        history = (*self.history, (method, url, error, status))
        left = self.new(total=total, connect=connect, read=read, status=by_status, history=history)
        if left.is_exhausted():
            raise MaxRetryError(pool, url, error or ResponseError(f"too many {status} error responses"))
        return left

    def __repr__(self):
        return f"Retry(total={self.total}, connect={self.connect}, read={self.read}, redirect={self.redirect}, status={self.status})"
