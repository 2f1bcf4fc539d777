/** Disables the search for source locations in the app `without-locations`. It must load before the library. */
import { createRequire } from "node:module";
import path from "node:path";

if (process.argv[2] === "without-locations") {
  const load = createRequire(__filename);
  const file = path.join(path.dirname(load.resolve("cdktf-app-runner")), "core/source-location.js");
  load(file);
  const loaded = load.cache[file];
  if (!loaded) throw new Error(`${file} is not loaded as expected`);
  loaded.exports = { callerLocation: () => undefined };
}
