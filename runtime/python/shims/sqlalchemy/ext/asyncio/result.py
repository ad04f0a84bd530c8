"""Results of stream(): the rows are here already, the methods are awaited."""


class _Awaited:
    def __init__(self, result):
        self._real_result = result

    def unique(self, strategy=None):
        self._real_result.unique(strategy)
        return self

    async def all(self):
        return self._real_result.all()

    async def fetchall(self):
        return self._real_result.fetchall()

    async def fetchone(self):
        return self._real_result.fetchone()

    async def fetchmany(self, size=None):
        return self._real_result.fetchmany(size)

    async def first(self):
        return self._real_result.first()

    async def one(self):
        return self._real_result.one()

    async def one_or_none(self):
        return self._real_result.one_or_none()

    async def partitions(self, size=None):
        for part in self._real_result.partitions(size):
            yield part

    async def close(self):
        self._real_result.close()

    @property
    def closed(self):
        return self._real_result.closed

    def keys(self):
        return self._real_result.keys()

    def __aiter__(self):
        return self

    async def __anext__(self):
        row = self._real_result.fetchone()
        if row is None:
            raise StopAsyncIteration
        return row


class AsyncResult(_Awaited):
    async def scalar(self):
        return self._real_result.scalar()

    async def scalar_one(self):
        return self._real_result.scalar_one()

    async def scalar_one_or_none(self):
        return self._real_result.scalar_one_or_none()

    def scalars(self, index=0):
        return AsyncScalarResult(self._real_result.scalars(index))

    def mappings(self):
        return AsyncMappingResult(self._real_result.mappings())

    def columns(self, *keys):
        return AsyncResult(self._real_result.columns(*keys))

    def yield_per(self, count):
        return self

    @property
    def rowcount(self):
        return self._real_result.rowcount


class AsyncScalarResult(_Awaited):
    pass


class AsyncMappingResult(_Awaited):
    pass


AsyncTupleResult = AsyncResult
