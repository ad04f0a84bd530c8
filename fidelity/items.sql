CREATE TABLE items (id int PRIMARY KEY, stock int);
INSERT INTO items SELECT id, 1000000 FROM generate_series(1, 1000) AS id;
