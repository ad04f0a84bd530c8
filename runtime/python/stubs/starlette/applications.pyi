from fastapi.applications import FastAPI as Starlette
