CREATE TABLE streams (id int PRIMARY KEY, title text NOT NULL);
-- A stream's hearts are the sum over its slots.
CREATE TABLE stream_hearts (
  stream_id int NOT NULL REFERENCES streams,
  slot int NOT NULL DEFAULT 0,
  hearts int NOT NULL DEFAULT 0,
  PRIMARY KEY (stream_id, slot)
);

INSERT INTO streams SELECT s, 'Stage ' || s FROM generate_series(1, 20) AS s;
INSERT INTO stream_hearts (stream_id) SELECT id FROM streams;

ANALYZE;
