import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Review } from "../../cli/model";
import { renderHtml } from "../../cli/render/html/html";
import { HOSTILE_TEXTS } from "../support/arbitrary-reviews";
import { CHROMIUM_FLAGS, findChromium, MISSING_CHROMIUM } from "../support/chromium";
import { describeWith } from "../support/end-to-end";
import {
  attribute,
  failedAndWaiting,
  finding,
  firstDeploy,
  nothingChanges,
  replacement,
  resource,
  stack,
} from "../support/reviews";

const SCREENS = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

/** Every name and value is malicious or very long. */
function hostile(): Review {
  const texts = [...HOSTILE_TEXTS, "x".repeat(2_000), `${"y".repeat(300)}/`.repeat(5)];
  const resources = texts.map((text, index) =>
    resource("app", `Hostile${index}`, "aws_sns_topic", index % 2 === 0 ? "replace" : "update", {
      address: text,
      constructPath: text,
      location: { file: text, line: 1 },
      attributes: [attribute(text, text, { [text]: text }, true)],
    }),
  );
  const findings = resources.map((about, index) => {
    const text = texts[index] ?? "";
    return finding(about, {
      rule: "waf-removed",
      severity: "error",
      title: text,
      message: text,
      remedy: text,
    });
  });
  return {
    stacks: texts.map((name) => stack(name, resources.slice(0, 1))).concat(stack("app", resources)),
    findings,
    costs: [],
  };
}

describeWith(
  findChromium() === undefined ? [MISSING_CHROMIUM] : [],
  "the page of a review in a browser",
  () => {
    let browser: Browser;
    let page: Page;
    let folder: string;
    let requests: string[];
    let messages: string[];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "review-page-"));
      browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    afterEach(async () => {
      await page.close();
    });

    async function open(
      review: Review,
      size: keyof typeof SCREENS,
      scheme: "light" | "dark" = "light",
    ): Promise<void> {
      const file = join(folder, "review.html");
      writeFileSync(file, renderHtml(review));
      [requests, messages] = [[], []];
      page = await browser.newPage({ viewport: SCREENS[size], colorScheme: scheme });
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => messages.push(message.text()));
      page.on("pageerror", (error) => messages.push(error.message));
      page.on("dialog", (dialog) => {
        messages.push(dialog.message());
        void dialog.dismiss();
      });
      await page.goto(pathToFileURL(file).href);
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true;');
    }

    /** How far the page overflows the right edge of the screen. */
    function overflow(): Promise<number> {
      return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** Contrast of an element's text with its background, as defined by WCAG. */
    function contrast(selector: string): Promise<number> {
      return page.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      const luminance = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).map((part) => Number(part) / 255)
          .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const background = (node) => {
        const color = getComputedStyle(node).backgroundColor;
        return /, 0\\)$/.test(color) && node.parentElement ? background(node.parentElement) : color;
      };
      const lights = [getComputedStyle(element).color, background(element)].map(luminance).sort((a, b) => b - a);
      return (lights[0] + 0.05) / (lights[1] + 0.05);
    })()`);
    }

    const reviews = Object.entries({ firstDeploy, replacement, failedAndWaiting, nothingChanges, hostile });

    describe.each(["phone", "desktop"] as const)("on a %s", (size) => {
      test.each(reviews)("fits the screen, makes no requests and logs no errors: %s", async (_, review) => {
        await open(review(), size);
        expect(await overflow()).toBe(0);
        expect(messages).toEqual([]);
        expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([
          pathToFileURL(join(folder, "review.html")).href,
        ]);
      });

      test("has readable headings", async () => {
        await open(replacement(), size);
        const headings = await page.evaluate<{ width: number; size: number }[]>(
          `[...document.querySelectorAll("h2, h3")].map((heading) => ({
          width: heading.getBoundingClientRect().width,
          size: parseFloat(getComputedStyle(heading).fontSize),
        }))`,
        );
        expect(headings.length).toBeGreaterThan(10);
        expect(headings.filter(({ width, size: font }) => width < 20 || font < 16)).toEqual([]);
      });
    });

    test.each(["light", "dark"] as const)("has enough contrast in %s mode", async (scheme) => {
      await open(replacement(), "desktop", scheme);
      for (const selector of [
        "p",
        ".headline",
        "h2",
        ".dim",
        ".badge.error",
        ".badge.replace",
        ".badge.warning",
        "ins",
        "del",
      ]) {
        expect({ selector, isReadable: (await contrast(selector)) >= 4.5 }).toEqual({
          selector,
          isReadable: true,
        });
      }
    });

    test("is dark if the browser prefers dark mode", async () => {
      await open(nothingChanges(), "phone", "dark");
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(13, 17, 23)");
    });

    test("shows each number of a stack with its label on a phone", async () => {
      await open(replacement(), "phone");
      const row = page.locator("tr", { hasText: "hello-domain" });
      expect((await row.innerText()).replaceAll(/\s+/g, " ")).toContain("hello-domain planned 1 1 1 error");
      const label = 'getComputedStyle(document.querySelector("td.bad:not(:empty)"), "::before").content';
      expect(await page.evaluate(label)).toBe('"Replace"');
    });

    test("opens closed details without a script", async () => {
      await open(replacement(), "phone");
      await page.reload();
      const policy = page.getByText("s3:PutObject", { exact: false }).last();
      expect(await policy.isVisible()).toBe(false);
      await page.locator("summary", { hasText: "Changed" }).first().click();
      expect(await policy.isVisible()).toBe(true);
    });
  },
);
