from .retry import Retry as Retry
