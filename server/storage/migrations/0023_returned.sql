-- Who a returned mail says that it is from. Anybody can write it.
ALTER TABLE returned_mails ADD COLUMN sender TEXT NOT NULL DEFAULT '';

-- What writers said when they were asked whether the office answered: yes, no or not_really; asked is how many were asked. It
-- stays when their letters are deleted.
CREATE TABLE replies (
    campaign TEXT NOT NULL,
    reply TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (campaign, reply)
);
INSERT INTO replies (campaign, reply, count)
    SELECT campaign, reply, COUNT(*) FROM relay_letters WHERE reply IS NOT NULL GROUP BY campaign, reply;
INSERT INTO replies (campaign, reply, count)
    SELECT campaign, 'asked', COUNT(*) FROM mails WHERE purpose = 'question' AND state = 'sent' GROUP BY campaign;
