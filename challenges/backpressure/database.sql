-- What the core banking system knows. The app sees it through its API only. Amounts are in cents.
CREATE SCHEMA ledger;
CREATE TABLE ledger.accounts (id int PRIMARY KEY, balance int NOT NULL, reserved int NOT NULL);
INSERT INTO ledger.accounts SELECT a, 20000 + a * 7919 % 900000, a * 31 % 15000 FROM generate_series(1, 2500) AS a;

ANALYZE;
