"""A mail server for the tests: aiosmtpd takes the mails, and Python's own email package reads them.

Tells what it has as one JSON object per line: first {"port": ...}, then each mail, in the moment in which it is
taken. A line on the standard input is told back, after everything that was taken before; the end of the standard
input is the end of the server. With a user and a password as arguments, it takes mail from them only.
"""

import asyncio
import email
import email.policy
import json
import logging
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


def only(user, password):
    # It warns that passwords in the clear are dangerous. These are made up and stay on this machine.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)

    def authenticate(server, session, envelope, mechanism, given):
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}


async def main(arguments):
    loop = asyncio.get_running_loop()
    options = only(*arguments) if arguments else {}
    server = await loop.create_server(lambda: SMTP(Receiver(), hostname="receiver.example", **options), "127.0.0.1", 0)
    tell(port=server.sockets[0].getsockname()[1])
    questions = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    while line := await questions.readline():
        tell(back=line.decode().strip())


asyncio.run(main(sys.argv[1:]))
