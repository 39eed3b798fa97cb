-- A briefing may be shown to moderators before it is posted, so it is written before it is due. review: how far that is; reviewer: who acted last
-- (Discord's id); dropped: the ids of the stories that were taken out, as JSON.
ALTER TABLE slots ADD COLUMN write_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE slots ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE slots ADD COLUMN reviewer TEXT NOT NULL DEFAULT '';
ALTER TABLE slots ADD COLUMN dropped TEXT NOT NULL DEFAULT '';
UPDATE slots SET write_at = due_at;
CREATE INDEX posts_slot ON posts(slot_id);
CREATE INDEX posts_kept ON posts(due_at) WHERE state IN ('waiting', 'held');
-- What is left to do once a message stands, and when it is done next (or was done): it is published to those who follow the channel, or it says what
-- became of the briefing it is about.
ALTER TABLE posts ADD COLUMN follow TEXT NOT NULL DEFAULT '';
ALTER TABLE posts ADD COLUMN follow_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX posts_follow ON posts(follow_at) WHERE follow IN ('publish', 'review');
CREATE INDEX posts_published ON posts(channel_id, follow_at) WHERE follow = 'published';
