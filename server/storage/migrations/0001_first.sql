-- Read by SQLite and by PostgreSQL as it stands: TEXT, BIGINT, and nothing that only one of them knows.
-- Times are microseconds since 1970 in UTC, days are TEXT as in 2026-11-21.

CREATE TABLE campaigns (
    slug TEXT NOT NULL PRIMARY KEY,
    treaty TEXT,
    audience TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT,
    goal BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Its place among the campaigns created in one go.
    position BIGINT NOT NULL
);

CREATE TABLE editions (
    campaign TEXT NOT NULL REFERENCES campaigns (slug) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    language TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (campaign, position),
    UNIQUE (campaign, language)
);

-- Without a foreign key to the campaign: PostgreSQL would lock the campaign's row for every action, and an
-- action has to outlive whatever becomes of the campaign.
CREATE TABLE actions (
    letter TEXT NOT NULL,
    channel TEXT NOT NULL,
    stage TEXT NOT NULL,
    campaign TEXT NOT NULL,
    target TEXT NOT NULL,
    country TEXT NOT NULL,
    day TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (letter, channel, stage)
);

-- What a tally reads, kept in step with the actions by the transaction that stores them. The side comes
-- first, so that the totals of all campaigns, and one campaign's tally, are both a few ranges of this key.
CREATE TABLE sums (
    side TEXT NOT NULL,
    campaign TEXT NOT NULL,
    name TEXT NOT NULL,
    stage TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (side, campaign, name, stage)
);

CREATE TABLE keys (
    digest TEXT NOT NULL PRIMARY KEY,
    request TEXT NOT NULL,
    letter TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX keys_by_time ON keys (at);

CREATE TABLE relay_letters (
    id TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    target TEXT NOT NULL,
    language TEXT NOT NULL,
    country TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- The address in lower case: for limits, a mailbox written in another case is the same mailbox.
    mailbox TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    -- When it was accepted, or given up.
    ended_at BIGINT
);
CREATE INDEX relay_letters_by_mailbox ON relay_letters (mailbox, asked_at);
CREATE INDEX relay_letters_unconfirmed ON relay_letters (asked_at) WHERE state = 'awaiting_confirmation';
CREATE INDEX relay_letters_ended ON relay_letters (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE mails (
    letter TEXT NOT NULL REFERENCES relay_letters (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    -- waiting, sent or failed
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    enqueued_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    last_error TEXT,
    PRIMARY KEY (letter, purpose)
);
CREATE INDEX mails_waiting ON mails (due_at, letter, purpose) WHERE state = 'waiting';
CREATE INDEX mails_failed ON mails (due_at, letter, purpose) WHERE state = 'failed';

CREATE TABLE organisers (
    -- The address in lower case: one person, however it is typed.
    mailbox TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    role TEXT NOT NULL
);

CREATE TABLE sign_in_links (
    digest TEXT NOT NULL PRIMARY KEY,
    organiser TEXT NOT NULL REFERENCES organisers (mailbox) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE sessions (
    digest TEXT NOT NULL PRIMARY KEY,
    organiser TEXT NOT NULL REFERENCES organisers (mailbox) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);
