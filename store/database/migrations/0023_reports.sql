-- What members say is wrong: of one server and one sentence once, with a reason of each member. post_id is where it was read, NULL on a card;
-- channel_id and message_id are Discord's, of the message to the moderators. decision is '' until somebody has decided; done says that it was carried out.
CREATE TABLE reports(id BIGINT PRIMARY KEY, guild_id BIGINT NOT NULL, claim_id BIGINT NOT NULL REFERENCES claims(id) ON DELETE CASCADE, post_id BIGINT, at BIGINT NOT NULL,
  channel_id BIGINT, message_id BIGINT, decision TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '', decided_by TEXT NOT NULL DEFAULT '', decided_at BIGINT, done INTEGER NOT NULL DEFAULT 0,
  UNIQUE(guild_id, claim_id));
CREATE INDEX reports_claim ON reports(claim_id);
CREATE TABLE report_reasons(report_id BIGINT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, user_id BIGINT NOT NULL, at BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(report_id, user_id));
CREATE INDEX report_reasons_user ON report_reasons(user_id, at);
