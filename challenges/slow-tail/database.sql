-- What the dispatch system knows. The app sees it through the dispatch API only. Times are minutes after midnight.
CREATE SCHEMA dispatch;
CREATE TABLE dispatch.trains (id int PRIMARY KEY, platform int NOT NULL, planned int NOT NULL, delay int NOT NULL);
INSERT INTO dispatch.trains SELECT t, 1 + t * 5 % 14, 960 + t * 4, t * 7 % 20 FROM generate_series(1, 100) AS t;

ANALYZE;
