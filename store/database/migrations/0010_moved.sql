-- A source that says it has moved for good: the address it names, since when it says so, and the one it was read at before.
ALTER TABLE sources ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN moved_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN moved_from TEXT NOT NULL DEFAULT '';
