# requests 2.32.5 (Apache-2.0), types after typeshed's: the signatures of what the stand-in simulates.
from . import (
    adapters as adapters, auth as auth, exceptions as exceptions, models as models, packages as packages, sessions as sessions,
    status_codes as status_codes,
    structures as structures,
)
from .api import (
    delete as delete, get as get, head as head, options as options, patch as patch, post as post, put as put, request as request,
)
from .exceptions import (
    ConnectionError as ConnectionError, ConnectTimeout as ConnectTimeout, FileModeWarning as FileModeWarning, HTTPError as HTTPError,
    JSONDecodeError as JSONDecodeError, ReadTimeout as ReadTimeout, RequestException as RequestException, Timeout as Timeout,
    TooManyRedirects as TooManyRedirects, URLRequired as URLRequired,
)
from .models import PreparedRequest as PreparedRequest, Request as Request, Response as Response
from .sessions import Session as Session, session as session
from .status_codes import codes as codes

__version__: str
