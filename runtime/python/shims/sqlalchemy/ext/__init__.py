"""Extensions: asyncio, declarative, hybrid."""
