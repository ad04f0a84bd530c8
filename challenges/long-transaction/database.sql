CREATE TABLE nights (
  id int PRIMARY KEY,
  hotel text NOT NULL,
  rooms int NOT NULL,
  free int NOT NULL CHECK (free >= 0)
);
CREATE TABLE bookings (
  id uuid PRIMARY KEY,
  night_id int NOT NULL REFERENCES nights,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'paid', 'declined')),
  -- What the card network answered: the proof that the guest has paid.
  auth_code text
);

INSERT INTO nights SELECT n, 'Hotel ' || (n + 4) / 5, 400, 400 FROM generate_series(1, 300) AS n;

-- What the card network alone knows.
CREATE SCHEMA cardnet;
CREATE TABLE cardnet.terminal (secret text NOT NULL);
INSERT INTO cardnet.terminal VALUES ('7d1f0c');

ANALYZE;
