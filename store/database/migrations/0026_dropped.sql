-- Of an article that a feed may still hold, what it is recognised by stays in its row, in state dropped; seen_at is when a feed held it last. Hashes of identities were too little: with another link it came back, and another article under the same link did not come in.
DROP TABLE tombstones;
CREATE INDEX articles_dropped ON articles(seen_at) WHERE state = 'dropped';
