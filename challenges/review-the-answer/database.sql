-- The hiking club's own tables.
CREATE TABLE regions (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE huts (id int PRIMARY KEY, name text NOT NULL, region_id int NOT NULL REFERENCES regions);
-- heights: metres above the sea, 170 points of the way, in their order.
CREATE TABLE routes (id int PRIMARY KEY, name text NOT NULL, heights int[] NOT NULL);
CREATE TABLE route_huts (
  route_id int NOT NULL REFERENCES routes,
  position int NOT NULL,
  hut_id int NOT NULL REFERENCES huts,
  PRIMARY KEY (route_id, position)
);

INSERT INTO regions SELECT g, 'Region ' || g FROM generate_series(1, 20) AS g;
INSERT INTO huts SELECT h, 'Hut ' || h, 1 + h * 7 % 20 FROM generate_series(1, 120) AS h;
INSERT INTO routes
SELECT r, 'Route ' || r, ARRAY(SELECT 500 + (r * 31 + n * (n + r % 7) * 17) % 1900 FROM generate_series(1, 170) AS n)
FROM generate_series(1, 400) AS r;
-- Two to four different huts a route. Hut 1 lies on every fourth route.
INSERT INTO route_huts
SELECT r, position, CASE WHEN position = 1 AND r % 4 = 0 THEN 1 ELSE 2 + (r * 31 + position * 53) % 119 END
FROM generate_series(1, 400) AS r, generate_series(1, 4) AS position
WHERE position <= 2 + r % 3;

-- What the booking system of the huts knows. The club sees it through the beds API only.
CREATE SCHEMA club;
CREATE TABLE club.beds (hut_id int PRIMARY KEY, free int NOT NULL);
INSERT INTO club.beds SELECT h, h * 37 % 60 FROM generate_series(1, 120) AS h;

ANALYZE;
