-- A person is told once when something read answers a question, or when a story has news. Ids of watches are random: they reach Discord.
-- story_id: 0 is a question; lang: in which the person is told. No version before this one wrote any.
ALTER TABLE watches ADD COLUMN story_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE watches ADD COLUMN lang TEXT NOT NULL DEFAULT '';
CREATE INDEX watches_active ON watches(seen_at) WHERE state = 'active';
-- The versions that a model has read for a watch, so that it reads each once.
CREATE TABLE watch_reads(watch_id BIGINT NOT NULL REFERENCES watches(id) ON DELETE CASCADE, version_id BIGINT NOT NULL, PRIMARY KEY(watch_id, version_id));
-- What was read since a time, and a person's own channel, are found without reading a whole table.
CREATE INDEX versions_seen ON versions(seen_at);
CREATE INDEX channels_person ON channels(user_id) WHERE user_id IS NOT NULL;
