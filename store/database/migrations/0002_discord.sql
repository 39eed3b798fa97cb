-- A subscriber may pause a source for itself: others go on reading it.
ALTER TABLE subscriptions ADD COLUMN paused_at BIGINT;
CREATE INDEX channels_guild ON channels(guild_id);
CREATE INDEX inbound_at ON inbound(at);
CREATE INDEX slots_schedule ON slots(schedule_id, due_at);
