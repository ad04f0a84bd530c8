-- What the players' passwords derive to: PBKDF2 of 'pw-<player>'. Only the answers are checked with it, the service has no rights there.
CREATE SCHEMA audit;
CREATE TABLE audit.passwords (player_id int PRIMARY KEY, hash text NOT NULL);
INSERT INTO audit.passwords VALUES
  (1, '75176d6fc9308f1f7d4949a206f96b05debafeb24058db8a088dab49be6277e4'),
  (2, '71652b55685bcd2306c754125271b95f2d7dee120201cac464e6d43201d231ad'),
  (3, 'eec74f08ca7b9a036dd4dea430a0cbc0abea422e15a582f7ce48aba658bc6d90'),
  (4, '8992e6093a0d242d650b8fd305a41d1983dfaa474e56a3f9f7b77ee29d816903'),
  (5, '9345bb366a64d510d095d4a6c5b5b221682a02a6cfb0c2b68273f7b9b0ed8422'),
  (6, '835bc89c8eb6deaf90d10216514700cfe0f38cf08eadae140abafd2effa9c291'),
  (7, 'a0b8dc69a145bb50c169a8bb83824ba1948b3d2fe7d1997e7f4f3153184ca363'),
  (8, '30f9c3144ac7ba3a605645eaee9243860e86f1f7f91612bf0232a973b7a49eb3'),
  (9, '77a68d9621cfd312d743637e652b9708b52e5ed80f82c46a4142135bca879cc4'),
  (10, '3a182cdf2081d18fc87f5d9f547d6d682fb470f4016b508e74b25221c86b47ad'),
  (11, 'b19617ae1e14ff7529a0430f1cda3dcf7f33c5facb25ff14bdcb35c0b2d3bd63'),
  (12, '786d43296a7e27d131f39fc74f6ae185db2456a58b49ff88022baf6dbe4320d8'),
  (13, '138e48b388fa8d32f15c33c518c76ce9248ae28f8f4937f2c44b3028ff216bf4'),
  (14, 'e1659a6202400df8113c415f39e14962ef3d1a7a41229fbb9b96fb7aa59c2d3f'),
  (15, '8e35cc8ee6fe3ec0b1edf562ee3ae005f0d61212e377422118cdb41fb0558d75'),
  (16, '71fcd7b7bd7724552c73547a73101554af7783d2abc65ec4f4bacee2b9a67e9f'),
  (17, '93891ace671ec5a95ab3a646cede4ac80336d2445622c7f18c098588bd6d3131'),
  (18, '4255a20fde00a85a01bde96d7e0cb4b928103cae9e130438143c2a6e0bf217d8'),
  (19, 'b18c30370892d0233bcadbf5bb9ee08a189327059fbaf80f2645b09f6d4449c4'),
  (20, 'dba9e22945f908361c73166f18001073a49ba4e025752996e98aae55d9183cd5');

-- The game's own table. A hash is PBKDF2-HMAC-SHA256 with 30,000 iterations, 32 bytes, in hex.
CREATE TABLE players (id int PRIMARY KEY, name text NOT NULL, rating int NOT NULL, salt text NOT NULL, password_hash text NOT NULL);
-- Every fourth player has changed the password since, and still tries the old one.
INSERT INTO players
SELECT player_id, 'Player ' || player_id, 1000 + player_id * 37 % 900, md5('player-' || player_id),
  CASE WHEN player_id % 4 = 0 THEN md5(hash) || md5(hash) ELSE hash END
FROM audit.passwords;

-- What the anti-cheat company knows. The game sees it through its API only.
CREATE SCHEMA fairplay;
CREATE TABLE fairplay.standings (player_id int PRIMARY KEY, standing text NOT NULL);
INSERT INTO fairplay.standings SELECT id, CASE WHEN id % 5 = 0 THEN 'watched' ELSE 'clear' END FROM players;

ANALYZE;
