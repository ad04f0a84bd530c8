"""What a program may expect of SQLAlchemy 2.0's ORM with AsyncSession. The same cases hold for the real one against a real Postgres.

World: as in sqlalchemy_cases.py. Each case makes tables of its own and drops them.
"""

import asyncio
import datetime
import enum
import os
from typing import List, Optional

from sqlalchemy import (
    Column, Enum, ForeignKey, Index, Integer, String, Table, UniqueConstraint, delete, desc, event, exc, func, insert, inspect, select, text, update,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, aliased, contains_eager, declarative_base, joinedload, load_only, mapped_column, raiseload, relationship,
    selectinload, sessionmaker, subqueryload, validates,
)  # fmt: skip
from sqlalchemy.orm.exc import DetachedInstanceError, StaleDataError, UnmappedInstanceError

URL = os.environ["DSN"].replace("postgresql://", "postgresql+asyncpg://", 1)
GREENLET = "greenlet_spawn has not been called; can't call await_only() here. Was IO attempted in an unexpected place?"


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Level(enum.Enum):
    low = "l"
    high = "h"


book_tags = Table(
    "book_tags", Base.metadata, Column("book_id", ForeignKey("books.id"), primary_key=True), Column("tag_id", ForeignKey("tags.id"), primary_key=True)
)


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50), unique=True)
    nick: Mapped[Optional[str]]
    level: Mapped[Level] = mapped_column(Enum(Level, native_enum=False), default=Level.low)
    created: Mapped[datetime.datetime] = mapped_column(server_default=func.now())
    books: Mapped[List["Book"]] = relationship(back_populates="author", cascade="all, delete-orphan", order_by="Book.id")

    @hybrid_property
    def loud(self):
        return self.name + "!"


class Book(Base):
    __tablename__ = "books"
    __table_args__ = (UniqueConstraint("author_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    price: Mapped[int] = mapped_column(default=10)
    notes: Mapped[dict | None] = mapped_column(JSONB)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped["Author"] = relationship(back_populates="books")
    tags: Mapped[list["Tag"]] = relationship(secondary=book_tags, back_populates="books")


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list[Book]] = relationship(secondary=book_tags, back_populates="tags")


Old = declarative_base()


class Item(Old):
    __tablename__ = "items"
    id = Column(Integer, primary_key=True)
    stock = Column(Integer, nullable=False)
    name = Column(String)


class raises:
    """`with raises(Error, "part of its message"):`"""

    def __init__(self, error, message=""):
        self.error = error
        self.message = message
        self.value = None

    def __enter__(self):
        return self

    def __exit__(self, cls, error, traceback):
        assert cls is not None, f"{self.error.__name__} was not raised"
        if not issubclass(cls, self.error):
            return False
        assert self.message in str(error), f"{self.message!r} is not in {str(error)!r}"
        self.value = error
        return True


class shop:
    """`async with shop() as make:` tables with two authors and three books; make() is a session. `counted` counts statements."""

    def __init__(self, **options):
        self.options = options

    async def __aenter__(self):
        self.engine = create_async_engine(URL)
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)
        self.make = async_sessionmaker(self.engine, **self.options)
        async with self.make() as session, session.begin():
            ann = Author(name="ann", books=[Book(title="a1"), Book(title="a2", price=20)])
            bob = Author(name="bob", nick="b", level=Level.high, books=[Book(title="b1", price=30, notes={"x": 1})])
            ann.books[0].tags = [Tag(name="t1"), Tag(name="t2")]
            session.add_all([ann, bob])
        self.statements = []

        @event.listens_for(self.engine.sync_engine, "before_cursor_execute")
        def count(connection, cursor, statement, parameters, context, executemany):
            self.statements.append(statement)

        self.make.statements = self.statements
        return self.make

    async def __aexit__(self, *error):
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
        await self.engine.dispose()


async def case_insert_fills_keys_and_defaults():
    async with shop() as make, make() as session:
        author = Author(name="cid")
        assert author.id is None and author.level is None
        session.add(author)
        assert author in session.new
        await session.flush()
        assert author.id == 3 and author.level is Level.low and isinstance(author.created, datetime.datetime)
        assert author not in session.new
        await session.rollback()
        assert (await session.scalar(select(func.count()).select_from(Author))) == 2


async def case_get_and_the_identity_map():
    async with shop() as make, make() as session:
        ann = await session.get(Author, 1)
        assert ann.name == "ann" and await session.get(Author, 1) is ann
        assert len(make.statements) == 1
        assert await session.get(Author, 99) is None
        with raises(exc.NoResultFound):
            await session.get_one(Author, 99)
        assert (await session.execute(select(Author).where(Author.id == 1))).scalar_one() is ann


async def case_only_changed_columns_are_updated():
    async with shop() as make:
        async with make() as session:
            book = await session.get(Book, 1)
            book.price += 5
            assert book in session.dirty
            await session.commit()
            assert [sql for sql in make.statements if sql.startswith("UPDATE")] == ["UPDATE books SET price=$1::INTEGER WHERE books.id = $2::INTEGER"]
            make.statements.clear()
            book = await session.get(Book, 1)
            book.price = book.price
            await session.commit()
            assert not [sql for sql in make.statements if sql.startswith("UPDATE")]


async def case_attributes_expire_on_commit():
    async with shop() as make, make() as session:
        book = await session.get(Book, 1)
        await session.commit()
        with raises(exc.MissingGreenlet, GREENLET) as caught:
            book.title
        assert str(caught.value).endswith("(Background on this error at: https://sqlalche.me/e/20/xd2s)")
        await session.refresh(book)
        assert book.title == "a1"


async def case_without_expire_on_commit_attributes_stay():
    async with shop(expire_on_commit=False) as make:
        async with make() as session:
            book = await session.get(Book, 1)
            await session.commit()
            assert book.title == "a1"
        assert book.title == "a1"


async def case_a_lazy_load_needs_a_greenlet():
    async with shop() as make, make() as session:
        ann = await session.get(Author, 1)
        with raises(exc.MissingGreenlet, GREENLET) as caught:
            ann.books
        # Not "during handling of KeyError: 'books'".
        assert not isinstance(caught.value.__context__, KeyError)


async def case_awaitable_attrs():
    async with shop() as make, make() as session:
        ann = await session.get(Author, 1)
        assert [book.title for book in await ann.awaitable_attrs.books] == ["a1", "a2"]
        assert ann.books[0].author is ann


async def case_run_sync_may_load_lazily():
    async with shop() as make, make() as session:
        titles = await session.run_sync(lambda plain: [book.title for book in plain.get(Author, 1).books])
        assert titles == ["a1", "a2"]


async def case_selectinload_takes_one_statement_more():
    async with shop() as make, make() as session:
        authors = (await session.scalars(select(Author).options(selectinload(Author.books)).order_by(Author.id))).all()
        assert [[book.title for book in author.books] for author in authors] == [["a1", "a2"], ["b1"]]
        assert len(make.statements) == 2
        make.statements.clear()
        books = (await session.scalars(select(Book).options(selectinload(Book.tags), selectinload(Book.author)).order_by(Book.id))).all()
        assert [tag.name for tag in books[0].tags] == ["t1", "t2"] and books[1].tags == [] and books[2].author.name == "bob"


async def case_joinedload_takes_one_statement():
    async with shop() as make, make() as session:
        books = (await session.scalars(select(Book).options(joinedload(Book.author)).order_by(Book.id))).all()
        assert [book.author.name for book in books] == ["ann", "ann", "bob"] and len(make.statements) == 1


async def case_joinedload_of_a_collection_needs_unique():
    async with shop() as make, make() as session:
        statement = select(Author).options(joinedload(Author.books)).order_by(Author.id)
        with raises(exc.InvalidRequestError, "The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections"):
            (await session.execute(statement)).scalars().all()
        authors = (await session.execute(statement)).unique().scalars().all()
        assert [len(author.books) for author in authors] == [2, 1]
        limited = (await session.execute(statement.limit(1))).unique().scalars().all()
        assert [author.name for author in limited] == ["ann"] and len(limited[0].books) == 2


async def case_nested_eager_loads():
    async with shop() as make, make() as session:
        authors = (await session.scalars(select(Author).options(selectinload(Author.books).selectinload(Book.tags)).order_by(Author.id))).all()
        assert [tag.name for tag in authors[0].books[0].tags] == ["t1", "t2"]
        assert len(make.statements) == 3
    async with shop() as make, make() as session:
        author = (await session.scalars(select(Author).options(joinedload(Author.books).joinedload(Book.tags)).where(Author.id == 1))).unique().one()
        assert [len(book.tags) for book in author.books] == [2, 0] and len(make.statements) == 1
    async with shop() as make, make() as session:
        authors = (await session.scalars(select(Author).options(subqueryload(Author.books)).order_by(Author.id))).all()
        assert [len(author.books) for author in authors] == [2, 1] and len(make.statements) == 2


async def case_contains_eager_load_only_and_raiseload():
    async with shop() as make, make() as session:
        books = (await session.scalars(select(Book).join(Book.author).options(contains_eager(Book.author)).where(Author.name == "bob"))).all()
        assert [book.author.name for book in books] == ["bob"] and len(make.statements) == 1
    async with shop() as make, make() as session:
        book = (await session.scalars(select(Book).options(load_only(Book.title)).where(Book.id == 1))).one()
        assert book.title == "a1" and "price" not in book.__dict__
        book = (await session.scalars(select(Book).options(raiseload(Book.author)).where(Book.id == 2))).one()
        with raises(exc.InvalidRequestError, "'Book.author' is not available due to lazy='raise'"):
            book.author


async def case_select_entities_and_columns():
    async with shop() as make, make() as session:
        rows = (await session.execute(select(Author, func.count(Book.id).label("n")).join(Author.books).group_by(Author.id).order_by(desc("n")))).all()
        assert [(row.Author.name, row.n) for row in rows] == [("ann", 2), ("bob", 1)]
        assert (await session.execute(select(Book.title, Author.name).join(Book.author).where(Book.price > 25))).one() == ("b1", "bob")
        other = aliased(Author)
        assert (await session.scalars(select(other.name).where(other.nick.is_(None)))).all() == ["ann"]
        assert (await session.scalars(select(Author.name).where(Author.books.any(Book.price > 25)))).all() == ["bob"]
        assert (await session.scalars(select(Book.title).where(Book.author.has(name="bob")))).all() == ["b1"]
        assert (await session.scalars(select(Book.title).where(Book.tags.any(Tag.name == "t2")))).all() == ["a1"]
        assert (await session.scalars(select(Author.loud).order_by(Author.id))).first() == "ann!"
        assert (await session.scalars(select(Book).filter_by(price=30))).one().notes == {"x": 1}


async def case_changes_follow_relationships():
    async with shop() as make, make() as session:
        ann = await session.get(Author, 1, options=[selectinload(Author.books)])
        book = Book(title="a3", author=ann)
        assert book in ann.books and book not in session
        session.add(book)
        await session.commit()
        assert await session.scalar(select(Book.author_id).where(Book.title == "a3")) == 1
        bob = await session.get(Author, 2)
        first = await session.get(Book, 1)
        first.author = bob
        await session.commit()
        assert await session.scalar(select(func.count()).where(Book.author_id == 2)) == 2


async def case_many_to_many():
    async with shop() as make, make() as session:
        book = await session.get(Book, 1, options=[selectinload(Book.tags)])
        gone = book.tags[0]
        book.tags.remove(gone)
        book.tags.append(Tag(name="t3"))
        await session.commit()
        names = await session.scalars(select(Tag.name).join(Tag.books).where(Book.id == 1).order_by(Tag.id))
        assert names.all() == ["t2", "t3"]


async def case_delete_cascades_and_orphans():
    async with shop() as make, make() as session:
        bob = await session.get(Author, 2)
        await session.delete(bob)
        await session.commit()
        assert (await session.scalars(select(Book.title).order_by(Book.id))).all() == ["a1", "a2"]
        ann = await session.get(Author, 1, options=[selectinload(Author.books)])
        ann.books.remove(ann.books[1])
        await session.commit()
        assert (await session.scalars(select(Book.title))).all() == ["a1"]


async def case_an_error_in_flush_ends_the_transaction():
    async with shop() as make, make() as session:
        session.add(Author(name="ann"))
        with raises(exc.IntegrityError, "UniqueViolationError"):
            await session.commit()
        with raises(exc.PendingRollbackError, "This Session's transaction has been rolled back due to a previous exception during flush."):
            await session.execute(text("SELECT 1"))
        await session.rollback()
        assert await session.scalar(text("SELECT 1")) == 1


async def case_begin_and_begin_nested():
    async with shop() as make:
        async with make.begin() as session:
            session.add(Author(name="cid"))
            with raises(exc.IntegrityError):
                async with session.begin_nested():
                    session.add(Author(name="ann"))
                    await session.flush()
        async with make() as session:
            assert (await session.scalars(select(Author.name).order_by(Author.id))).all()[:2] == ["ann", "bob"]
            assert await session.scalar(select(func.count()).select_from(Author)) == 3
            with raises(exc.InvalidRequestError, "A transaction is already begun on this Session."):
                async with session.begin():
                    pass


async def case_rollback_expires_and_forgets():
    async with shop() as make, make() as session:
        author = Author(name="cid")
        session.add(author)
        ann = await session.get(Author, 1)
        ann.name = "other"
        await session.rollback()
        assert author not in session and not session.in_transaction()
        await session.refresh(ann)
        assert ann.name == "ann"


async def case_autoflush_before_queries():
    async with shop() as make, make() as session:
        session.add(Author(name="cid"))
        assert await session.scalar(select(func.count()).select_from(Author)) == 3
        with session.no_autoflush:
            session.add(Author(name="dan"))
            assert await session.scalar(select(func.count()).select_from(Author)) == 3


async def case_statements_that_write():
    async with shop() as make, make() as session:
        book = await session.get(Book, 1)
        result = await session.execute(update(Book).where(Book.price < 25).values(price=Book.price + 1))
        assert result.rowcount == 2
        await session.refresh(book)
        assert book.price == 11
        await session.execute(insert(Tag), [{"name": "x"}, {"name": "y"}])
        made = await session.scalars(insert(Tag).returning(Tag), [{"name": "p"}, {"name": "q"}])
        assert [tag.name for tag in made] == ["p", "q"]
        assert (await session.execute(update(Book).where(Book.id == 1).values(price=1).returning(Book.price))).scalar_one() == 1
        await session.execute(update(Book), [{"id": 1, "price": 7}, {"id": 2, "price": 8}])
        assert (await session.execute(delete(Tag).where(Tag.name.in_(["x", "y", "p", "q"])))).rowcount == 4


async def case_returning_joins_nothing():
    class Eager(DeclarativeBase):
        pass

    class Writer(Eager):
        __tablename__ = "authors"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Novel(Eager):
        __tablename__ = "books"
        id: Mapped[int] = mapped_column(primary_key=True)
        price: Mapped[int]
        author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
        author: Mapped[Writer] = relationship(lazy="joined")

    async with shop() as make, make() as session:
        novel = (await session.scalars(update(Novel).where(Novel.id == 1).values(price=3).returning(Novel))).one()
        assert novel.price == 3
        with raises(exc.MissingGreenlet):
            novel.author
        session.expunge_all()
        assert (await session.scalars(select(Novel).where(Novel.id == 1))).one().author.id == novel.author_id


async def case_an_expression_as_a_value():
    async with shop() as make, make() as session:
        book = await session.get(Book, 1)
        book.price = Book.price + 1
        await session.flush()
        await session.refresh(book)
        assert book.price == 11


async def case_a_row_that_is_gone_is_stale():
    async with shop() as make, make() as session:
        tag = await session.get(Tag, 2)
        await session.execute(text("DELETE FROM book_tags"))
        await session.execute(text("DELETE FROM tags WHERE id = 2"))
        tag.name = "new"
        with raises(StaleDataError, "UPDATE statement on table 'tags' expected to update 1 row(s); 0 were matched."):
            await session.flush()


async def case_merge_expunge_and_states():
    async with shop() as make, make() as session:
        merged = await session.merge(Author(id=1, name="ann", nick="new"))
        assert merged in session.dirty and merged.nick == "new"
        await session.rollback()
        bob = await session.get(Author, 2)
        assert inspect(bob).persistent
        session.expunge(bob)
        assert bob not in session and inspect(bob).detached
        with raises(DetachedInstanceError, "is not bound to a Session; lazy load operation of attribute 'books' cannot proceed"):
            bob.books
        with raises(UnmappedInstanceError, "Class 'builtins.str' is not mapped"):
            session.add("text")


async def case_constructor_and_unknown_attributes():
    with raises(TypeError, "'nothing' is an invalid keyword argument for Author"):
        Author(nothing=1)
    with raises(exc.InvalidRequestError, 'Entity namespace for "authors" has no property "nothing"'):
        select(Author).filter_by(nothing=1)
    author = Author(name="x", books=[Book(title="t")])
    assert author.books[0].author is author and author.nick is None


async def case_the_older_style_and_row_locks():
    engine = create_async_engine(URL)
    factory = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
    async with factory() as session:
        async with session.begin():
            item = (await session.execute(select(Item).where(Item.id == 3).with_for_update())).scalar_one_or_none()
            item.stock -= 1
        item = await session.get(Item, 3, with_for_update=True, populate_existing=True)
        assert item.stock == 99
        item.stock = 100
        await session.commit()
    await engine.dispose()


async def case_many_rows_at_once():
    async with shop() as make, make() as session:
        session.add_all([Tag(name=f"n{number}") for number in range(50)])
        await session.flush()
        assert len([sql for sql in make.statements if sql.startswith("INSERT")]) == 1
        tags = (await session.scalars(select(Tag).where(Tag.name.like("n%")).order_by(Tag.id))).all()
        assert [tag.name for tag in tags] == [f"n{number}" for number in range(50)]


async def case_stream_of_objects():
    async with shop() as make, make() as session:
        result = await session.stream_scalars(select(Book).order_by(Book.id))
        assert [book.title async for book in result] == ["a1", "a2", "b1"]


async def case_validates():
    class CheckedBase(DeclarativeBase):
        pass

    class Checked(CheckedBase):
        __tablename__ = "items"
        id: Mapped[int] = mapped_column(primary_key=True)
        stock: Mapped[int]
        name: Mapped[str]

        @validates("stock", "name")
        def check(self, key, value):
            if key == "stock" and value < 0:
                raise ValueError(f"{key} is negative")
            return value if key == "stock" else value.strip()

    item = Checked(id=1, stock=2, name=" spaces ")
    assert item.name == "spaces"
    with raises(ValueError, "stock is negative"):
        item.stock = -1
    with raises(ValueError, "stock is negative"):
        Checked(stock=-1)
    assert item.stock == 2
    engine = create_async_engine(URL)
    async with AsyncSession(engine) as session:
        found = await session.get(Checked, 4)
        found.name = "other "
        assert found.name == "other" and found in session.dirty
    await engine.dispose()


async def case_listeners_of_connect_and_of_all_engines():
    connected, statements = [], []

    @event.listens_for(Engine, "before_cursor_execute")
    def note(connection, cursor, sql, parameters, context, many):
        statements.append(sql)

    engine = create_async_engine(URL, pool_size=1)

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(dbapi_connection, record):
        connected.append(record.info)
        cursor = dbapi_connection.cursor()
        cursor.execute("SET statement_timeout = '50ms'")
        cursor.close()
        dbapi_connection.commit()
        dbapi_connection.run_async(lambda con: con.execute("SET lock_timeout = '40ms'"))

    for _ in range(2):
        with raises(exc.DBAPIError, "canceling statement due to statement timeout"):
            async with engine.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(0.3)"))
    assert connected == [{}]
    assert "SELECT pg_sleep(0.3)" in statements
    event.remove(Engine, "before_cursor_execute", note)
    await engine.dispose()


async def case_settings_of_the_session():
    engine = create_async_engine(URL, connect_args={"server_settings": {"statement_timeout": "50"}})
    async with engine.connect() as connection:
        with raises(exc.DBAPIError, "canceling statement due to statement timeout"):
            await connection.execute(text("SELECT pg_sleep(0.3)"))
    await engine.dispose()


async def case_one_session_for_several_tasks():
    engine = create_async_engine(URL, pool_size=10)
    make = async_sessionmaker(engine)

    async def at_once():
        async with make() as session:
            await asyncio.gather(*[session.execute(text("SELECT pg_sleep(0.01)")) for _ in range(3)])

    for _ in range(3):
        # What closes the session while one of them still gets its connection hides what they failed of.
        with raises(exc.IllegalStateChangeError, "Method 'close()' can't be called here; method '_connection_for_bind()' is already in progress") as refused:
            await at_once()
        assert isinstance(refused.value.__context__, exc.InvalidRequestError)
        assert "This session is provisioning a new connection; concurrent operations are not permitted" in str(refused.value.__context__)
        assert refused.value.code == "isce"
        await asyncio.sleep(0.05)
    async with make() as session:
        assert await session.scalar(text("SELECT 1")) == 1
        with raises(exc.InterfaceError, "another operation is in progress"):
            await asyncio.gather(*[session.execute(text("SELECT pg_sleep(0.01)")) for _ in range(3)])
        await asyncio.sleep(0.05)
    await engine.dispose()


class Trees(DeclarativeBase):
    type_annotation_map = {dict: JSONB}


class Branch(Trees):
    __tablename__ = "branches"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    facts: Mapped[Optional[dict]]
    up_id: Mapped[Optional[int]] = mapped_column(ForeignKey("branches.id"))
    children: Mapped[List["Branch"]] = relationship(back_populates="up", lazy="selectin")
    up: Mapped[Optional["Branch"]] = relationship(back_populates="children", remote_side=[id])
    leaves: Mapped[List["Leaf"]] = relationship(back_populates="branch", lazy="selectin")
    # Columns stand for themselves in the rest of the class body.
    __table_args__ = (Index("ix_branches_name", name.desc(), up_id),)


class Leaf(Trees):
    __tablename__ = "leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    branch: Mapped[Branch] = relationship(back_populates="leaves", lazy="joined")


class Level2(Trees):
    __tablename__ = "levels"

    id: Mapped[int] = mapped_column(primary_key=True)
    up_id: Mapped[Optional[int]] = mapped_column(ForeignKey("levels.id"))
    below: Mapped[List["Level2"]] = relationship(lazy="joined", join_depth=2)


async def case_classes_that_load_each_other():
    engine = create_async_engine(URL)
    make = async_sessionmaker(engine, expire_on_commit=False)
    async with engine.begin() as connection:
        await connection.run_sync(Trees.metadata.create_all)
    try:
        async with make.begin() as session:
            session.add(Branch(name="root", facts={"a": 1}, leaves=[Leaf(), Leaf()], children=[Branch(name="one", children=[Branch(name="two")])]))
            session.add_all([Level2(id=1), Level2(id=2, up_id=1), Level2(id=3, up_id=2), Level2(id=4, up_id=3)])
        root = select(Branch).where(Branch.up_id.is_(None))
        async with make() as session:
            branch = (await session.scalars(root)).one()
            assert branch.facts == {"a": 1}
            # Leaves come with their branch, but do not begin the round again.
            assert [leaf.branch is branch for leaf in branch.leaves] == [True, True]
            # A class that refers to itself is on the way already.
            with raises(exc.MissingGreenlet, GREENLET):
                branch.children
        async with make() as session:
            leaf = (await session.scalars(select(Leaf).order_by(Leaf.id))).first()
            assert leaf.branch.name == "root"
            with raises(exc.MissingGreenlet, GREENLET):
                leaf.branch.leaves
        async with make() as session:
            branch = (await session.scalars(root.options(selectinload(Branch.children)))).one()
            assert [(child.name, child.up is branch) for child in branch.children] == [("one", True)]
            with raises(exc.MissingGreenlet, GREENLET):
                branch.children[0].children
        async with make() as session:
            branch = (await session.scalars(root.options(selectinload(Branch.children, recursion_depth=-1)))).one()
            assert branch.children[0].children[0].name == "two"
            assert branch.children[0].children[0].children == []
        async with make() as session:
            level = (await session.scalars(select(Level2).where(Level2.id == 1))).unique().one()
            assert level.below[0].below[0].id == 3
            with raises(exc.MissingGreenlet, GREENLET):
                level.below[0].below[0].below
    finally:
        async with engine.begin() as connection:
            await connection.run_sync(Trees.metadata.drop_all)
        await engine.dispose()


async def case_recursion_of_another_class_is_refused():
    with raises(exc.InvalidRequestError, "recursion_depth option on relationship Leaf.branch not valid for non-self-referential relationship"):
        async with AsyncSession(create_async_engine(URL)) as session:
            await session.execute(select(Leaf).options(selectinload(Leaf.branch, recursion_depth=2)))


async def case_text_of_queries():
    assert str(select(Author.name).join(Author.books).where(Book.price > 3)) == "SELECT authors.name \nFROM authors JOIN books ON authors.id = books.author_id \nWHERE books.price > :price_1"
    assert "LEFT OUTER JOIN" in str(select(Book).options(joinedload(Book.author)))


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
