from fastapi import FastAPI

app = FastAPI()
history = []


@app.get("/orders/{id}")
async def work(id: int):
    history.append("x" * 500_000 + str(len(history)))
    return {"seen": len(history)}
