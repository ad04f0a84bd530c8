from fastapi.middleware.gzip import GZipMiddleware
