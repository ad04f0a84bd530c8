CREATE TABLE shops (id int PRIMARY KEY, name text NOT NULL, vat_percent int NOT NULL);
CREATE TABLE devices (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE receipts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  device_id int NOT NULL,
  shop_id int NOT NULL,
  number int NOT NULL,
  cents int NOT NULL,
  vat_cents int NOT NULL,
  previous text NOT NULL,
  signature text NOT NULL
);

INSERT INTO shops SELECT s, 'Shop ' || s, CASE WHEN s % 3 = 0 THEN 10 ELSE 20 END FROM generate_series(1, 120) AS s;

-- What the tax office knows. The program sees it through the signing service only.
CREATE SCHEMA fiscal;
CREATE FUNCTION fiscal.sign(payload text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT md5('tax office' || payload) $$;

-- A receipt is linked if it has the next number of its chain, follows the signature before it, and is signed as it stands.
CREATE VIEW fiscal.checked_receipts AS
SELECT
  number = coalesce(lag(number) OVER chain, 0) + 1
  AND previous = coalesce(lag(signature) OVER chain, '')
  AND signature = fiscal.sign(concat_ws('/', device_id, shop_id, number, cents, vat_cents, previous))
  AND vat_cents = cents * (SELECT vat_percent FROM shops WHERE shops.id = shop_id) / 100
  AS linked
FROM receipts
WINDOW chain AS (PARTITION BY device_id, shop_id ORDER BY number, id);

ANALYZE;
