"""What FastAPI does with HTTPException and with a request that does not fit, unless the program does it itself."""

from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response


async def http_exception_handler(request, error):
    if error.status_code < 200 or error.status_code in (204, 205, 304):
        return Response(status_code=error.status_code, headers=error.headers)
    return JSONResponse({"detail": error.detail}, error.status_code, headers=error.headers)


async def request_validation_exception_handler(request, error):
    return JSONResponse({"detail": jsonable_encoder(error.errors())}, 422)
