-- Who works on what, how they sign in, and what their sign-in hangs on. Secrets are digests, but for the secret of a second
-- factor, of which codes have to be worked out.

-- The role for the whole site may be empty: somebody who works on single campaigns.
-- The language in which they last read the desk; empty where they never did. Mails to them are in it.
ALTER TABLE organisers ADD COLUMN language TEXT NOT NULL DEFAULT '';

CREATE TABLE campaign_roles (
    organiser TEXT NOT NULL REFERENCES organisers (mailbox) ON DELETE CASCADE,
    campaign TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (organiser, campaign)
);
CREATE INDEX campaign_roles_by_campaign ON campaign_roles (campaign);

CREATE INDEX sign_in_links_by_organiser ON sign_in_links (organiser);
CREATE INDEX sign_in_links_by_end ON sign_in_links (expires_at);

-- The browser and the system, in words of ours.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN opened_at BIGINT NOT NULL DEFAULT 0;
-- The last time that its organiser proved who they are.
ALTER TABLE sessions ADD COLUMN signed_in_at BIGINT NOT NULL DEFAULT 0;
-- To the hour or so.
ALTER TABLE sessions ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
-- A session lasts 14 days.
UPDATE sessions SET opened_at = expires_at - 1209600000000;
UPDATE sessions SET signed_in_at = opened_at, used_at = opened_at;
CREATE INDEX sessions_by_organiser ON sessions (organiser);

-- The links by which the first owner comes in, one for each start of a node. All are gone when there is an owner.
CREATE TABLE first_links (
    digest TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- Somebody who has followed a link in this browser and has to type a code yet.
CREATE TABLE half_sessions (
    digest TEXT NOT NULL PRIMARY KEY,
    organiser TEXT NOT NULL REFERENCES organisers (mailbox) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX half_sessions_by_end ON half_sessions (expires_at);

CREATE TABLE second_factors (
    organiser TEXT NOT NULL PRIMARY KEY REFERENCES organisers (mailbox) ON DELETE CASCADE,
    -- In base32 (RFC 4648).
    secret TEXT NOT NULL,
    -- Nothing until a code has shown that the secret has arrived.
    on_since BIGINT,
    -- The step (RFC 6238) of the last code that was taken: no step is taken twice.
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    organiser TEXT NOT NULL REFERENCES second_factors (organiser) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (organiser, digest)
);

-- What is limited: links that were asked for, codes that were wrong. Whose it is, is a digest with the salt of its day, or
-- the address of an organiser.
CREATE TABLE tries (
    whose TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX tries_by_whose ON tries (whose, at);
CREATE INDEX tries_by_time ON tries (at);

-- Mails to organisers. The secret of the link is made when the mail is sent, so that it stands nowhere in clear; whether
-- the address is an organiser's is looked up then too.
CREATE TABLE organiser_mails (
    id TEXT NOT NULL PRIMARY KEY,
    -- sign_in or invitation
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    -- Of the page on which it was asked for.
    language TEXT NOT NULL,
    -- Where the link leads in the end; may be empty.
    return_to TEXT NOT NULL,
    -- Who invites, and to which campaign; empty for the whole site.
    inviter TEXT NOT NULL,
    campaign TEXT NOT NULL,
    -- waiting or failed; what was sent is deleted
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    enqueued_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    last_error TEXT
);
CREATE INDEX organiser_mails_waiting ON organiser_mails (due_at, id) WHERE state = 'waiting';
CREATE INDEX organiser_mails_by_mailbox ON organiser_mails (mailbox);
