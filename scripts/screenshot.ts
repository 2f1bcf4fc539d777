/**
 * Takes the screenshot of the review page that the README shows, from the recorded plan of `examples/plan-review`, and
 * writes the hash of the page next to it: `npm run screenshot`. Needs Chromium. A test fails when the page has changed.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS, findChromium, MISSING_CHROMIUM } from "../__tests__/support/chromium";
import { outsidePipeline } from "../__tests__/support/outside-pipeline";

const ROOT = path.join(__dirname, "..");
const README = path.join(ROOT, "README.md");
const SCREENSHOT = path.join(ROOT, "docs/images/plan-review.png");
const WIDTH = 1100;
/** The last thing in the picture, and the space below it. */
const LAST = "article.card.warning";
const MARGIN = 24;
/** The line of the README above the screenshot. */
const MARKER = /<!-- page: (\w*) -->/;

async function takeScreenshot(page: string): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`Chromium is missing: ${MISSING_CHROMIUM.howToGet}`);
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const tab = await browser.newPage({
      viewport: { width: WIDTH, height: 800 },
      deviceScaleFactor: 1.5,
    });
    await tab.goto(pathToFileURL(page).href);
    const end = await tab.locator(LAST).first().boundingBox();
    if (end === null) throw new Error(`the page has no ${LAST}`);
    const clip = { x: 0, y: 0, width: WIDTH, height: Math.ceil(end.y + end.height) + MARGIN };
    await tab.screenshot({ path: SCREENSHOT, fullPage: true, clip });
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "screenshot-"));
  try {
    const page = path.join(folder, "review.html");
    const html = execFileSync("npm", ["run", "--silent", "review:example", "--", "--format", "html"], {
      cwd: ROOT,
      env: outsidePipeline(),
    });
    writeFileSync(page, html);
    await takeScreenshot(page);
    const hash = createHash("sha256").update(html).digest("hex");
    const readme = readFileSync(README, "utf8");
    if (!MARKER.test(readme)) throw new Error("README.md has no <!-- page: … --> above the screenshot");
    writeFileSync(README, readme.replace(MARKER, `<!-- page: ${hash} -->`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(`screenshot: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
