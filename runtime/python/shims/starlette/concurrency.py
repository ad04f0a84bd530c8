from fastapi.concurrency import *  # noqa: F403
