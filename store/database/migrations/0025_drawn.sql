-- How much of each article a person was shown word for word in one place (direct messages, a channel): numbers alone, as package rights writes them.
CREATE TABLE drawn(conversation TEXT PRIMARY KEY, owner TEXT NOT NULL, user_id BIGINT NOT NULL, shown TEXT NOT NULL, expire_at BIGINT NOT NULL);
CREATE INDEX drawn_user ON drawn(user_id);
ALTER TABLE turns DROP COLUMN drawn;
