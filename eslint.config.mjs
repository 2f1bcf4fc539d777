import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import jest from "eslint-plugin-jest";
import jsdoc from "eslint-plugin-jsdoc";
import redos from "eslint-plugin-redos";
import tseslint from "typescript-eslint";

/** The root of the provider bindings takes 1.6 s and 570 MB to load; one resource takes 0.1 s. */
const deepImportsOnly = {
  patterns: [
    { regex: "^@cdktf/provider-aws$", message: "Import @cdktf/provider-aws/lib/<resource>, not the root." },
    {
      regex: "^@cdktf/provider-aws/lib$",
      message: "Import @cdktf/provider-aws/lib/<resource>, not the root.",
    },
  ],
};

/** Each class and function needs a doc comment. Files and functions are short. */
const documentedAtFirstSight = {
  "jsdoc/require-jsdoc": [
    "error",
    {
      publicOnly: { ancestorsOnly: true },
      require: { ClassDeclaration: true, FunctionDeclaration: true },
      checkConstructors: false,
    },
  ],
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 40, skipComments: true, skipBlankLines: true }],
};

/** Each public member needs a doc comment too. */
const documented = {
  ...documentedAtFirstSight,
  "jsdoc/require-jsdoc": [
    "error",
    {
      publicOnly: { ancestorsOnly: true },
      checkConstructors: false,
      contexts: [
        "ClassDeclaration",
        "FunctionDeclaration",
        "MethodDefinition:not([accessibility='private'])[key.name!='constructor']",
        "PropertyDefinition[accessibility='public'][static=true]",
        "TSInterfaceDeclaration",
        "TSMethodSignature",
        "TSPropertySignature",
        "TSTypeAliasDeclaration",
      ],
    },
  ],
  // A parameter needs a description only if its name and type do not explain it.
  "jsdoc/check-param-names": ["error", { disableMissingParamChecks: true }],
};

/** The time that a pattern takes must not grow with the square of a text's length: texts come from plans, which may be malicious. */
const linearPatterns = {
  "redos/no-vulnerable": ["error", { ignoreErrors: false, timeout: 20_000, randomSeed: 1 }],
};

/** Forbids imports from folders of this repository. CONTRIBUTING.md has a diagram of the allowed imports. */
function notFrom(message, ...folders) {
  return { regex: `^(\\.\\./)+(${folders.join("|")})(/|$)`, message };
}

/** @param {object[]} patterns forbidden imports, in addition to the root of the bindings */
function noImports(...patterns) {
  return ["error", { patterns: [...deepImportsOnly.patterns, ...patterns] }];
}

const OUTSIDE = ["scripts", "examples", "__tests__"];

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "build/",
      "dist/",
      "cdktf.out/",
      "coverage/",
      "api-reference/",
      "__tests__/fixtures/consumers/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-imports": ["error", deepImportsOnly],
    },
  },
  {
    files: ["modules/**/*.ts", "stacks/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      ...documented,
      "@typescript-eslint/member-ordering": [
        "error",
        {
          default: [
            "public-static-field",
            "public-static-method",
            "public-field",
            "private-field",
            "constructor",
            ["public-get", "public-set"],
            "public-method",
            "protected-method",
            "private-method",
          ],
        },
      ],
      "no-restricted-imports": noImports(
        notFrom(
          "Constructs and stacks import neither the tool nor the stand-in.",
          "cli",
          "testing",
          ...OUTSIDE,
        ),
      ),
    },
  },
  {
    files: ["modules/**/*.ts"],
    rules: {
      "no-restricted-imports": noImports(
        notFrom(
          "A module never imports from stacks/, cli/ or testing/.",
          "stacks",
          "cli",
          "testing",
          ...OUTSIDE,
        ),
      ),
    },
  },
  {
    files: ["modules/core/**/*.ts"],
    rules: {
      "no-restricted-imports": noImports({
        regex: "^\\.\\./(?!\\.\\./contract/)",
        message: "core/ is the lowest module: it imports no other module.",
      }),
    },
  },
  {
    // Members have an access modifier, and global constants are in upper case.
    files: ["cli/**/*.ts", "contract/**/*.ts"],
    rules: {
      "@typescript-eslint/explicit-member-accessibility": "error",
      "@typescript-eslint/naming-convention": [
        "error",
        {
          selector: "variable",
          modifiers: ["const", "global"],
          types: ["boolean", "number", "string"],
          format: ["UPPER_CASE"],
        },
      ],
    },
  },
  {
    files: ["contract/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      ...documented,
      "no-restricted-imports": noImports({
        regex: "^(?!\\./)",
        message: "The library and the tool import contract/, which imports nothing.",
      }),
    },
  },
  {
    files: ["cli/**/*.ts"],
    plugins: { jsdoc, redos },
    rules: {
      ...documentedAtFirstSight,
      ...linearPatterns,
      "no-restricted-imports": noImports(
        {
          group: ["cdktf", "cdktf/*", "constructs", "@cdktf/*"],
          message: "The tool reads only the synthesized JSON.",
        },
        notFrom("The tool reads only the synthesized JSON.", "modules", "stacks", "testing", ...OUTSIDE),
      ),
    },
  },
  {
    files: ["examples/**/*.ts"],
    // Their own `tsconfig.json` finds the package only if it is installed.
    languageOptions: { parserOptions: { projectService: false, project: "./tsconfig.json" } },
    rules: {
      "no-restricted-imports": noImports({
        regex: "^\\.\\./",
        message: "Import the package by its name, as users do.",
      }),
    },
  },
  {
    files: ["main.ts"],
    rules: {
      "no-restricted-imports": noImports({
        regex: "^\\./cli/",
        message: "The app does not import the tool, which reads its output.",
      }),
    },
  },
  {
    files: ["testing/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      ...documentedAtFirstSight,
      "@typescript-eslint/explicit-member-accessibility": "error",
      "no-restricted-imports": noImports(
        {
          group: ["cdktf", "cdktf/*", "constructs", "@cdktf/*"],
          message: "The stand-in imports only AWS clients.",
        },
        notFrom(
          "The stand-in imports nothing else from this repository.",
          "modules",
          "stacks",
          "cli",
          "contract",
          ...OUTSIDE,
        ),
      ),
    },
  },
  {
    // The public files of the stand-in, except the operations of the API, which the AWS reference describes.
    files: ["control/*", "http/errors", "options", "references/credentials", "stand-in"].map(
      (name) => `testing/${name}.ts`,
    ),
    rules: documented,
  },
  {
    files: ["main.ts", "stacks/**/*.ts", "examples/**/*.ts", "__tests__/fixtures/example-app/*.ts"],
    rules: {
      // The constructor of a construct adds it to the tree.
      "no-new": "off",
    },
  },
  { files: ["__tests__/**/*.ts"], ...jest.configs["flat/recommended"] },
  {
    files: ["__tests__/**/*.ts"],
    rules: {
      "jest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*", "deployment.expect*"] }],
      "jest/no-standalone-expect": "off",
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      globals: {
        module: "writable",
        require: "readonly",
        __dirname: "readonly",
        process: "readonly",
        console: "readonly",
      },
    },
  },
  prettier,
);
