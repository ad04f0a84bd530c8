"""Accepted and without effect: the size of an answer on the wire is not simulated."""


class GZipMiddleware:
    surge_ignored = True

    def __init__(self, app, **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)
