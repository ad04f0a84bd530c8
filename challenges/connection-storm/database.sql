-- The tickets of tonight's concert.
CREATE TABLE tickets (id int PRIMARY KEY, holder text NOT NULL, gate text NOT NULL, seat text NOT NULL, status text NOT NULL);

INSERT INTO tickets
SELECT t, 'Guest ' || t, chr(65 + t % 6), t % 40 + 1 || '-' || t % 25 + 1, CASE WHEN t % 31 = 0 THEN 'cancelled' ELSE 'valid' END
FROM generate_series(1, 1000) AS t;

ANALYZE;
