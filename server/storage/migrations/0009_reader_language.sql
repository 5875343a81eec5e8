-- The language in which a supporter read the site when they asked for a letter. Mails to them are in it. Empty: the letter's
-- language, as all mails were before.

ALTER TABLE relay_letters ADD COLUMN reader_language TEXT NOT NULL DEFAULT '';
