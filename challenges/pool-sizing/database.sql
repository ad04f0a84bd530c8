-- A game: what players carry with them.
CREATE TABLE items (id int PRIMARY KEY, player_id int NOT NULL, kind text NOT NULL, power int NOT NULL);
CREATE INDEX items_of_player ON items (player_id);

-- Items were found over the years: those of one player are spread over the whole table.
INSERT INTO items
SELECT n * 10000 + p, p, (ARRAY['armour', 'potion', 'shield', 'spell', 'sword'])[1 + (p + n) % 5], 10 + (p * 31 + n * 53) % 90
FROM generate_series(1, 8) AS n, generate_series(1, 1500) AS p;

-- What the login service knows. The game asks it by HTTP.
CREATE SCHEMA login;
CREATE TABLE login.sessions (id int PRIMARY KEY, player_id int NOT NULL);
INSERT INTO login.sessions SELECT s, 1501 - s FROM generate_series(1, 1500) AS s;

ANALYZE;
