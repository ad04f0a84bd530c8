from fastapi.requests import ClientDisconnect, HTTPConnection, Request
