"""Declarations of parameters: Path, Query, Header, Cookie, Body, Form, File, Depends."""

from pydantic._fields import FieldInfo


class Param(FieldInfo):
    source = "query"

    def __init__(self, default=..., *, embed=None, convert_underscores=True, **options):
        super().__init__(default, **options)
        self.embed = embed
        self.convert_underscores = convert_underscores


class Query(Param):
    pass


class Path(Param):
    source = "path"


class Header(Param):
    source = "header"


class Cookie(Param):
    source = "cookie"


class Body(Param):
    source = "body"


class Form(Param):
    source = "form"


class File(Form):
    pass


class Depends:
    def __init__(self, dependency=None, *, use_cache=True, scope=None):
        self.dependency = dependency
        self.use_cache = use_cache
        self.scope = scope


class Security(Depends):
    def __init__(self, dependency=None, *, scopes=None, use_cache=True):
        super().__init__(dependency, use_cache=use_cache)
        self.scopes = list(scopes or [])
