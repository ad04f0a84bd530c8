"""Session: settings and connections that requests share."""

from surge import kernel

from .adapters import HTTPAdapter
from .exceptions import InvalidSchema
from .models import PreparedRequest, Request
from .structures import CaseInsensitiveDict

# CPU of a session, measured with requests 2.28: docs/fidelity.md.
SESSION_NS = 7_000
DEFAULT_REDIRECT_LIMIT = 30


def default_headers():
    return CaseInsensitiveDict(
        {"User-Agent": "python-requests/2.32.5", "Accept-Encoding": "gzip, deflate", "Accept": "*/*", "Connection": "keep-alive"}
    )


class Session:
    def __init__(self):
        kernel.charge(SESSION_NS)
        self.headers = default_headers()
        self.auth = None
        self.params = {}
        self.proxies = {}
        self.hooks = {"response": []}
        self.stream = False
        self.verify = True
        self.cert = None
        self.max_redirects = DEFAULT_REDIRECT_LIMIT
        self.trust_env = True
        self.cookies = {}
        self.adapters = {}
        self.mount("https://", HTTPAdapter())
        self.mount("http://", HTTPAdapter())

    def mount(self, prefix, adapter):
        self.adapters[prefix] = adapter
        # The longest prefix is looked at first.
        for shorter in [key for key in self.adapters if len(key) < len(prefix)]:
            self.adapters[shorter] = self.adapters.pop(shorter)

    def get_adapter(self, url):
        for prefix, adapter in self.adapters.items():
            if url.lower().startswith(prefix.lower()):
                return adapter
        raise InvalidSchema(f"No connection adapters were found for {url!r}")

    def prepare_request(self, request):
        request.cookies = {**self.cookies, **(request.cookies or {})}
        return PreparedRequest(request, self.headers, self.params, self.auth)

    def request(
        self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None, timeout=None, allow_redirects=True,
        proxies=None, hooks=None, stream=None, verify=None, cert=None, json=None,
    ):  # fmt: skip
        request = Request(method, url, headers, files, data, params, auth, cookies, hooks, json)
        return self.send(
            self.prepare_request(request), stream=self.stream if stream is None else stream, timeout=timeout,
            verify=self.verify if verify is None else verify, proxies=proxies,
        )  # fmt: skip

    def send(self, request, *, stream=False, timeout=None, verify=True, cert=None, proxies=None, allow_redirects=True):
        if isinstance(request, Request):
            raise ValueError("You can only send PreparedRequests.")
        if proxies or self.proxies:
            kernel.not_simulated("requests: proxies=", "direct connections")
        response = self.get_adapter(request.url).send(request, stream=stream, timeout=timeout, verify=verify, cert=cert)
        for hooks in (self.hooks.get("response"), (request.hooks or {}).get("response")):
            for hook in [hooks] if callable(hooks) else hooks or []:
                response = hook(response) or response
        return response

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def close(self):
        for adapter in self.adapters.values():
            adapter.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def session():
    return Session()
