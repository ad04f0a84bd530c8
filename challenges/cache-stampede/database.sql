-- What the electoral office knows. The newspaper sees it through the office's API only, and has no tables of its own.
CREATE SCHEMA office;
CREATE TABLE office.counts (district int PRIMARY KEY, counted int NOT NULL, red int NOT NULL, blue int NOT NULL);
INSERT INTO office.counts SELECT d, 40 + d % 30, 12000 + d * 37 % 900, 11800 + d * 53 % 1300 FROM generate_series(1, 120) AS d;

ANALYZE;
