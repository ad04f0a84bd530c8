"""Accepted and without effect: the simulated clients are no browsers."""


class CORSMiddleware:
    surge_ignored = True
