-- The shop's own tables.
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers (id), placed_on date NOT NULL);
CREATE TABLE order_items (
  order_id int NOT NULL REFERENCES orders (id),
  position int NOT NULL,
  product_id int NOT NULL REFERENCES products (id),
  quantity int NOT NULL,
  PRIMARY KEY (order_id, position)
);

INSERT INTO customers SELECT i, 'Customer ' || i FROM generate_series(1, 100) AS i;
INSERT INTO products SELECT i, 'Product ' || i FROM generate_series(1, 200) AS i;
INSERT INTO orders SELECT i, 1 + (i * 7) % 100, date '2026-01-01' - (i % 90) FROM generate_series(1, 400) AS i;
-- Two to four items an order, spread over the products.
INSERT INTO order_items
SELECT o, p, 1 + (o * 31 + p * 57) % 200, 1 + (o + p) % 3
FROM generate_series(1, 400) AS o, generate_series(1, 4) AS p
WHERE p <= 2 + o % 3;

-- The pricing company's table: its API reads it, the shop cannot.
CREATE SCHEMA pricing;
CREATE TABLE pricing.prices (product_id int PRIMARY KEY, cents int NOT NULL);
INSERT INTO pricing.prices SELECT i, 500 + (i * 37) % 2000 FROM generate_series(1, 200) AS i;
