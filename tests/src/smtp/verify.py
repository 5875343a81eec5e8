"""Checks the DKIM signatures of mails with dkimpy, without a network.

Reads one JSON object from the standard input: the mails, the TXT records of the DNS by name, and the time. Tells the
signatures of each mail, from top to bottom, as a list of lists.
"""

import json
import sys

import dkim
import dkim.util


def check(raw, records, index):
    verifier = dkim.DKIM(raw)
    try:
        valid, why = verifier.verify(idx=index, dnsfunc=lambda name, timeout=5: records.get(name)), None
    # A ValueError: what is no signature of that kind at all.
    except (dkim.DKIMException, ValueError) as error:
        valid, why = False, str(error)
    return valid, why


def signatures(raw, records):
    headers = [value for name, value in dkim.DKIM(raw).headers if name.lower() == b"dkim-signature"]
    for index, header in enumerate(headers):
        tags = {name.decode(): value.decode() for name, value in dkim.util.parse_tag_value(header).items()}
        valid, why = check(raw, records, index)
        yield {"domain": tags["d"], "selector": tags["s"], "algorithm": tags["a"], "valid": valid, "why": why}


asked = json.load(sys.stdin)
# It refuses signatures of the future, and the clock of a test is its own.
dkim.time.time = lambda: asked["now"]
known = {f"{name}.".encode(): value.encode() for name, value in asked["records"]}
print(json.dumps([list(signatures(mail.encode("latin-1"), known)) for mail in asked["mails"]]))
