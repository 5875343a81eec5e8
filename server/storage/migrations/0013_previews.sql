-- The link to a campaign's draft, for people who have no account. A campaign has one at most.

CREATE TABLE previews (
    campaign TEXT NOT NULL PRIMARY KEY REFERENCES campaigns (id) ON DELETE CASCADE,
    -- Of the link's secret.
    digest TEXT NOT NULL UNIQUE,
    -- Who made it, by the address that they signed in with.
    organiser TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- The audit is read by person and by campaign too.
CREATE INDEX audit_by_campaign ON audit (campaign, at);
