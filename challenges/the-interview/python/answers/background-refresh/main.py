"""Vaccinations: clinics and what they have, bookings, sealed passes."""

import asyncio
from contextlib import asynccontextmanager

import db
import partners
import signing
import stock
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class Booking(BaseModel):
    holder: int


class Pass(BaseModel):
    holder: int
    dose: int


@asynccontextmanager
async def lifespan(app: FastAPI):
    await db.connect()
    partners.connect()
    refresher = asyncio.create_task(partners.keep_fresh(await db.load_lot_ids()))
    while partners.doses_coming() is None:
        await asyncio.sleep(0.01)
    yield
    refresher.cancel()
    await partners.client.aclose()
    await db.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/clinics/{clinic_id}")
async def read_clinic(clinic_id: int):
    clinic = await db.load_clinic(clinic_id)
    if clinic is None:
        raise HTTPException(status_code=404, detail="no such clinic")
    coming = partners.doses_coming()
    if coming is None:
        raise HTTPException(status_code=503, detail="the depot does not answer")
    for lot in clinic["lots"]:
        lot["coming"] = coming[lot["id"]]
    return clinic


@app.post("/clinics/{clinic_id}/bookings", status_code=201)
async def book(clinic_id: int, booking: Booking):
    number = await stock.book(clinic_id, booking.holder)
    if number is None:
        raise HTTPException(status_code=409, detail="no dose left")
    return {"number": number, "clinic": clinic_id}


# async def: a few microseconds on the loop are cheaper than the way to a thread and back.
@app.post("/passes")
async def issue_pass(wanted: Pass):
    text = f"holder-{wanted.holder}/{wanted.dose}"
    return {"pass": text, "seal": signing.seal(text)}
