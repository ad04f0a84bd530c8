-- What the flag console knows: 50 flags for each of 20 tenants. The service sees it through the console's API only.
CREATE SCHEMA console;
CREATE TABLE console.flags (tenant int NOT NULL, flag text NOT NULL, enabled bool NOT NULL, version int NOT NULL, PRIMARY KEY (tenant, flag));
INSERT INTO console.flags
SELECT t, area || '-' || part, (t * 7 + a * 5 + p * 3) % 4 < 2, 1
FROM generate_series(1, 20) AS t,
  unnest(ARRAY['home', 'search', 'product', 'cart', 'checkout', 'payment', 'delivery', 'account', 'reviews', 'support']) WITH ORDINALITY AS areas (area, a),
  unnest(ARRAY['layout', 'ranking', 'texts', 'pictures', 'tracking']) WITH ORDINALITY AS parts (part, p);

ANALYZE;
