import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { MissingTool } from "./tools";

/** Flags that keep the browser from using the network. */
export const CHROMIUM_FLAGS: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of Chromium: `CHROMIUM` if set, else the first on the PATH. */
export function findChromium(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const directories = (environment["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  const candidates = [
    ...(environment["CHROMIUM"] ? [environment["CHROMIUM"]] : []),
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
  ];
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The message if Chromium is missing. */
export const MISSING_CHROMIUM: MissingTool = {
  what: "chromium",
  notRun: "the tests in a browser",
  howToGet: "run `apt-get install chromium`, or set CHROMIUM=<path>",
};
