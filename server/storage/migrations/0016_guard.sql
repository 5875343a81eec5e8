-- What the site keeps to itself, made once and the same on every node: the key with which forms say when they were made.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- How many there were on a day of what has a limit for each day: mails that ask for a confirmation, by campaign and of the
-- site, and class sets, by the digest of their network. A number that is added to, not rows that are counted: there can be
-- a hundred thousand. Deleted when the day after is over.
CREATE TABLE day_counts (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    whose TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, what, whose)
);

-- 1: its form was sent as a machine sends it. The cards are printed like any others, and are in no public number.
ALTER TABLE class_sets ADD COLUMN suspect BIGINT NOT NULL DEFAULT 0;

-- Who wrote the same is looked for at every confirmation.
CREATE INDEX relay_letters_by_own_digest ON relay_letters (own_digest, campaign) WHERE own_digest IS NOT NULL;
