// A page of nothing but next-auth/react: every button is one call of the
// unmodified client, every answer is shown as JSON for the tests to read.
// "auth-client" is next-auth/react of version 4 or 5; build.mjs says which.

import { createRoot } from "react-dom/client";
import { useState } from "react";
import { SessionProvider, getCsrfToken, getProviders, getSession, signIn, signOut, useSession } from "auth-client";

const right = { username: "jsmith", password: "hunter2" };
const wrong = { username: "jsmith", password: "wrong" };

function Page() {
  const { data, status, update } = useSession();
  const [result, setResult] = useState({ none: true });
  const here = location.pathname;
  const provider = new URLSearchParams(location.search).get("provider") ?? "credentials";

  const calls = {
    "sign-in-right": () => signIn("credentials", { ...right, redirect: false }),
    "sign-in-wrong": () => signIn("credentials", { ...wrong, redirect: false }),
    "sign-in-guest": () => signIn("credentials", { username: "guest", password: "guest123", redirect: false }),
    "sign-in-redirect": () => signIn("credentials", { ...right, callbackUrl: `${here}?landed=1` }),
    "sign-in-redirect-wrong": () => signIn("credentials", { ...wrong, callbackUrl: `${here}?landed=1` }),
    "sign-in-elsewhere": () => signIn(provider, { callbackUrl: `${here}?landed=4` }),
    "sign-in-page": () => signIn(undefined, { callbackUrl: `${here}?landed=2` }),
    update: () => update({ name: "New Name" }),
    "get-session": () => getSession(),
    "get-providers": () => getProviders(),
    "get-csrf": () => getCsrfToken(),
    "sign-out": () => signOut({ redirect: false }),
    "sign-out-redirect": () => signOut({ callbackUrl: `${here}?landed=3` }),
  };

  async function run(id) {
    setResult({ running: id });
    try {
      setResult({ call: id, value: (await calls[id]()) ?? null });
    } catch (error) {
      setResult({ call: id, error: String(error) });
    }
  }

  return (
    <main>
      <h1>next-auth/react</h1>
      <p id="status">{status}</p>
      <pre id="session">{JSON.stringify(data ?? null)}</pre>
      <pre id="result">{JSON.stringify(result)}</pre>
      {Object.keys(calls).map((id) => (
        <button key={id} id={id} type="button" onClick={() => run(id)}>
          {id}
        </button>
      ))}
    </main>
  );
}

createRoot(document.getElementById("root")).render(
  <SessionProvider>
    <Page />
  </SessionProvider>,
);
