-- The booking service's own tables.
CREATE TABLE clinics (id int PRIMARY KEY, name text NOT NULL, city text NOT NULL);
CREATE TABLE lots (id int PRIMARY KEY, vaccine text NOT NULL, expires date NOT NULL);
CREATE TABLE clinic_lots (clinic_id int NOT NULL REFERENCES clinics, lot_id int NOT NULL REFERENCES lots, PRIMARY KEY (clinic_id, lot_id));
CREATE TABLE stock (clinic_id int PRIMARY KEY REFERENCES clinics, free int NOT NULL CHECK (free >= 0));
CREATE TABLE bookings (number text PRIMARY KEY, clinic_id int NOT NULL, holder int NOT NULL, clearance text NOT NULL);

INSERT INTO clinics SELECT c, 'Clinic ' || c, 'City ' || 1 + c * 7 % 90 FROM generate_series(1, 400) AS c;
INSERT INTO lots SELECT l, 'Vaccine ' || 1 + l % 9, date '2026-06-01' + l FROM generate_series(1, 600) AS l;
-- Five lots in the fridge of each clinic.
INSERT INTO clinic_lots SELECT c, 1 + (c * 13 + position * 97) % 600 FROM generate_series(1, 400) AS c, generate_series(0, 4) AS position;
INSERT INTO stock SELECT c, 100000 FROM generate_series(1, 400) AS c;

-- What the depot knows: doses of a lot that are on their way. The service sees it through the depot's API only.
CREATE SCHEMA depot;
CREATE TABLE depot.shipments (lot_id int PRIMARY KEY, doses int NOT NULL);
INSERT INTO depot.shipments SELECT l, 10 * (l * 17 % 40) FROM generate_series(1, 600) AS l;

-- What the health registry knows: it clears each booking by its number.
CREATE SCHEMA registry;
CREATE FUNCTION registry.clear(number text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT md5('registry' || number) $$;

-- The key that passes are sealed with (HMAC-SHA256), as its inner and outer block. Only the answers are checked with it.
CREATE SCHEMA audit;
CREATE TABLE audit.seal_key (inner_block bytea NOT NULL, outer_block bytea NOT NULL);
INSERT INTO audit.seal_key VALUES ('\x9cf662e10429a675855348bf7208d6748431a3dc820696dbc397aa6973d8a2ce3636363636363636363636363636363636363636363636363636363636363636', '\xf69c088b6e43cc1fef3922d51862bc1eee5bc9b6e86cfcb1a9fdc00319b2c8a45c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c');

ANALYZE;
