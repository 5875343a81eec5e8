-- Class sets: a code, and which card goes to whom. Who wrote is nowhere: a card has no name. What was printed and
-- posted of a set stands in the actions of its letters, like that of any other card.

CREATE TABLE class_sets (
    code TEXT NOT NULL PRIMARY KEY,
    -- The name that the form carried: the same form sent twice is the same set.
    id TEXT NOT NULL UNIQUE,
    campaign TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Where the class posts from.
    country TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE class_cards (
    code TEXT NOT NULL REFERENCES class_sets (code) ON DELETE CASCADE,
    -- Counted from 1.
    number BIGINT NOT NULL,
    letter TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    PRIMARY KEY (code, number)
);
