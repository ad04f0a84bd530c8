from fastapi.background import *  # noqa: F403
