def from_url(url, **options):
    from redis.asyncio.client import Redis

    return Redis.from_url(url, **options)
