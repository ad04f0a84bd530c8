# python-dotenv 1 (BSD-3-Clause): the signatures of what the stand-in simulates.
from typing import IO

def find_dotenv(filename: str = ".env", raise_error_if_not_found: bool = False, usecwd: bool = False) -> str: ...
def load_dotenv(
    dotenv_path: str | None = None, stream: IO[str] | None = None, verbose: bool = False, override: bool = False,
    interpolate: bool = True, encoding: str | None = "utf-8",
) -> bool: ...
def dotenv_values(
    dotenv_path: str | None = None, stream: IO[str] | None = None, verbose: bool = False, interpolate: bool = True, encoding: str | None = "utf-8",
) -> dict[str, str | None]: ...
