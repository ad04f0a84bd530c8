CREATE TABLE rooms (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE messages (
  id int PRIMARY KEY,
  room_id int NOT NULL REFERENCES rooms,
  -- Counts from 1 in every room, without gaps.
  number int NOT NULL,
  author text NOT NULL,
  body text NOT NULL,
  -- What the author's device told about itself and its last crashes, for the support team: some 400 bytes.
  client text NOT NULL
);

INSERT INTO rooms SELECT r, 'Room ' || r FROM generate_series(1, 50) AS r;
-- In the order in which they were written: people write in all rooms at the same time, so a room's messages lie far apart.
INSERT INTO messages
SELECT
  (number - 1) * 50 + room,
  room,
  number,
  'user-' || (room * 37 + number * 11) % 900,
  'Message ' || number || ': did you see what happened in minute ' || number % 90 || '?',
  'android ' || 10 + number % 5 || '; app 8.' || room % 30 || '.' || number % 7 || '; locale en-GB; network wifi; build ' || number * 31 % 9973
    || '; crashes ' || repeat(md5(room || '/' || number), 10)
FROM generate_series(1, 400) AS number, generate_series(1, 50) AS room
ORDER BY number, room;

ANALYZE;
