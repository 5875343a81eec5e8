-- Mails that came back. Those that say what became of a letter change its row; the others are kept for organisers.

-- At most some hundred, for 28 days. The id is a digest of what the mail says.
CREATE TABLE returned_mails (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    class TEXT NOT NULL,
    status TEXT,
    diagnostic TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    letter TEXT
);
CREATE INDEX returned_mails_at ON returned_mails (at);

CREATE TABLE returned_counts (
    day TEXT NOT NULL,
    class TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, class)
);

-- Letters to offices that came back for good, since the last letter to the address that did not. The recipient is in small
-- letters.
CREATE TABLE hard_bounces (
    recipient TEXT NOT NULL,
    letter TEXT NOT NULL,
    campaign TEXT NOT NULL,
    target TEXT NOT NULL,
    at BIGINT NOT NULL,
    diagnostic TEXT,
    PRIMARY KEY (recipient, letter)
);
