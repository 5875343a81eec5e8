-- What organisers see of the post, without looking at every letter. Some indexes have the state in them, too, so that SQLite
-- need not look at the rows.

-- When a letter was held. From then on organisers have two weeks, however long ago it was confirmed.
ALTER TABLE relay_letters ADD COLUMN held_at BIGINT;
UPDATE relay_letters SET held_at = confirmed_at WHERE state = 'held';
DROP INDEX relay_letters_held;
CREATE INDEX relay_letters_held ON relay_letters (campaign, held_at, id, state) WHERE state = 'held';
-- How many letters of a campaign are in each state.
CREATE INDEX relay_letters_by_state ON relay_letters (campaign, state);

-- The letter's campaign.
ALTER TABLE mails ADD COLUMN campaign TEXT NOT NULL DEFAULT '';
UPDATE mails SET campaign = (SELECT relay_letters.campaign FROM relay_letters WHERE relay_letters.id = mails.letter);
CREATE INDEX mails_waiting_by_campaign ON mails (campaign, purpose, due_at, state) WHERE state = 'waiting';
-- Those that were tried in vain and wait for the next try.
CREATE INDEX mails_in_trouble ON mails (due_at, letter, purpose) WHERE state = 'waiting' AND last_error IS NOT NULL;

-- Who decided on a letter.
CREATE INDEX audit_of_letters ON audit (subject) WHERE act IN ('approved_letter', 'rejected_letter');
