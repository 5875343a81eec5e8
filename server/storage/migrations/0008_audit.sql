-- Who changed what at the desk. Rows are added and never changed. Two organisers may do the same in the same microsecond,
-- so that no column of these names a row.

CREATE TABLE audit (
    at BIGINT NOT NULL,
    -- The address that the organiser signed in with.
    organiser TEXT NOT NULL,
    -- added_artwork, removed_artwork
    act TEXT NOT NULL,
    campaign TEXT NOT NULL,
    -- What was changed in the campaign: the artwork's id.
    subject TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);
