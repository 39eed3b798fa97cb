-- Posting lists have a new form: everything is indexed anew.
UPDATE versions SET segment_id = NULL;
DELETE FROM postings;
DELETE FROM segments;
-- What was removed is dropped from the index.
CREATE INDEX articles_removed ON articles(id) WHERE state = 'removed';
