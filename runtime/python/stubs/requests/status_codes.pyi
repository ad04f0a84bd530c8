from .structures import LookupDict

codes: LookupDict
