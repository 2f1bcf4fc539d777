import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeStateLocation } from "../../../cli/terraform/state-location";

describe("the place of a state", () => {
  let directory: string;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(path.join(tmpdir(), "stack-")));
    mkdirSync(path.join(directory, ".terraform"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test.each<[text: string, backend: object | undefined]>([
    ["local path=DIR/terraform.tfstate workspace_dir=DIR/terraform.tfstate.d", undefined],
    [
      "local path=DIR/a.tfstate workspace_dir=/w",
      { type: "local", config: { path: "a.tfstate", workspace_dir: "/w" } },
    ],
    [
      "s3 bucket=states key=web region=eu-west-1",
      {
        type: "s3",
        config: {
          bucket: "states",
          key: "web",
          region: "eu-west-1",
          prefix: null,
          secret_key: "hidden",
          token: "hidden",
        },
      },
    ],
    [
      "pg schema_name=web",
      { type: "pg", config: { conn_str: "postgres://user:hidden@host", schema_name: "web" } },
    ],
  ])("is %s", (text, backend) => {
    if (backend)
      writeFileSync(path.join(directory, ".terraform/terraform.tfstate"), JSON.stringify({ backend }));
    expect(describeStateLocation({ directory }, {})).toBe(text.replaceAll("DIR", directory));
  });
});
