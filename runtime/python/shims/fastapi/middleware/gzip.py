"""Accepted and without effect: the size of an answer on the wire is not simulated."""


class GZipMiddleware:
    surge_ignored = True
