-- BYTEA is PostgreSQL's word. SQLite knows no such type and keeps bytes in such a column as the bytes that they are.

CREATE TABLE artworks (
    -- The SHA-256 of what is printed: equal pictures are one row, in however many campaigns.
    id TEXT NOT NULL PRIMARY KEY,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    print BYTEA NOT NULL,
    preview BYTEA NOT NULL
);

CREATE TABLE campaign_artworks (
    campaign TEXT NOT NULL REFERENCES campaigns (slug) ON DELETE CASCADE,
    artwork TEXT NOT NULL REFERENCES artworks (id),
    -- Its place among the artworks of its campaign.
    position BIGINT NOT NULL,
    credit TEXT NOT NULL,
    alternative_text TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (campaign, artwork)
);
CREATE INDEX campaign_artworks_by_artwork ON campaign_artworks (artwork);
