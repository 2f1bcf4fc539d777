import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { golden } from "../support/golden";
import { outsidePipeline } from "../support/outside-pipeline";

const ROOT = path.resolve(__dirname, "../..");
const PAGE = path.join(ROOT, "cdktf.out/review.html");

describe("the first look of the README", () => {
  let stdout: string;

  beforeAll(() => {
    rmSync(PAGE, { force: true });
    stdout = execFileSync("npm", ["run", "--silent", "review:example"], {
      cwd: ROOT,
      env: outsidePipeline(),
      encoding: "utf8",
    });
  }, 60_000);

  test("reviews the recorded plan in the terminal", () => {
    expect(stdout).toBe(golden("example.txt", stdout));
    expect(stdout).toMatch(/^Stop: 1 error and 1 warning\.\n/);
  });

  test("writes the page that the screenshot shows; if it changed: npm run screenshot", () => {
    const hash = createHash("sha256").update(readFileSync(PAGE)).digest("hex");
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
    expect(readme).toContain(`<!-- page: ${hash} -->\n\n![`);
    expect(readme).toContain("(docs/images/plan-review.png)");
    expect(existsSync(path.join(ROOT, "docs/images/plan-review.png"))).toBe(true);
  });
});
