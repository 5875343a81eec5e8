-- 0: more letters came from its network that day than are counted in public. Its share of the sums stands under the
-- side 'unverified', by channel. Everything that was recorded before is verified.

ALTER TABLE actions ADD COLUMN verified BIGINT NOT NULL DEFAULT 1;
