WITH running AS (
  SELECT v - 1 AS value, sum(later.counts[v] - earlier.counts[v]) OVER (ORDER BY v) AS reached
  FROM panels p
  JOIN audit.cumulative earlier ON earlier.service_id = p.service_id AND earlier.block = p.first_block
  JOIN audit.cumulative later ON later.service_id = p.service_id AND later.block = p.first_block + p.blocks
  CROSS JOIN generate_series(1, 200) AS v
  WHERE p.id = $1
)
SELECT json_build_object(
  'panel', p.id,
  'samples', p.blocks * 1000,
  'p50', (SELECT 10 * min(value) FROM running WHERE reached >= p.blocks * 500),
  'p95', (SELECT 10 * min(value) FROM running WHERE reached >= p.blocks * 950),
  'p99', (SELECT 10 * min(value) FROM running WHERE reached >= p.blocks * 990),
  'max', (SELECT 10 * min(value) FROM running WHERE reached >= p.blocks * 1000)
)
FROM panels p
WHERE p.id = $1
