-- Whose sources are read at the moment: nobody's hold up those of the others.
CREATE INDEX sources_leased ON sources(lease_until) WHERE lease_until > 0;
CREATE INDEX subscriptions_source ON subscriptions(source_id);
