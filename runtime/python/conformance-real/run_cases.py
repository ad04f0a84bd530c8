"""Runs files of conformance cases on the real libraries: one line for each case, PASS, FAIL or SKIP.

    python3 run_cases.py <folder of the cases> <file> ...

DSN says where the private Postgres is. The HTTP service that the cases talk to is served here, from a thread of its own:
GET /a answers after 40 ms, /fail with 503, /limited twice a second and 429 beyond.
"""

import asyncio
import importlib
import inspect
import json
import os
import sys
import threading
import time
import traceback
from http import HTTPStatus

CASE_SECONDS = 30
# What the stand-ins follow and older versions of a library do otherwise: case -> library and first version.
SINCE = {
    "pydantic_cases.case_other_containers": ("python", (3, 12)),
    "asyncpg_cases.case_pool_after_close": ("asyncpg", (0, 28)),
    "httpx_cases.case_get": ("httpx", (0, 25)),
    "httpx_cases.case_request_bodies": ("httpx", (0, 28)),
    "httpx_cases.case_status_error": ("httpx", (0, 24)),
    "httpx_cases.case_wrapped_transport": ("httpx", (0, 24)),
    "httpx_cases.case_urls": ("httpx", (0, 24)),
    "psycopg_cases.case_a_copy_that_fails_in_python": ("psycopg", (3, 2)),
    "fastapi_flow_cases.case_forms": ("multipart", (0, 0)),
    "fastapi_flow_cases.case_http_exceptions": ("fastapi", (0, 110)),
    "fastapi_flow_cases.case_classes_and_instances_as_dependencies": ("fastapi", (0, 110)),
    "fastapi_flow_cases.case_dependencies_of_dependencies": ("fastapi", (0, 110)),
    **{
        f"fastapi_cases.case_{name}": ("pydantic", (2, 0))
        for name in (
            "a_bad_path_value_is_422_with_its_place",
            "a_body_that_is_missing_or_no_json",
            "a_model_as_body",
            "a_model_of_the_query",
            "aliases_and_factories",
            "aliases_in_answers",
            "an_embedded_body",
            "an_instance_of_the_response_model_is_not_validated_again",
            "constraints",
            "dates_and_decimals",
            "every_error_is_told_at_once",
            "headers_and_cookies",
            "literal_and_enum_queries",
            "query_lists",
            "query_values_and_defaults",
            "several_bodies_are_keys",
            "unions_and_nested_models",
        )
    },
    **{
        f"sqlalchemy_{name}": ("sqlalchemy", (2, 0))
        for name in (
            "cases.case_a_row_is_neither_a_mapping_nor_has_it_a_dict",
            "cases.case_an_exhausted_pool_times_out",
            "cases.case_errors_wrap_those_of_the_driver",
            "cases.case_rows_by_position_attribute_and_name",
            "cases.case_select_with_expressions",
            "sync_cases.case_connect_execute_and_commit",
            "sync_cases.case_core_tables",
            "sync_cases.case_errors_are_psycopgs",
            "sync_cases.case_objects_after_close_are_detached",
        )
    },
}
# Assertions about elapsed time are the simulator's business: a real machine may be busy. Such a case is told, and counts as neither.
CLOCKS = ("now()", "monotonic()", "perf_counter()", "time.time()")
_LIMIT_PER_SECOND = 2
_limited = []


def _answer(method, path):
    if path in ("/a", "/fail", "/limited") and method != "GET":
        return 405, {"detail": "Method Not Allowed"}, ()
    if path == "/a":
        time.sleep(0.04)
        return 200, {"value": 1}, ()
    if path == "/fail":
        return 503, {"detail": "Service failed"}, ()
    if path == "/limited":
        now = time.monotonic()
        _limited[:] = [moment for moment in _limited if now - moment < 1]
        if len(_limited) >= _LIMIT_PER_SECOND:
            return 429, {"detail": "Too Many Requests"}, ("Retry-After: 1",)
        _limited.append(now)
        return 200, {"value": 2}, ()
    return 404, {"detail": "Not Found"}, ()


async def _serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next((int(line[15:]) for line in head.lower().split("\r\n") if line.startswith("content-length:")), 0)
            await reader.readexactly(length)
            method, target = head.split(" ")[:2]
            status, body, headers = await asyncio.to_thread(_answer, method, target.split("?")[0])
            data = json.dumps(body, separators=(",", ":")).encode()
            lines = [
                f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
                "content-type: application/json",
                f"content-length: {len(data)}",
                *headers,
            ]
            writer.write("\r\n".join([*lines, "", ""]).encode() + data)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _start_service():
    """Returns its base URL."""
    ready = threading.Event()
    address = []

    async def main():
        server = await asyncio.start_server(_serve, "127.0.0.1", 0)
        address.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
    ready.wait()
    return f"http://127.0.0.1:{address[0]}"


def _version_of(library):
    if library == "python":
        return sys.version_info[:2]
    try:
        module = importlib.import_module(library)
        return tuple(int(part) for part in str(getattr(module, "__version__", None) or module.VERSION).split(".")[:2])
    except ImportError:
        return (-1,)


def run_file(name):
    try:
        cases = importlib.import_module(name)
    except Exception as error:
        # A name that an older version of a library does not have yet.
        print(f"SKIP {name}: {type(error).__name__}: {error}", flush=True)
        return
    for case in cases.CASES:
        library, since = SINCE.get(f"{name}.{case.__name__}", ("python", (3, 0)))
        if _version_of(library) < since:
            print(f"SKIP {case.__name__}: needs {library} {'.'.join(map(str, since))}", flush=True)
            continue
        try:
            asyncio.run(asyncio.wait_for(case(), CASE_SECONDS))
            print("PASS", case.__name__, flush=True)
        except Exception as error:
            if isinstance(error, AssertionError) and any(clock in inspect.getsource(case) for clock in CLOCKS):
                print("LATE", case.__name__, flush=True)
                continue
            lines = "".join(traceback.format_exception(type(error), error, error.__traceback__))[-900:]
            print("FAIL", case.__name__, lines.replace("\n", " | "), flush=True)


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    # After the folder of this script: its asgi_call goes before the simulator's.
    sys.path.insert(1, folder)
    os.environ["API"] = _start_service()
    for name in names:
        run_file(name)
    # Threads of pools that a case left behind do not keep the process.
    sys.stdout.flush()
    os._exit(0)
