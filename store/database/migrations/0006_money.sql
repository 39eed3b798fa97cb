-- Money of a single call in millionths of a dollar: the most it can cost, then what it did cost.
ALTER TABLE calls ADD COLUMN micros BIGINT NOT NULL DEFAULT 0;
-- What a model replied, until the text made of it is stored: a process that dies in between has it bought once.
CREATE TABLE replies(text_key TEXT NOT NULL, request TEXT NOT NULL, reply TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY(text_key, request));
