-- The shop's own tables.
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers);
CREATE TABLE order_items (
  id int PRIMARY KEY,
  order_id int NOT NULL REFERENCES orders,
  product_id int NOT NULL REFERENCES products,
  quantity int NOT NULL
);
CREATE INDEX order_items_of_order ON order_items (order_id);

INSERT INTO customers SELECT c, 'Customer ' || c FROM generate_series(1, 120) AS c;
INSERT INTO products SELECT p, 'Product ' || p FROM generate_series(1, 200) AS p;
INSERT INTO orders SELECT o, 1 + o * 7 % 120 FROM generate_series(1, 400) AS o;
-- Two to four different products an order. Product 1 is the bestseller: it is in every fourth order.
INSERT INTO order_items
SELECT o * 10 + position, o, CASE WHEN position = 1 AND o % 4 = 0 THEN 1 ELSE 2 + (o * 31 + position * 53) % 199 END, 1 + (o + position) % 3
FROM generate_series(1, 400) AS o, generate_series(1, 4) AS position
WHERE position <= 2 + o % 3;

-- What the pricing company knows. The shop sees it through the pricing API only. Prices are in cents.
CREATE SCHEMA pricing;
CREATE TABLE pricing.prices (product_id int PRIMARY KEY, price int NOT NULL);
INSERT INTO pricing.prices SELECT p, 500 + p * 37 % 2000 FROM generate_series(1, 200) AS p;

ANALYZE;
