CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, discount_percent int NOT NULL);
CREATE TABLE parcels (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, zone int NOT NULL, weight_grams int NOT NULL);

INSERT INTO customers SELECT c, 'Customer ' || c, c % 4 * 5 FROM generate_series(1, 80) AS c;
INSERT INTO parcels SELECT p, 1 + p * 7 % 80, 1 + p * 37 % 8, 200 + p * 131 % 18000 FROM generate_series(1, 600) AS p;

-- What the depots and the carriers know. The program sees it through their services only.
CREATE SCHEMA partners;
CREATE TABLE partners.depots (zone int PRIMARY KEY, pickup text NOT NULL);
CREATE TABLE partners.rates (carrier text, zone int, up_to int, cents int NOT NULL, PRIMARY KEY (carrier, zone, up_to));

INSERT INTO partners.depots SELECT z, lpad((8 + z % 10)::text, 2, '0') || ':30' FROM generate_series(1, 8) AS z;
INSERT INTO partners.rates
SELECT carrier, zone, step * 2000, 350 + length(carrier) * 7 + (zone * 13 + length(carrier) * 31) % 90 + step * (80 + (zone + length(carrier)) % 11)
FROM unnest(ARRAY['dove', 'swift', 'falcon', 'pelican', 'nightjar', 'albatross']) AS carrier, generate_series(1, 8) AS zone, generate_series(1, 10) AS step;

-- HMAC-SHA256 with the key that PBKDF2 derives from LINK_SECRET, which is padded here for the inner and the outer hash.
CREATE FUNCTION partners.sign_link(path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(
    '\xd939641966416fb21cd4055a0f7530c5218b01f769e6ab81ff718f413cf20ac55c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c'::bytea
    || sha256('\xb3530e730c2b05d876be6f30651f5aaf4be16b9d038cc1eb951be52b569860af3636363636363636363636363636363636363636363636363636363636363636'::bytea || convert_to(path, 'UTF8'))
  ), 'hex')
$$;

ANALYZE;
