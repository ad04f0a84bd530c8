"""Programs end with `uvicorn.run(app)`: here the simulated server runs the app."""

from surge import kernel


def run(app=None, **options):
    if kernel.worker is not None:
        kernel.log(1, "uvicorn.run: the simulated server runs the app")


class Config:
    def __init__(self, app=None, **options):
        self.app = app


class Server:
    def __init__(self, config):
        self.config = config

    def run(self, sockets=None):
        run(self.config.app)

    async def serve(self, sockets=None):
        run(self.config.app)
