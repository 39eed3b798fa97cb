-- Vectors of passages, made when a search first needs them; no version before this one wrote any.
-- An article's vectors go with its text, which could be guessed from them.
DROP TABLE embeddings;
CREATE TABLE embeddings(model TEXT NOT NULL, hash TEXT NOT NULL, article_id BIGINT NOT NULL REFERENCES articles(id), vector {BYTES} NOT NULL, PRIMARY KEY(model, hash));
CREATE INDEX embeddings_article ON embeddings(article_id);
