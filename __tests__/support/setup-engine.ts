import path from "node:path";

/** Set in `jest.config.js`. */
declare const FOLDERS_WITHOUT_ENGINE: readonly string[];

/**
 * Parts of the engine that take half of the time of a test and that no test needs: the stack trace of each token, which jest
 * maps line by line, and the packing of assets, which loads an archiver.
 */
jest.mock("cdktf/lib/tokens/private/stack-trace", () => ({
  captureStackTrace: () => [],
  captureCreationStack: () => [],
}));
jest.mock("cdktf/lib/private/fs", () => ({}));

const file = path.relative(path.join(__dirname, ".."), expect.getState().testPath ?? "");
const [folder = ""] = file.split(path.sep);

// All engines and bindings load this package.
if (FOLDERS_WITHOUT_ENGINE.includes(folder)) {
  jest.doMock("constructs", () => {
    throw new Error(
      `__tests__/${folder} is tested on one engine only, so nothing there may load one: move ${file}`,
    );
  });
}
