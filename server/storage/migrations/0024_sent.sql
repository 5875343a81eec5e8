-- Letters that are being sent, or left and are not accepted yet: few among all that wait.
CREATE INDEX relay_letters_sending ON relay_letters (id) WHERE state = 'sending';
