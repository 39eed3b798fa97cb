-- Who carries which articles since a time is found without reading all of them.
CREATE INDEX article_sources_carried ON article_sources(seen_at);
