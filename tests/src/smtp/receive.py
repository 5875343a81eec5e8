"""A mail server for the tests: aiosmtpd takes the mails, and Python's own email package reads them.

Tells what it has as one JSON object per line: first {"port": ...}, then each mail, in the moment in which it is
taken. A line on the standard input is told back, after everything that was taken before; the end of the standard
input is the end of the server. The argument is a JSON object: with "user" and "password" it takes mail from them only, not
by the ways in "without"; with "pem", a file of a certificate and its key, it encrypts, after STARTTLS or, with "implicit",
from the first byte.
"""

import asyncio
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


def tell(**what):
    print(json.dumps(what), flush=True)


def content(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else None


class Receiver:
    async def handle_DATA(self, server, session, envelope):
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        tell(
            mail={
                "sender": envelope.mail_from,
                "recipients": envelope.rcpt_tos,
                "hello": session.host_name,
                "headers": [[name, str(value)] for name, value in message.items()],
                "defects": [repr(defect) for part in message.walk() for defect in part.defects],
                "text": content(message, "plain"),
                "html": content(message, "html"),
                "raw": raw.decode("latin-1"),
            }
        )
        return "250 2.0.0 Taken"


def only(user, password, without, encrypted):
    # It warns that passwords in the clear are dangerous. These are made up and stay on this machine.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)

    def authenticate(server, session, envelope, mechanism, given):
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return {
        "authenticator": authenticate,
        "auth_required": True,
        "auth_require_tls": encrypted,
        "auth_exclude_mechanism": without,
    }


async def main(wanted):
    loop = asyncio.get_running_loop()
    options, implicit = {"enable_SMTPUTF8": True}, None
    if "pem" in wanted:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(wanted["pem"])
        if wanted["implicit"]:
            implicit = context
        else:
            options |= {"tls_context": context, "require_starttls": True}
    if "user" in wanted:
        # It knows of its own encryption only, not of that of the connection below it.
        starttls = "tls_context" in options
        options |= only(wanted["user"], wanted["password"], wanted["without"], starttls)
    server = await loop.create_server(
        lambda: SMTP(Receiver(), hostname="receiver.example", **options), "127.0.0.1", 0, ssl=implicit
    )
    tell(port=server.sockets[0].getsockname()[1])
    questions = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    while line := await questions.readline():
        tell(back=line.decode().strip())


asyncio.run(main(json.loads(sys.argv[1])))
