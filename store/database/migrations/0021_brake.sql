-- What an operator has stopped. what: writing, posting, asking (guild_id 0: everywhere), reading (a source), blocked (a server or a source).
CREATE TABLE brakes(what TEXT NOT NULL, guild_id BIGINT NOT NULL, source_id BIGINT NOT NULL, address TEXT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY(what, guild_id, source_id));
