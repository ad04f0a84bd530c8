-- The game's own tables. score_copies is written by the leaderboard service: when it is under strain, and every night.
CREATE TABLE players (id int PRIMARY KEY, name text NOT NULL, level int NOT NULL);
CREATE TABLE score_copies (player_id int PRIMARY KEY, score int NOT NULL);

INSERT INTO players SELECT p, 'Player ' || p, 1 + p * 13 % 60 FROM generate_series(1, 600) AS p;
INSERT INTO score_copies SELECT p, 1000 + p * 37 % 5000 FROM generate_series(1, 600) AS p;

-- What the leaderboard service knows. The game sees it through its API only.
CREATE SCHEMA leaderboard;
CREATE TABLE leaderboard.scores (player_id int PRIMARY KEY, score int NOT NULL);
INSERT INTO leaderboard.scores SELECT player_id, score FROM score_copies;

ANALYZE;
