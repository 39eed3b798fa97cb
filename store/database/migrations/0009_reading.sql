-- Of a source: when the newest visit that went well began, when the newest one at all, and until when its server asks to be left alone.
ALTER TABLE sources ADD COLUMN read_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN tried_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN wait_until BIGINT NOT NULL DEFAULT 0;
UPDATE sources SET tried_at = next_at - interval_ms WHERE kind NOT IN ('file', 'page') AND next_at - interval_ms >= since_at;
UPDATE sources SET read_at = tried_at WHERE fails = 0;
