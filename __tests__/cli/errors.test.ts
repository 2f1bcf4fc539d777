import { explainFileError } from "../../cli/errors";

describe("an error of the operating system", () => {
  test.each([
    ["ENOSPC", ": the disk is full: free some space, or use a different folder"],
    ["EROFS", ": this file system is read-only: make it writable, or use a different folder"],
    ["ENOTDIR", ": a file is in the place of a folder: move the file, or use a different folder"],
    ["EMFILE", ""],
  ])("says what to do for %s", (code, advice) => {
    const error = Object.assign(new Error(`${code}: refused, open '/a'`), { code });
    expect(explainFileError(error)).toBe(`${code}: refused, open '/a'${advice}`);
  });
});
