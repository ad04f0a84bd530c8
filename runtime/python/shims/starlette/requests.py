from fastapi.requests import HTTPConnection, Request, State
