-- Articles are found by their address: who sends one is told by whom it was read. A key of PostgreSQL's index holds 2,704 bytes.
CREATE INDEX articles_url ON articles(substr(url, 1, 400));

-- Up to when a person has caught up with a channel of Discord's.
CREATE TABLE catchups(user_id BIGINT NOT NULL, channel_id BIGINT NOT NULL, guild_id BIGINT NOT NULL, until_at BIGINT NOT NULL,
  PRIMARY KEY(user_id, channel_id));
CREATE INDEX catchups_guild ON catchups(guild_id);
