"""A mail server for tests, of Debian's python3-aiosmtpd.

smtpd.py FOLDER PORT [--starttls | --implicit] [--log-in USER:PASSWORD]

With --starttls it offers encryption, with --implicit it begins with it, by
cert.pem and key.pem in FOLDER; with --log-in it takes mails only from who says
so, and not before the connection is encrypted, where it can be.

It keeps each mail that it takes as a file in FOLDER, and says so by a line
{"file": ..., "to": [...]}; before the first it says {"port": ...}. A file in
FOLDER makes it answer otherwise: "rcpt" or "rcpt-ADDRESS" holds the reply to a
recipient, "data" that to a mail; the reply "hang" is none at all. While there is
a file "hold", a mail that is taken and kept is not answered for.
"""

import argparse
import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

arguments = argparse.ArgumentParser()
arguments.add_argument("folder")
arguments.add_argument("port", type=int)
arguments.add_argument("--starttls", action="store_true")
arguments.add_argument("--implicit", action="store_true")
arguments.add_argument("--log-in", default="")
asked = arguments.parse_args()
folder = asked.folder
taken = 0


def told(name):
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def say(**words):
    print(json.dumps(words), flush=True)


async def hang():
    await asyncio.sleep(3600)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = told("rcpt-" + address) or told("rcpt")
        if reply == "hang":
            say(hangs=address)
            await hang()
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        global taken
        reply = told("data")
        if reply == "hang":
            await hang()
        if reply:
            return reply
        taken += 1
        name = "%d-%d.eml" % (os.getpid(), taken)
        path = os.path.join(folder, name)
        with open(path + ".part", "wb") as file:
            file.write(envelope.original_content)
        os.rename(path + ".part", path)
        say(file=name, to=envelope.rcpt_tos, sender=envelope.mail_from)
        while os.path.exists(os.path.join(folder, "hold")):
            await asyncio.sleep(0.01)
        return "250 2.0.0 taken"


def encryption():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    return context


def known(server, session, envelope, mechanism, auth_data):
    told = b"%s:%s" % (auth_data.login, auth_data.password)
    return AuthResult(success=told == asked.log_in.encode(), handled=False)


def session():
    options = {}
    if asked.log_in:
        options = {"authenticator": known, "auth_required": True, "auth_require_tls": asked.starttls}
    return SMTP(
        Handler(), enable_SMTPUTF8=True, hostname="mail.test",
        tls_context=encryption() if asked.starttls else None, **options)


async def main():
    loop = asyncio.get_running_loop()
    # Nothing comes from there but the end of the test.
    loop.add_reader(sys.stdin, lambda: os._exit(0))
    server = await loop.create_server(
        session, "127.0.0.1", asked.port, ssl=encryption() if asked.implicit else None)
    say(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
