-- What was imported into the directory. A dataset that is here takes the place of the one that comes with the program.

CREATE TABLE datasets (
    name TEXT NOT NULL PRIMARY KEY,
    -- Raised by every import that changed something: the sum tells every node that there is something to read.
    version BIGINT NOT NULL,
    imported_at BIGINT NOT NULL
);

CREATE TABLE directory_rows (
    dataset TEXT NOT NULL REFERENCES datasets (name) ON DELETE CASCADE,
    key TEXT NOT NULL,
    -- Its place among the rows of its dataset.
    position BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (dataset, key)
);
