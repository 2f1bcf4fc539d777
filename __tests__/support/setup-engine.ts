/**
 * Parts of the engine that take half of the time of a test and that no test looks at: the stack trace of each token, which jest translates
 * line by line, and the packing of assets, which loads an archiver.
 */
jest.mock("cdktf/lib/tokens/private/stack-trace", () => ({
  captureStackTrace: () => [],
  captureCreationStack: () => [],
}));
jest.mock("cdktf/lib/private/fs", () => ({}));
