-- A random number by which buttons name a story: it says nothing of it and does not repeat after a restored backup. NULL until somebody opens the story.
ALTER TABLE stories ADD COLUMN handle BIGINT;
CREATE UNIQUE INDEX stories_handle ON stories(handle) WHERE handle IS NOT NULL;
