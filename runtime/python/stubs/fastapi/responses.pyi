from starlette.responses import (
    HTMLResponse as HTMLResponse, JSONResponse as JSONResponse, PlainTextResponse as PlainTextResponse,
    RedirectResponse as RedirectResponse, Response as Response, StreamingResponse as StreamingResponse,
)

class ORJSONResponse(JSONResponse): ...
class UJSONResponse(JSONResponse): ...
