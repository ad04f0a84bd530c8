-- The airline's own table.
CREATE TABLE bookings (id int PRIMARY KEY, passenger text NOT NULL, flight int NOT NULL, terminal int NOT NULL, city text NOT NULL);

-- What the airport knows. The airline sees it through the airport's API only.
CREATE SCHEMA airport;
CREATE TABLE airport.flights (id int PRIMARY KEY, status text NOT NULL);
CREATE TABLE airport.gates (flight int PRIMARY KEY, gate text NOT NULL);
CREATE TABLE airport.security (terminal int PRIMARY KEY, minutes int NOT NULL);
CREATE TABLE airport.weather (city text PRIMARY KEY, celsius int NOT NULL);

CREATE FUNCTION airport.city_of(flight int) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT (ARRAY['Athens', 'Bergen', 'Cork', 'Dublin', 'Essen', 'Faro', 'Geneva', 'Hamburg', 'Istanbul', 'Jersey',
    'Krakow', 'Lisbon', 'Malta', 'Naples', 'Oslo', 'Porto', 'Riga', 'Sofia', 'Tallinn', 'Vienna'])[1 + flight % 20]
$$;

-- 400 flights to 20 cities; a flight's terminal follows from its city.
INSERT INTO airport.flights SELECT f, CASE WHEN f % 7 = 0 THEN 'boarding' ELSE 'on time' END FROM generate_series(1, 400) AS f;
INSERT INTO airport.gates SELECT f, chr(65 + f % 4) || 1 + f * 13 % 40 FROM generate_series(1, 400) AS f;
INSERT INTO airport.security SELECT t, 4 + t * 3 FROM generate_series(1, 4) AS t;
INSERT INTO airport.weather SELECT airport.city_of(c), c * 11 % 31 - 2 FROM generate_series(0, 19) AS c;
INSERT INTO bookings
SELECT b, 'Passenger ' || b, f, 1 + f % 4, airport.city_of(f)
FROM generate_series(1, 1200) AS b, LATERAL (SELECT 1 + b * 7 % 400 AS f) AS flight;

ANALYZE;
