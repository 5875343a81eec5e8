-- Letters of a campaign that go to a target in one mail. The mail of the first of them carries the others; theirs are in the state
-- joined, in which nobody claims them, and end as it does.

-- The first letter: the mail's own, or that of the mail that carries it.
ALTER TABLE mails ADD COLUMN parcel TEXT;
CREATE INDEX mails_by_parcel ON mails (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX mails_joined ON mails (letter, parcel) WHERE state = 'joined';

-- The last parcel that was begun for a target, into which letters come as long as nobody has tried to send it.
CREATE TABLE parcels (
    campaign TEXT NOT NULL,
    target TEXT NOT NULL,
    first_letter TEXT NOT NULL UNIQUE REFERENCES relay_letters (id) ON DELETE CASCADE,
    letters BIGINT NOT NULL,
    -- Of their texts.
    bytes BIGINT NOT NULL,
    PRIMARY KEY (campaign, target)
);
