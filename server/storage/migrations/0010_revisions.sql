-- A campaign is a document that is kept as revisions: rows that are only ever added. What stood in columns and in a table of
-- editions becomes the first revision of each campaign, which is public as it was.

CREATE TABLE campaign_revisions (
    campaign TEXT NOT NULL REFERENCES campaigns (slug) ON DELETE CASCADE,
    -- Counted from 1.
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- The address that the organiser signed in with. Empty: the program itself.
    author TEXT NOT NULL,
    -- created, copied, imported, a part of the campaign, or restored and the number of the revision that came back
    change TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (campaign, number)
);

INSERT INTO campaign_revisions (campaign, number, at, author, change, content)
    SELECT slug, 1, created_at, '', 'created',
        '{"version":1,"treaty":' || COALESCE('"' || treaty || '"', 'null')
        || ',"audience":' || audience
        || ',"zone":"' || zone
        || '","opens_on":"' || opens_on
        || '","closes_on":' || COALESCE('"' || closes_on || '"', 'null')
        || ',"goal":' || CAST(goal AS TEXT)
        || ',"artworks":['
        || COALESCE((
            SELECT STRING_AGG(
                '{"id":"' || artwork
                || '","credit":"' || REPLACE(REPLACE(credit, '\', '\\'), '"', '\"')
                || '","alternative_text":"' || REPLACE(REPLACE(alternative_text, '\', '\\'), '"', '\"')
                || '","width":' || CAST(width AS TEXT) || ',"height":' || CAST(height AS TEXT) || '}',
                ',' ORDER BY campaign_artworks.position
            )
            FROM campaign_artworks JOIN artworks ON artworks.id = campaign_artworks.artwork
            WHERE campaign_artworks.campaign = campaigns.slug
        ), '')
        || '],"editions":['
        || COALESCE((SELECT STRING_AGG(content, ',' ORDER BY editions.position) FROM editions WHERE editions.campaign = campaigns.slug), '')
        || ']}'
    FROM campaigns;

DROP TABLE editions;
-- Which artworks a campaign shows is in its document; their files stay.
DROP TABLE campaign_artworks;
ALTER TABLE campaigns DROP COLUMN treaty;
ALTER TABLE campaigns DROP COLUMN audience;
ALTER TABLE campaigns DROP COLUMN opens_on;
ALTER TABLE campaigns DROP COLUMN closes_on;
ALTER TABLE campaigns DROP COLUMN goal;
ALTER TABLE campaigns DROP COLUMN zone;

-- A campaign's own name stays when its address changes. It is its first address, which no other campaign gets.
ALTER TABLE campaigns RENAME COLUMN slug TO id;
ALTER TABLE campaigns ADD COLUMN slug TEXT NOT NULL DEFAULT '';
-- The revision that is public; nothing before the first.
ALTER TABLE campaigns ADD COLUMN live BIGINT;
-- paused or won
ALTER TABLE campaigns ADD COLUMN hold TEXT;
UPDATE campaigns SET slug = id, live = 1;

-- All addresses that a campaign has or had, so that old links lead to it.
CREATE TABLE campaign_slugs (
    slug TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE
);
INSERT INTO campaign_slugs (slug, campaign) SELECT slug, id FROM campaigns;

-- When which revision became public. A letter that was begun under one is taken for a while after the next.
CREATE TABLE publications (
    campaign TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    -- Counted from 1.
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (campaign, number)
);
INSERT INTO publications (campaign, number, at, revision) SELECT id, 1, created_at, 1 FROM campaigns;
