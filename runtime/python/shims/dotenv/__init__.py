"""python-dotenv on a machine without .env files: the environment is what the world states."""

from collections import OrderedDict

__all__ = ("dotenv_values", "find_dotenv", "load_dotenv")


def find_dotenv(filename=".env", raise_error_if_not_found=False, usecwd=False):
    if raise_error_if_not_found:
        raise OSError("File not found")
    return ""


def load_dotenv(dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, encoding="utf-8"):
    """False: nothing was set."""
    return False


def dotenv_values(dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding="utf-8"):
    return OrderedDict()
