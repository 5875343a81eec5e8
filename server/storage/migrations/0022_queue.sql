-- Mails that somebody waits for at a screen are looked for by themselves: however many letters are due, they leave soon.
CREATE INDEX mails_to_confirm ON mails (due_at, letter, purpose) WHERE state = 'waiting' AND purpose = 'confirmation';
