-- How fast letters leave. A line is what letters leave for one after the other: a target by its id, or the domain of the
-- recipients' addresses.

CREATE TABLE paces (
    -- target or domain
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    -- When the last letter left.
    last_at BIGINT,
    -- The last slot that was given to a letter.
    reserved_until BIGINT,
    PRIMARY KEY (scope, name)
);

-- What is paused: the letters to a target, or those of the whole site, whose name is empty. That a campaign is paused stands
-- in campaigns.hold.
CREATE TABLE pauses (
    -- site or target
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The address of the organiser.
    paused_by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (what, name)
);

-- The letters that wait, by whom they are for.
CREATE INDEX relay_letters_waiting ON relay_letters (campaign, target) WHERE state IN ('queued', 'sending');
