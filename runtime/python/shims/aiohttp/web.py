"""aiohttp's server is not simulated; importing it says so."""


def __getattr__(name):
    from surge import kernel

    if name.startswith("__"):
        raise AttributeError(f"module 'aiohttp.web' has no attribute {name!r}")
    kernel.not_simulated(f"aiohttp.web.{name}", "fastapi for the server; aiohttp.ClientSession for calls")
