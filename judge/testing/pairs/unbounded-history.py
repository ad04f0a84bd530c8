from fastapi import FastAPI

app = FastAPI()
history = []


@app.get("/work/{id}")
async def work(id: int):
    history.append("x" * 500_000 + str(len(history)))
    return {"seen": len(history)}
