from fastapi.responses import *  # noqa: F403
