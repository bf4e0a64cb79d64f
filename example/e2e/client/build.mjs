// Bundles the page twice: nextauth.html runs next-auth/react of next-auth 4,
// authjs.html that of next-auth 5, both as npm ships them. The folder to write
// to is the argument, dist/ beside this file by default.

import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("./", import.meta.url));
const out = process.argv[2] ?? join(here, "dist");
const clients = { nextauth: "next-auth/react", authjs: "next-auth-v5/react" };

await mkdir(out, { recursive: true });
const template = await readFile(join(here, "page.html"), "utf8");

for (const [dialect, client] of Object.entries(clients)) {
  await build({
    entryPoints: [join(here, "page.jsx")],
    outfile: join(out, `${dialect}.js`),
    alias: { "auth-client": client },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    // The clients read NEXTAUTH_URL and the like; in a browser there is none.
    define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" },
    logLevel: "warning",
  });
  await writeFile(join(out, `${dialect}.html`), template.replace("{script}", `${dialect}.js`));
}
