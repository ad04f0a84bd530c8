"""Vaccinations: clinics and what they have, bookings, sealed passes."""

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
    yield
    await partners.client.aclose()
    await db.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/clinics/{clinic_id}")
async def read_clinic(clinic_id: int):
    async with db.pool.acquire() as connection:
        clinic = await db.load_clinic(connection, clinic_id)
        if clinic is None:
            raise HTTPException(status_code=404, detail="no such clinic")
        lots = await db.load_lots(connection, clinic_id)
    for lot in lots:
        lot["coming"] = await partners.doses_coming(lot["id"])
    return {**clinic, "lots": lots}


@app.post("/clinics/{clinic_id}/bookings", status_code=201)
async def book(clinic_id: int, booking: Booking):
    number = await stock.book(clinic_id, booking.holder)
    if number is None:
        raise HTTPException(status_code=409, detail="no dose left")
    return {"number": number, "clinic": clinic_id}


# def, not async def: FastAPI runs it in a thread, so that the computation does not hold the event loop.
@app.post("/passes")
def issue_pass(wanted: Pass):
    text = f"holder-{wanted.holder}/{wanted.dose}"
    return {"pass": text, "seal": signing.seal(text)}
