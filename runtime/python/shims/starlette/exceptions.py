from fastapi.exceptions import HTTPException, WebSocketException
