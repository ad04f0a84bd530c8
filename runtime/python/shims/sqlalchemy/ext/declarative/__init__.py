"""sqlalchemy.ext.declarative: names that moved to sqlalchemy.orm."""

from ...orm.decl import as_declarative, declarative_base, declared_attr
