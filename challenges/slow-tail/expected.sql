SELECT json_build_object('train', id, 'platform', platform, 'delay', delay, 'departs', planned + delay)
FROM dispatch.trains
WHERE id = $1
