-- The delivery company's own table: what is on its way to whom. Four parcels each.
CREATE TABLE parcels (number int PRIMARY KEY, recipient int NOT NULL, contents text NOT NULL);
CREATE INDEX parcels_of_recipient ON parcels (recipient);

INSERT INTO parcels
SELECT r * 10 + p, r, (ARRAY['books', 'shoes', 'a lamp', 'spare parts', 'tea'])[1 + (r + p * 3) % 5]
FROM generate_series(1, 600) AS r, generate_series(1, 4) AS p;

-- What the carrier knows. Others see it through the carrier's API only.
CREATE SCHEMA carrier;
CREATE TABLE carrier.positions (number int PRIMARY KEY, place text NOT NULL);
INSERT INTO carrier.positions SELECT number, 'depot ' || 1 + number * 7 % 40 FROM parcels;

ANALYZE;
