-- A panel of a dashboard: a stretch of one service's history, from a block on, so many blocks of 1,000 samples long.
CREATE TABLE panels (id int PRIMARY KEY, title text NOT NULL, service_id int NOT NULL, first_block int NOT NULL, blocks int NOT NULL);
INSERT INTO panels SELECT p, 'Panel ' || p, 1 + p % 2, p / 2 % 48, 50 + p / 96 % 4 FROM generate_series(1, 3000) AS p;

-- Yesterday's latencies: 100 blocks a service, a byte a sample, in steps of 10 ms.
CREATE TABLE history (service_id int PRIMARY KEY, samples bytea NOT NULL);

-- Only the answers are checked with what is in here, the service has no rights there.
CREATE SCHEMA audit;

-- Ten different blocks, each slower than the one before. The history is made of them: the day is slow at its end.
CREATE TABLE audit.pieces AS
SELECT piece, i, (2 + (piece + 3) * (h % 31) * (h / 32 % 31) / 60)::int AS value
FROM (SELECT piece, i, abs(hashint4(piece * 1000 + i)::bigint) AS h FROM generate_series(0, 9) AS piece, generate_series(0, 999) AS i) AS hashed;

CREATE TABLE audit.blocks AS
SELECT service_id, block, (block / 10 + block % 3 * service_id) % 10 AS piece FROM generate_series(1, 2) AS service_id, generate_series(0, 99) AS block;

INSERT INTO history
SELECT service_id, string_agg(bytes, '' ORDER BY block)
FROM audit.blocks
JOIN (SELECT piece, decode(string_agg(lpad(to_hex(value), 2, '0'), '' ORDER BY i), 'hex') AS bytes FROM audit.pieces GROUP BY piece) AS packed USING (piece)
GROUP BY service_id;

-- How many samples of each value, 0 to 199, come before a block; block 100 is the end.
CREATE TABLE audit.cumulative (service_id int, block int, counts int[] NOT NULL, PRIMARY KEY (service_id, block));
INSERT INTO audit.cumulative
SELECT service_id, block, array_agg(reached - n ORDER BY value)
FROM (
  SELECT service_id, block, value, n, sum(n) OVER (PARTITION BY service_id, value ORDER BY block)::int AS reached
  FROM (SELECT service_id, block, piece FROM audit.blocks UNION ALL VALUES (1, 100, 0), (2, 100, 0)) AS all_blocks
  JOIN (
    SELECT piece, value, count(p.i)::int AS n
    FROM generate_series(0, 9) AS piece CROSS JOIN generate_series(0, 199) AS value LEFT JOIN audit.pieces AS p USING (piece, value)
    GROUP BY piece, value
  ) AS counted USING (piece)
) AS summed
GROUP BY service_id, block;

ANALYZE;
