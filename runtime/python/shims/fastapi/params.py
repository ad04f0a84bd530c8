"""Declarations of parameters: Path, Query, Header, Cookie, Body, Form, File, Depends."""


class Param:
    source = "query"

    def __init__(self, default=..., *, default_factory=None, alias=None, title=None, description=None, gt=None, ge=None, lt=None, le=None, min_length=None, max_length=None, pattern=None, regex=None, embed=None, convert_underscores=True, **ignored):
        self.default = default
        self.default_factory = default_factory
        self.alias = alias
        self.gt, self.ge, self.lt, self.le = gt, ge, lt, le
        self.min_length, self.max_length = min_length, max_length
        self.pattern = pattern or regex
        self.embed = embed
        self.convert_underscores = convert_underscores

    @property
    def constrained(self):
        return any(x is not None for x in (self.gt, self.ge, self.lt, self.le, self.min_length, self.max_length, self.pattern))


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


class Security(Depends):
    def __init__(self, dependency=None, *, scopes=None, use_cache=True):
        super().__init__(dependency, use_cache=use_cache)
        self.scopes = list(scopes or [])
