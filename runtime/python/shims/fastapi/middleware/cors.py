"""Accepted and without effect: the simulated clients are no browsers."""


class CORSMiddleware:
    surge_ignored = True

    def __init__(self, app, **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)
