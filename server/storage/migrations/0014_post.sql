-- How a letter that we send came to its state, and what follows. The states themselves are words of the program
-- (domain::post::LetterState).

-- The letter as the mail that asks to confirm it may show it: whole where the mailbox has confirmed a letter before, and else
-- without what its writer typed.
ALTER TABLE relay_letters ADD COLUMN shown TEXT NOT NULL DEFAULT '';
-- 1: the supporter wants to be asked, once, whether the office answered.
ALTER TABLE relay_letters ADD COLUMN ask_later BIGINT NOT NULL DEFAULT 0;
-- yes, no or not_really.
ALTER TABLE relay_letters ADD COLUMN reply TEXT;
-- What its writer typed, folded, as a digest: many addresses with one own text are a campaign within the campaign.
ALTER TABLE relay_letters ADD COLUMN own_digest TEXT;
-- Why organisers look at it once it is confirmed, with commas between the reasons.
ALTER TABLE relay_letters ADD COLUMN review TEXT NOT NULL DEFAULT '';
-- Why it is held: the reasons of a review, or the error that nobody expected.
ALTER TABLE relay_letters ADD COLUMN held_for TEXT;
-- Since when nothing was heard of an accepted letter.
ALTER TABLE relay_letters ADD COLUMN quiet_since BIGINT;
CREATE INDEX relay_letters_held ON relay_letters (confirmed_at) WHERE state = 'held';
CREATE INDEX relay_letters_quiet ON relay_letters (quiet_since) WHERE state = 'accepted';
CREATE INDEX relay_letters_to_ask ON relay_letters (ended_at) WHERE ask_later = 1;

-- The claim that has a mail in hand. The end of its lease moves while it lives.
ALTER TABLE mails ADD COLUMN claim TEXT;
-- How often a mail was in hand and its holder died.
ALTER TABLE mails ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;

-- Mailboxes whose owner says that the letter in our mail was not theirs. They get no more of that campaign's mails.
-- The mailbox is a digest; the rows go when the campaign does.
CREATE TABLE disowned (
    campaign TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (campaign, mailbox)
);
UPDATE relay_letters SET quiet_since = ended_at WHERE state = 'accepted';
