from fastapi.status import *  # noqa: F403
