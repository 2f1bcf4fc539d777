import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findVariableFiles, listNames, writePart } from "../../../cli/terraform/variable-files";

const HCL = `
# token = "no"
// token = "no"
/* token = "no"
other = 1 */ size = "a # not a comment" # comment
map = {
  nested = "x"
  token : [1,
    2] }
text = <<-EOT
  inside = "}"
  EOTX
  EOT
empty = <<E
E
quotes = "a \\" = { \${"b"} \u{1f600}"
dash-ed = 1
ünicode = true
last = null`;
const NAMES = ["size", "map", "text", "empty", "quotes", "dash-ed", "ünicode", "last"];

describe("variable files", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "variable-files-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function write(name: string, text: string): string {
    const file = path.join(directory, name);
    writeFileSync(file, text);
    return file;
  }

  test("are files, in the order of cdktf", () => {
    for (const name of ["b.auto.tfvars", "a.auto.tfvars.json", "terraform.tfvars", ".x.auto.tfvars"])
      write(name, "");
    mkdirSync(path.join(directory, "a.auto.tfvars"));
    expect(findVariableFiles(directory).map((file) => path.basename(file))).toEqual([
      "terraform.tfvars",
      "b.auto.tfvars",
      "a.auto.tfvars.json",
    ]);
  });

  test.each<[string, string, string[]]>([
    ["a.tfvars", HCL, NAMES],
    ["windows.tfvars", HCL.replaceAll("\n", "\r\n"), NAMES],
    ["mark.tfvars", "\uFEFFa = 1\n", ["a"]],
    ["empty.tfvars", "", []],
    ["a.tfvars.json", '{"a": 1, "b": {"c": 2}}', ["a", "b"]],
    ["wrong.tfvars.json", '{"a": 1', []],
    ["list.tfvars.json", "[1]", []],
    ["number.tfvars.json", "1", []],
  ])("set only the variables at their top level: %s", (name, text, expected) => {
    expect(listNames(write(name, text))).toEqual(expected);
  });

  test.each<[string, string[], string]>([
    [
      "a.tfvars",
      ["text", "token", "size"],
      'size = "a # not a comment" # comment\ntext = <<-EOT\n  inside = "}"\n  EOTX\n  EOT\n',
    ],
    ["b.tfvars", ["map"], 'map = {\n  nested = "x"\n  token : [1,\n    2] }\n'],
    ["a.tfvars.json", ["a", "b"], '{"a":12345678901234567890.10,"b":"${x}"}'],
  ])("keep the text of the variables that are copied: %s", (name, names, expected) => {
    const text = name.endsWith(".json") ? '{"a": 12345678901234567890.10, "b": "${x}", "c": 1}' : HCL;
    const part = writePart(write(name, text), names, directory, "part") ?? "";
    expect(readFileSync(part, "utf8")).toBe(expected);
    expect(path.basename(part)).toBe(name.endsWith(".json") ? "part.tfvars.json" : "part.tfvars");
    expect(statSync(part).mode & 0o777).toBe(0o600);
  });

  test("are not copied without one of the variables", () => {
    expect(writePart(write("a.tfvars", "a = 1"), ["b"], directory, "part")).toBeUndefined();
  });
});
