"""The names of Starlette that FastAPI programs import."""
