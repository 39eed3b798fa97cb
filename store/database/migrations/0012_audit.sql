-- Who changed which setting: listed by owner, newest first, and dropped after a year.
CREATE INDEX audit_owner ON audit(owner, id);
CREATE INDEX audit_at ON audit(at);
