-- The node that has a mail in hand. A node that died and starts again finds by it what nobody is sending any more.
ALTER TABLE mails ADD COLUMN node TEXT;
CREATE INDEX mails_in_hand ON mails (node) WHERE node IS NOT NULL;
