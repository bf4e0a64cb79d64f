// Runs the named test files in one process, so that they share one Chromium:
//
//   ORIGIN=http://localhost:3000 node browser/run.mjs client pages

for (const name of process.argv.slice(2)) await import(`./${name}.test.mjs`);
