-- Terms are in the order of their bytes in both databases, so that those with one beginning stand side by side.
-- Segments have a new form, without the lengths of passages: everything is indexed anew.
UPDATE versions SET segment_id = NULL;
DROP TABLE postings;
DELETE FROM segments;
ALTER TABLE segments DROP COLUMN lengths;
CREATE TABLE postings(term TEXT{BYTEWISE} NOT NULL, segment_id BIGINT NOT NULL REFERENCES segments(id) ON DELETE CASCADE, df INTEGER NOT NULL, list {BYTES} NOT NULL, PRIMARY KEY(term, segment_id));
