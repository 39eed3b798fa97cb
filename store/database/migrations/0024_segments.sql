-- A version names the segment that held it first. This says which segment holds what that one held: a merge writes no version anew.
CREATE TABLE segment_origins(first_id BIGINT PRIMARY KEY, segment_id BIGINT NOT NULL REFERENCES segments(id) ON DELETE CASCADE);
CREATE INDEX segment_origins_segment ON segment_origins(segment_id);
INSERT INTO segment_origins(first_id, segment_id) SELECT id, id FROM segments WHERE level >= 0;
-- Each finds what is too old, so that no transaction looks through a table.
CREATE INDEX spellings_seen ON spellings(seen_at);
CREATE INDEX articles_evidence ON articles(id) WHERE state = 'evidence';
