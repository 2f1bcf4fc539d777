import { escapeHtml } from "../../../../cli/render/html/escape";

test("escapes tags and quotes in HTML", () => {
  expect(escapeHtml(`<a href="x" title='y'>&\u0007`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\\u{7}",
  );
});
