"""GET /articles/{id}/pages/{n}: one page of an article of the magazine, typeset, and how many like it."""

import asyncio
import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

PAGE_CHARS = 1_500

# Article -> its HTML. Articles do not change once they are published, and to typeset one takes Postgres 7 ms.
articles: dict[int, str] = {}

# What was typeset, for the hourly report.
typeset_log: list[dict] = []


async def report_hourly():
    while True:
        await asyncio.sleep(3600)
        sizes = [len(entry["source"]) for entry in typeset_log]
        print(f"{len(sizes)} articles typeset, {sum(sizes)} characters")
        typeset_log.clear()


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=20, max_size=20) as pool:
        app.state.pool = pool
        reporter = asyncio.create_task(report_hourly())
        yield
        reporter.cancel()


app = FastAPI(lifespan=lifespan)


async def load_html(article_id: int) -> str:
    html = articles.get(article_id)
    if html is None:
        source = await app.state.pool.fetchval("SELECT hyphenate(body) FROM sources WHERE article_id = $1", article_id)
        typeset_log.append({"article": article_id, "source": source})
        html = "<p>" + source.replace("\n", "</p>\n<p>") + "</p>"
        articles[article_id] = html
    return html


@app.get("/articles/{article_id}/pages/{page}")
async def read_page(article_id: int, page: int):
    article = await app.state.pool.fetchrow("SELECT title, likes FROM articles WHERE id = $1", article_id)
    if article is None:
        raise HTTPException(status_code=404, detail="no such article")
    html = await load_html(article_id)
    return {
        "id": article_id,
        "title": article["title"],
        "likes": article["likes"],
        "page": page,
        "html": html[(page - 1) * PAGE_CHARS : page * PAGE_CHARS],
    }
