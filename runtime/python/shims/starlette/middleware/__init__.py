from fastapi.middleware import Middleware
