-- A bank's customers and what their home screen shows. Amounts are in cents.
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE accounts (iban text PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, balance int NOT NULL);
CREATE TABLE cards (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, last_digits text NOT NULL, frozen boolean NOT NULL);
CREATE TABLE messages (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, is_read boolean NOT NULL);
CREATE TABLE standing_orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, payee text NOT NULL, amount int NOT NULL);
CREATE TABLE transactions (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, payee text NOT NULL, amount int NOT NULL);
CREATE INDEX accounts_of_customer ON accounts (customer_id);
CREATE INDEX cards_of_customer ON cards (customer_id);
CREATE INDEX messages_of_customer ON messages (customer_id);
CREATE INDEX standing_orders_of_customer ON standing_orders (customer_id);
CREATE INDEX transactions_of_customer ON transactions (customer_id, id);

INSERT INTO customers SELECT c, 'Customer ' || c FROM generate_series(1, 600) AS c;
INSERT INTO accounts SELECT 'NL' || 100000 + c * 10 + n, c, 10000 + c * 317 % 90000 FROM generate_series(1, 600) AS c, generate_series(1, 2) AS n;
INSERT INTO cards SELECT c * 10 + n, c, lpad((c * 37 % 10000)::text, 4, '0'), c % 50 = 0 FROM generate_series(1, 600) AS c, generate_series(1, 2) AS n;
INSERT INTO standing_orders SELECT c * 10 + n, c, 'Payee ' || (c + n) % 90, 1000 + c * n FROM generate_series(1, 600) AS c, generate_series(1, 3) AS n;
-- Rows come as they happened: those of one customer are spread over the whole table.
INSERT INTO messages SELECT n * 1000 + c, c, (c + n) % 4 > 0 FROM generate_series(1, 10) AS n, generate_series(1, 600) AS c;
INSERT INTO transactions SELECT n * 1000 + c, c, 'Payee ' || (c * 7 + n * 13) % 90, 100 + (c * 31 + n * 53) % 9000 FROM generate_series(1, 10) AS n, generate_series(1, 600) AS c;

ANALYZE;
