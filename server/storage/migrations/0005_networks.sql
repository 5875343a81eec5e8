-- From where people write, for as long as it takes to keep one of them from being thousands: digests with a salt that
-- is another one each day. Both are deleted when the day after is over.

CREATE TABLE salts (
    day TEXT NOT NULL PRIMARY KEY,
    salt TEXT NOT NULL
);

-- How many letters of one network reached a stage on the day whose salt its digest has, and are in the public number.
CREATE TABLE network_counts (
    network TEXT NOT NULL,
    stage TEXT NOT NULL,
    day TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (network, stage)
);
CREATE INDEX network_counts_by_day ON network_counts (day);

-- The digest of the network that asked; nothing when a day has passed.
ALTER TABLE relay_letters ADD COLUMN network TEXT;
CREATE INDEX relay_letters_by_network ON relay_letters (network, asked_at) WHERE network IS NOT NULL;
