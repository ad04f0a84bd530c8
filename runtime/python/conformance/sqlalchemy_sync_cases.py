"""What a program may expect of SQLAlchemy 2.0 over a blocking driver (psycopg2): engines, Session, session.query, lazy loads.

World: as in sqlalchemy_cases.py. Cases are coroutines only because the others are; nothing in them is awaited but threads.
"""

import asyncio
import os
import time
from contextlib import contextmanager

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, event, exc, func, inspect, or_, select, text, update
from sqlalchemy.orm import Session, aliased, backref, declarative_base, joinedload, relationship, scoped_session, selectinload, sessionmaker
from sqlalchemy.pool import NullPool, QueuePool

URL = os.environ["DSN"]
Base = declarative_base()


class Owner(Base):
    __tablename__ = "owners"
    id = Column(Integer, primary_key=True)
    name = Column(String(40), nullable=False, unique=True)
    pets = relationship("Pet", back_populates="owner", cascade="all, delete-orphan", order_by="Pet.id")


class Pet(Base):
    __tablename__ = "pets"
    id = Column(Integer, primary_key=True)
    name = Column(String, default="rex")
    age = Column(Integer, server_default="1")
    owner_id = Column(Integer, ForeignKey("owners.id"), index=True)
    owner = relationship("Owner", back_populates="pets")


class Node(Base):
    __tablename__ = "nodes"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    parent_id = Column(Integer, ForeignKey("nodes.id"))
    children = relationship("Node", backref=backref("parent", remote_side=[id]))


Other = declarative_base()


class Item(Other):
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


@contextmanager
def engine(**options):
    made = create_engine(URL, **options)
    try:
        yield made
    finally:
        made.dispose()


@contextmanager
def home(**options):
    """A session on two owners and three pets; `statements` counts what it asks."""
    with engine() as made:
        Base.metadata.drop_all(made)
        Base.metadata.create_all(made)
        factory = sessionmaker(bind=made, **options)
        with factory() as session:
            session.add_all([Owner(name="ann", pets=[Pet(name="a1"), Pet(name="a2", age=5)]), Owner(name="bob", pets=[Pet(name="b1")])])
            session.commit()
        with factory() as session:
            session.statements = []
            event.listen(made, "before_cursor_execute", lambda connection, cursor, sql, parameters, context, many: session.statements.append(sql))
            yield session
        Base.metadata.drop_all(made)


async def case_connect_execute_and_commit():
    with engine() as made:
        with made.connect() as connection:
            row = connection.execute(text("SELECT id, name FROM items WHERE id = :id"), {"id": 4}).one()
            assert (row.id, row.name) == (4, "item 4")
            connection.execute(text("UPDATE items SET stock = 7 WHERE id = 903"))
        with made.begin() as connection:
            assert connection.scalar(text("SELECT stock FROM items WHERE id = 903")) == 100
            assert connection.execute(text("UPDATE items SET stock = 100 WHERE id = 903")).rowcount == 1


async def case_core_tables():
    items = Table("items", MetaData(), Column("id", Integer, primary_key=True), Column("stock", Integer), Column("name", String))
    with engine() as made, made.connect() as connection:
        assert connection.execute(select(items.c.name).where(items.c.id == 5)).scalar() == "item 5"
        connection.execute(items.insert(), [{"id": 7001, "stock": 1}, {"id": 7002, "stock": 2}])
        assert connection.execute(select(func.sum(items.c.stock)).where(items.c.id > 7000)).scalar_one() == 3
        connection.rollback()
        assert connection.execute(select(items).where(items.c.id > 7000)).fetchall() == []


async def case_errors_are_psycopgs():
    with engine() as made, made.connect() as connection:
        with raises(exc.IntegrityError, "(psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint") as caught:
            connection.execute(text("INSERT INTO items (id, stock) VALUES (:id, 1)"), {"id": 1})
        assert caught.value.orig.pgcode == "23505"
        assert "[SQL: INSERT INTO items (id, stock) VALUES (%(id)s, 1)]\n[parameters: {'id': 1}]" in str(caught.value)
        connection.rollback()
        with raises(exc.ProgrammingError, '(psycopg2.errors.UndefinedTable) relation "nowhere" does not exist'):
            connection.execute(text("SELECT * FROM nowhere"))


async def case_savepoints():
    with engine() as made, made.begin() as connection:
        with raises(exc.IntegrityError):
            with connection.begin_nested():
                connection.execute(text("INSERT INTO items VALUES (1, 1, 'x')"))
        assert connection.scalar(text("SELECT 1")) == 1


async def case_the_pool():
    with engine(pool_size=1, max_overflow=1, pool_timeout=0.1) as made:
        assert isinstance(made.pool, QueuePool)
        one, two = made.connect(), made.connect()
        assert (made.pool.checkedout(), made.pool.overflow()) == (2, 1)
        with raises(exc.TimeoutError, "QueuePool limit of size 1 overflow 1 reached, connection timed out, timeout 0.10"):
            made.connect()
        one.close()
        two.close()
        assert (made.pool.checkedin(), made.pool.checkedout()) == (1, 0)
    with engine(poolclass=NullPool) as made, made.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


async def case_listeners_of_connect():
    engine = create_engine(URL, pool_size=1)
    rows = []

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection, record):
        with dbapi_connection.cursor() as cursor:
            cursor.execute("SELECT stock FROM items WHERE id = %s", (1,))
            rows.append(cursor.fetchone())
            cursor.execute("SET statement_timeout = '50ms'")
        dbapi_connection.commit()

    for _ in range(2):
        with raises(exc.OperationalError, "canceling statement due to statement timeout"), engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(0.3)"))
    assert rows == [(100,)]
    engine.dispose()


async def case_settings_of_the_session():
    engine = create_engine(URL, connect_args={"options": "-c statement_timeout=50 -c lock_timeout=40"})
    with raises(exc.OperationalError, "canceling statement due to statement timeout"), engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(0.3)"))
    engine.dispose()


async def case_a_query_blocks_the_event_loop():
    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await asyncio.sleep(0.01)

    with engine() as made:
        with made.connect() as connection:
            task = asyncio.ensure_future(tick())
            await asyncio.sleep(0)
            before = time.monotonic()
            connection.execute(text("SELECT pg_sleep(0.1)"))
            assert time.monotonic() - before >= 0.1 and len(ticks) == 1
            task.cancel()


async def case_threads_share_a_pool():
    await three_rounds_of_two(pool_size=2, max_overflow=0)


async def case_threads_share_the_overflow_of_a_pool():
    await three_rounds_of_two(pool_size=1, max_overflow=1)


async def three_rounds_of_two(**options):
    with engine(**options) as made:

        def work(number):
            with made.connect() as connection:
                return connection.execute(text("SELECT :n FROM pg_sleep(0.02)"), {"n": number}).scalar()

        before = time.monotonic()
        assert sorted(await asyncio.gather(*[asyncio.to_thread(work, number) for number in range(6)])) == list(range(6))
        assert time.monotonic() - before >= 0.06


async def case_session_add_flush_commit():
    with home() as session:
        owner = Owner(name="cid")
        session.add(owner)
        session.flush()
        assert owner.id == 3
        pet = Pet(owner=owner)
        session.add(pet)
        session.commit()
        assert (pet.name, pet.age, pet.owner_id) == ("rex", 1, 3)


async def case_lazy_loads_are_n_plus_one():
    with home() as session:
        owners = session.query(Owner).order_by(Owner.id).all()
        assert [[pet.name for pet in owner.pets] for owner in owners] == [["a1", "a2"], ["b1"]]
        assert len(session.statements) == 3
        session.statements.clear()
        assert owners[0].pets[0].owner is owners[0] and session.statements == []


async def case_many_to_one_comes_from_the_identity_map():
    with home() as session:
        pets = session.query(Pet).order_by(Pet.id).all()
        assert [pet.owner.name for pet in pets] == ["ann", "ann", "bob"]
        assert len(session.statements) == 3


async def case_eager_loads():
    with home() as session:
        owners = session.query(Owner).options(joinedload(Owner.pets)).order_by(Owner.id).all()
        assert [len(owner.pets) for owner in owners] == [2, 1] and len(session.statements) == 1
    with home() as session:
        owners = session.query(Owner).options(selectinload(Owner.pets)).all()
        assert sum(len(owner.pets) for owner in owners) == 3 and len(session.statements) == 2


async def case_expired_attributes_are_loaded_again():
    with home() as session:
        owner = session.get(Owner, 1)
        session.commit()
        session.statements.clear()
        assert owner.name == "ann" and owner.id == 1
        assert len(session.statements) == 1
        session.expire(owner, ["name"])
        assert owner.name == "ann"


async def case_query_filters():
    with home() as session:
        query = session.query(Pet)
        assert query.count() == 3
        assert query.filter_by(name="a1").one().id == 1
        assert query.filter(Pet.age > 1).first().name == "a2"
        assert query.filter(Pet.id > 99).first() is None
        assert query.filter(or_(Pet.name == "a1", Pet.name == "b1")).order_by(Pet.id.desc()).all()[0].name == "b1"
        assert query.get(2).name == "a2"
        with raises(exc.NoResultFound, "No row was found when one was required"):
            query.filter(Pet.id > 99).one()
        with raises(exc.MultipleResultsFound, "Multiple rows were found when exactly one was required"):
            query.one()
        assert [pet.id for pet in query.order_by(Pet.id).limit(2).offset(1)] == [2, 3]
        assert query.filter(Pet.id.in_([1, 3])).order_by(Pet.id)[1].id == 3


async def case_query_columns_and_joins():
    with home() as session:
        assert session.query(Owner.name, func.count(Pet.id)).join(Pet).group_by(Owner.name).order_by(Owner.name).all() == [("ann", 2), ("bob", 1)]
        assert session.query(func.max(Pet.age)).scalar() == 5
        assert session.query(Owner).join(Owner.pets).filter(Pet.name == "b1").one().name == "bob"
        other = aliased(Pet)
        assert session.query(other.name).filter(other.age == 5).all() == [("a2",)]
        assert session.query(session.query(Pet).filter(Pet.age == 5).exists()).scalar() is True
        rows = session.query(Owner, Pet).outerjoin(Pet, Pet.owner_id == Owner.id).order_by(Pet.id).all()
        assert [(row.Owner.name, row.Pet.name) for row in rows] == [("ann", "a1"), ("ann", "a2"), ("bob", "b1")]


async def case_query_update_and_delete():
    with home() as session:
        pet = session.get(Pet, 1)
        assert session.query(Pet).filter(Pet.id == 1).update({"age": 9}) == 1
        assert pet.age == 9
        assert session.query(Pet).filter(Pet.id == 1).update({Pet.age: Pet.age + 1}) == 1
        assert pet.age == 10
        assert session.query(Pet).filter(Pet.age > 4).delete() == 2
        session.commit()
        assert session.query(Pet).count() == 1


async def case_delete_and_orphans():
    with home() as session:
        session.delete(session.get(Owner, 1))
        session.commit()
        assert session.query(Pet).count() == 1
        owner = session.get(Owner, 2)
        owner.pets.clear()
        session.commit()
        assert session.query(Pet).count() == 0


async def case_rollback():
    with home() as session:
        owner = session.get(Owner, 1)
        owner.name = "bob"
        with raises(exc.IntegrityError, "UniqueViolation"):
            session.flush()
        with raises(exc.PendingRollbackError):
            session.query(Owner).all()
        session.rollback()
        assert owner.name == "ann"
        with session.begin_nested():
            owner.name = "new"
        assert session.query(Owner).filter_by(name="new").count() == 1
        session.rollback()
        assert owner.name == "ann"


async def case_a_tree():
    with home() as session:
        root = Node(name="root", children=[Node(name="one"), Node(name="two", children=[Node(name="leaf")])])
        session.add(root)
        session.commit()
        leaf = session.query(Node).filter_by(name="leaf").one()
        assert leaf.parent.name == "two" and leaf.parent.parent is root
        assert session.query(Node).filter(Node.parent == None).one() is root  # noqa: E711


async def case_session_begin_and_factories():
    with engine() as made:
        factory = sessionmaker(made)
        with factory.begin() as session:
            session.execute(update(Item).where(Item.id == 904).values(stock=1))
        with Session(made) as session, session.begin():
            item = session.scalars(select(Item).where(Item.id == 904)).one()
            assert item.stock == 1
            item.stock = 100
        scoped = scoped_session(factory)
        assert scoped() is scoped()
        assert scoped.get(Item, 904).stock == 100
        scoped.remove()


async def case_objects_after_close_are_detached():
    with home() as session:
        owner = session.get(Owner, 1)
        session.close()
        assert owner.name == "ann"
        from sqlalchemy.orm.exc import DetachedInstanceError

        with raises(DetachedInstanceError, "lazy load operation of attribute 'pets' cannot proceed (Background on this error at: https://sqlalche.me/e/20/bhk3)"):
            owner.pets


async def case_inspect_the_database():
    with home() as session:
        names = inspect(session.get_bind()).get_table_names()
        assert {"owners", "pets", "nodes", "items"} <= set(names)


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
