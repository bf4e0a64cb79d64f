// The real @auth/core (the v5 dialect) behind a plain Node server.
// Prints {"port":N} once it listens on a free port of the loopback,
// and ends when its standard input does. PUBLIC_ORIGIN is what it believes to
// be, if that is another address.

import { createServer } from "node:http";
import { Readable } from "node:stream";
import { Auth } from "@auth/core";
import Credentials from "@auth/core/providers/credentials";
import { authorize, callbacks, fields, secretFromEnv, started } from "./app.mjs";

const config = {
  secret: secretFromEnv(),
  basePath: "/api/auth",
  trustHost: true,
  providers: [Credentials({ credentials: fields, authorize })],
  callbacks,
  logger: { error: (error) => console.error(error.type ?? error.name, error.message), warn() {}, debug() {} },
};

const server = createServer(async (req, res) => {
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i], req.rawHeaders[i + 1]);
  const hasBody = req.method !== "GET" && req.method !== "HEAD";
  const request = new Request((process.env.PUBLIC_ORIGIN ?? `http://${req.headers.host}`) + req.url, {
    method: req.method,
    headers,
    body: hasBody ? Readable.toWeb(req) : undefined,
    duplex: hasBody ? "half" : undefined,
  });
  try {
    const response = await Auth(request, { ...config });
    res.statusCode = response.status;
    for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
    const cookies = response.headers.getSetCookie();
    if (cookies.length) res.setHeader("set-cookie", cookies);
    res.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    console.error(error);
    res.statusCode = 500;
    res.end("Internal Server Error");
  }
});

server.listen(0, "127.0.0.1", () => started(server));
