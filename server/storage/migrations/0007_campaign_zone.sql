-- By whose day a campaign opens and closes. Those from before had the day of UTC, and keep it.

ALTER TABLE campaigns ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
