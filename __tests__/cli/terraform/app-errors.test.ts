import { cleanStackTraces } from "../../../cli/terraform/app-errors";

/** What Node prints for an uncaught error of cdktf. */
const UNCAUGHT = `loading the settings of prod
/app/node_modules/cdktf/lib/errors.ts:216
  new Error(\`Validation failed with the following errors:\\n  \${errorList}
  ^


Error: Validation failed with the following errors:
  [web] Found resources without a matching provider construct.

If you wish to ignore these validations, pass 'skipValidation: true'.

    at stackValidationFailure (/app/node_modules/cdktf/lib/errors.ts:216:3)
    at Array.forEach (<anonymous>)
    at App.synth (/app/node_modules/cdktf/lib/app.ts:161:12)
    at <anonymous> (/app/main.ts:9:5)
    at async Promise.all (index 0)
    at async deploy (file:///app/src/deploy.ts:3:1)
    at Module._compile (node:internal/modules/cjs/loader:1521:14)
    at node:internal/main/run_main_module:28:49

Node.js v20.20.2
`;

/** An error with properties and a cause. */
const CAUSED = `Error: wrapped
    at <anonymous> (/app/main.ts:12:9)
    ... 7 lines matching cause stack trace ...
    at async ModuleLoader.import (node:internal/modules/esm/loader:606:24) {
  code: 'E',
  [cause]: AggregateError
      at C:\\app\\main.ts:5:3
      at Module.load (node:internal/modules/cjs/loader:1266:32) {
    [errors]: [
      Error: one
          at home
          at first (C:\\app\\main.ts:6:3)
          at load (C:\\app\\node_modules\\tsx\\register.cjs:22:2188),
      Error: two
    ]
  }
}
`;

describe("the output of a failed app", () => {
  test("is reduced to the message, the frames of the app, and what it printed before", () => {
    expect(cleanStackTraces(UNCAUGHT)).toBe(`loading the settings of prod
Error: Validation failed with the following errors:
  [web] Found resources without a matching provider construct.

If you wish to ignore these validations, pass 'skipValidation: true'.

    at <anonymous> (/app/main.ts:9:5)
    at async deploy (file:///app/src/deploy.ts:3:1)
`);
  });

  test("keeps properties and causes of errors", () => {
    expect(cleanStackTraces(CAUSED)).toBe(`Error: wrapped
    at <anonymous> (/app/main.ts:12:9) {
  code: 'E',
  [cause]: AggregateError
      at C:\\app\\main.ts:5:3 {
    [errors]: [
      Error: one
          at home
          at first (C:\\app\\main.ts:6:3),
      Error: two
    ]
  }
}
`);
  });

  test("is the same with colors", () => {
    const coloured = UNCAUGHT.replaceAll(/^ {4}at .*/gm, "\u001b[90m$&\u001b[39m").replace(
      /cdktf(?=\/lib)/g,
      "\u001b[4m$&\u001b[24m",
    );
    expect(cleanStackTraces(coloured)).toBe(cleanStackTraces(UNCAUGHT));
  });

  test("has no source line of Node above an error from a promise", () => {
    const text = "Error: Transform failed\n    at failure (/app/node_modules/esbuild/lib/main.js:1467:15)\n";
    expect(
      cleanStackTraces(`node:internal/modules/run_main:123\n    triggerUncaughtException(\n    ^\n\n${text}`),
    ).toBe(text);
  });

  test.each([
    [
      "a syntax error, whose position is nowhere else",
      "/app/main.js:1\nconst x = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)\n",
    ],
    [
      "a thrown text",
      '/app/main.js:1\nthrow "text";\n^\ntext\n(Use `node --trace-uncaught ...` to show where)\n',
    ],
    [
      "an error with frames of a package only",
      "Error: no\n    at a (/app/node_modules/a/a.js:1:1)\n    at node:internal/a:1:1\n",
    ],
    [
      "an error of a compiler",
      "main.ts:9:3 - error TS2345: Argument of type 'string'\n\n9   f('a');\n    ~~~~~~\n",
    ],
    [
      "an error of another language",
      'Traceback (most recent call last):\n  File "main.py", line 1, in <module>\nKeyError: 1\n',
    ],
    ["a line that looks like the version of Node, above other text", "a\n\nNode.js v20.20.2\nb\n"],
    ["nothing", ""],
  ])("is unchanged for %s", (_, text) => {
    expect(cleanStackTraces(text)).toBe(text);
  });
});
