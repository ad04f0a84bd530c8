"""A correct program on SQLAlchemy, as people write it: nothing in it is to be marked."""

import asyncio
from datetime import datetime
from fastapi import FastAPI, Depends, HTTPException
from sqlalchemy import ForeignKey, String, func, select, text, update, insert, Integer, Column, Table, MetaData, delete, and_, or_, desc
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine, AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload, Session, sessionmaker
from sqlalchemy.exc import IntegrityError
from sqlalchemy.dialects.postgresql import insert as pg_insert, JSONB
from sqlalchemy.pool import NullPool

engine = create_async_engine("postgresql+asyncpg://app@db/shop", pool_size=5, max_overflow=0, poolclass=NullPool)
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)
OldStyle = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

class Base(DeclarativeBase):
    pass

class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(30), index=True)
    created: Mapped[datetime] = mapped_column(server_default=func.now())
    items: Mapped[list["Item"]] = relationship(back_populates="order", lazy="selectin")

class Item(Base):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="items")
    data = Column(JSONB)

app = FastAPI()

async def session():
    async with SessionLocal() as s:
        yield s

@app.get("/orders/{order_id}")
async def get(order_id: int, s: AsyncSession = Depends(session)):
    order = await s.get(Order, order_id, options=[selectinload(Order.items)])
    if order is None:
        raise HTTPException(404)
    rows = (await s.execute(select(Order).where(Order.id.in_([1, 2]), Order.name == "x").order_by(Order.created.desc()).limit(3))).scalars().all()
    n = await s.scalar(select(func.count()).select_from(Order))
    one = (await s.execute(select(Order.id, Order.name))).one()
    r = await s.execute(text("SELECT 1 AS a"), {"x": 1})
    print(r.mappings().all(), r.rowcount, [row.a for row in r], one.name, n + 1)
    for o in rows:
        print(o.items[0].order.name, o.id + 1)
    async with s.begin():
        s.add(Order(name="x"))
        await s.execute(update(Order).where(Order.id == 1).values(name="z"))
        stmt = pg_insert(Order).values(name="q").on_conflict_do_update(index_elements=[Order.id], set_={"name": "x"}).returning(Order.id)
        await s.execute(stmt)
    try:
        await s.commit()
    except IntegrityError as e:
        await s.rollback()
    first = (await s.scalars(select(Item).filter_by(order_id=1))).first()
    print(first.id)
    async with engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
        res = await conn.execute(select(Item.id))
        print(res.scalar_one() + 1)
    return {"id": order.id, "items": [i.id for i in order.items]}
