CREATE TABLE articles (id int PRIMARY KEY, title text NOT NULL, likes int NOT NULL);
CREATE TABLE sources (article_id int PRIMARY KEY REFERENCES articles, body text NOT NULL);

INSERT INTO articles SELECT a, 'Article ' || a, a * 17 % 500 FROM generate_series(1, 2000) AS a;
INSERT INTO sources SELECT a, 'Once upon a time there was ' || a || E'\n' || repeat(substr(md5(a::text), 1, 8) || E'\n', 12000) FROM generate_series(1, 2000) AS a;

-- Typesetting is dear: 280,000 of the planner's operators are 700 units of cost.
CREATE FUNCTION hyphenate(body text) RETURNS text LANGUAGE plpgsql IMMUTABLE COST 280000 AS $$ BEGIN RETURN body; END $$;

ANALYZE;
