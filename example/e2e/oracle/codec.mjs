// Encodes and decodes session tokens with the real libraries, one JSON object
// a line on stdin, one answer a line on stdout, in order:
//
//   {"op":"encode","dialect":"nextauth","secret":"…","token":{…},"maxAge":60}
//   {"op":"decode","dialect":"authjs","secret":["new","old"],"salt":"authjs.session-token","jwe":"…"}
//
// Answers are {"jwe":"…"}, {"token":{…}} (null when there is none) or {"error":"…"}.
// The salt of the v5 dialect is the cookie's name; v4 session tokens have none.

import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import * as v5 from "@auth/core/jwt";

const v4 = createRequire(import.meta.url)("next-auth/jwt");
const libraries = { nextauth: v4, authjs: v5 };

async function answer({ op, dialect, secret, salt, token, maxAge, jwe }) {
  const library = libraries[dialect];
  if (!library) throw new Error(`unknown dialect ${dialect}`);
  switch (op) {
    case "encode":
      return { jwe: await library.encode({ token, secret, salt, maxAge }) };
    case "decode":
      return { token: await library.decode({ token: jwe, secret, salt }) };
    default:
      throw new Error(`unknown op ${op}`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  let reply;
  try {
    reply = await answer(JSON.parse(line));
  } catch (error) {
    reply = { error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
