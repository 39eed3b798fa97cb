-- Since when a source fails, 0 while it does not; and when whoever added it was told so, 0 before that and once they were told that it works again.
-- While somebody is being told, notice_until is when another process may try.
ALTER TABLE sources ADD COLUMN failing_at BIGINT NOT NULL DEFAULT 0;
UPDATE sources SET failing_at = tried_at WHERE fails > 0;
ALTER TABLE subscriptions ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN notice_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX article_sources_seen ON article_sources(source_id, seen_at);
