// The tables that the tests of this folder share: a small shop, and a schema that the application must not see.
export const SHOP_SQL = `
  CREATE SCHEMA pricing;
  CREATE TABLE pricing.prices (sku int PRIMARY KEY, price numeric(10,2) NOT NULL);
  INSERT INTO pricing.prices SELECT i, i * 1.5 FROM generate_series(1, 500) i;
  CREATE TYPE mood AS ENUM ('calm', 'rushed');
  CREATE TABLE orders (id serial PRIMARY KEY, customer text NOT NULL UNIQUE, mood mood NOT NULL DEFAULT 'calm',
                       placed timestamptz NOT NULL DEFAULT now());
  CREATE TABLE items (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, stock int NOT NULL CHECK (stock >= 0));
  CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), body jsonb, tags text[], raw bytea, at timestamptz, ratio float8);
  INSERT INTO orders (customer) SELECT 'customer ' || i FROM generate_series(1, 1000) i;
  INSERT INTO items SELECT i, 1 + (i * 7) % 1000, 10 FROM generate_series(1, 5000) i;
`;
