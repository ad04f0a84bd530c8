def from_url(url, **options):
    from redis.client import Redis

    return Redis.from_url(url, **options)
