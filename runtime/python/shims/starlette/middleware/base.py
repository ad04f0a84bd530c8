"""BaseHTTPMiddleware: a class whose dispatch(request, call_next) surrounds the handlers."""


class BaseHTTPMiddleware:
    def __init__(self, app, dispatch=None):
        self.app = app
        if dispatch is not None:
            self.dispatch = dispatch

    async def dispatch(self, request, call_next):
        raise NotImplementedError


RequestResponseEndpoint = object
