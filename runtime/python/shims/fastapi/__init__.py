"""Stand-in for FastAPI: the same names, semantics and error texts, served by the simulated world."""

from fastapi import status
from fastapi.applications import FastAPI
from fastapi.background import BackgroundTasks
from fastapi.exceptions import HTTPException, WebSocketException
from fastapi.params import Body, Cookie, Depends, File, Form, Header, Path, Query, Security
from fastapi.requests import Request
from fastapi.responses import Response
from fastapi.routing import APIRouter

__version__ = "0.118.3"
__all__ = [
    "APIRouter", "BackgroundTasks", "Body", "Cookie", "Depends", "FastAPI", "File", "Form", "HTTPException", "Header", "Path",
    "Query", "Request", "Response", "Security", "WebSocketException", "status",
]  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise ImportError(f"not simulated: fastapi.{name}. Available: {', '.join(__all__)}")
