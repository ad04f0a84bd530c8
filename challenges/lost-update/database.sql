CREATE TABLE guilds (
  id int PRIMARY KEY,
  name text NOT NULL,
  gold int NOT NULL,
  version int NOT NULL DEFAULT 0
);
CREATE TABLE donations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  guild_id int NOT NULL REFERENCES guilds,
  gold int NOT NULL
);

INSERT INTO guilds SELECT g, 'Guild ' || g, 1000 FROM generate_series(1, 200) AS g;

ANALYZE;
