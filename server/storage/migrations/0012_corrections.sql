-- What organisers corrected of targets. It is laid over what was imported and over what comes with the program. That there is
-- something new to read is said by the version of the dataset "corrections", which has no rows.

CREATE TABLE corrections (
    target TEXT NOT NULL,
    -- address, email, web_form, or greeting- and the tag of its language
    detail TEXT NOT NULL,
    content TEXT NOT NULL,
    -- What the source of the target said at that time.
    content_before TEXT NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    -- The address that the organiser signed in with.
    organiser TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (target, detail)
);

-- A table that an organiser has uploaded and not imported yet: at most one of each, for a day.
CREATE TABLE kept_files (
    id TEXT NOT NULL PRIMARY KEY,
    organiser TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    kept_until BIGINT NOT NULL
);
CREATE INDEX kept_files_by_organiser ON kept_files (organiser);
