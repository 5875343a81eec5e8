-- Why a letter ended that no mail server refused: organisers rejected it, or nobody looked at it in time.
ALTER TABLE relay_letters ADD COLUMN ended_for TEXT;
