-- Since when a source fails, 0 while it does not; and what whoever added it was told last: '' that it works, or nothing, 'failing' that it fails.
-- While somebody is being told, notice_until is when another process may try.
ALTER TABLE sources ADD COLUMN failing_at BIGINT NOT NULL DEFAULT 0;
UPDATE sources SET failing_at = tried_at WHERE fails > 0;
ALTER TABLE subscriptions ADD COLUMN notice TEXT NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN notice_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX article_sources_seen ON article_sources(source_id, seen_at);
