import { locateState } from "../../../contract/state-location";
import { refuseSharedStates } from "../../../cli/terraform/shared-states";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";

function stack(name: string, terraform: object): SynthesizedStack {
  const state = locateState(terraform, (file) => `/out/${name}/${file}`);
  const nothing = { dependencies: [], constructPaths: new Map(), locations: new Map(), accepted: [] };
  return { name, directory: `/out/${name}`, ...nothing, ...(state && { state }) };
}

const backend = (type: string, values: object): object => ({ backend: { [type]: values } });
const check = (first: object, second: object, env = {}): void => {
  refuseSharedStates([stack("a", first), stack("b", second)], env);
};

test.each([
  ["s3", { bucket: "states", key: "x" }, "s3 backend (bucket 'states', key 'x')"],
  ["gcs", { bucket: "states" }, "gcs backend (bucket 'states')"],
  ["consul", { path: "x" }, "consul backend (path 'x')"],
  ["http", { address: "https://me:secret@example.com" }, "http backend. "],
  ["remote", { organization: "o", workspaces: { name: "w" } }, "(organization 'o', workspace 'w')"],
])("two stacks with the same state are refused: %s", (type, values, label) => {
  const same = backend(type, values);
  expect(() => {
    check(same, same);
  }).toThrow(
    `the stacks 'a' and 'b' have the same state: ${type === "remote" ? "remote backend " : ""}${label}`,
  );
});

const s3 = (values: object): object => backend("s3", { bucket: "b", key: "x", ...values });
const dev = { TF_WORKSPACE: "dev" };
const gcs = (prefix: string): object => backend("gcs", { bucket: "b", prefix });
const remote = (workspaces: object): object => backend("remote", { organization: "o", workspaces });
const cloud = (workspaces: object): object => ({ cloud: { organization: "o", workspaces } });

test.each([
  ["regions of one partition", s3({ region: "eu-west-1" }), s3({}), {}],
  ["credentials", s3({ profile: "a" }), s3({ assume_role: { role_arn: "arn:aws:iam::1:role/x" } }), {}],
  ["forms of an endpoint", s3({ endpoint: "http://m" }), s3({ endpoints: { s3: "http://m" } }), {}],
  ["endpoints of other services", s3({ endpoints: { dynamodb: "http://m" } }), s3({}), {}],
  ["forms of the default prefix", s3({ workspace_key_prefix: "env:" }), s3({}), dev],
  ["forms of a prefix", gcs("/a/"), gcs("a"), {}],
  [
    "default keys",
    backend("cos", { bucket: "b" }),
    backend("cos", { bucket: "b", key: "terraform.tfstate" }),
    {},
  ],
  ["tags, in one workspace", cloud({ tags: ["a"] }), cloud({ tags: ["b"] }), dev],
  ["one prefix, in one workspace", remote({ prefix: "a-" }), remote({ prefix: "a-" }), dev],
])("two stacks with different %s have the same state", (_, first, second, env) => {
  expect(() => {
    check(first, second, env);
  }).toThrow("have the same state");
});

test.each([
  ["partitions", s3({ region: "eu-west-1" }), s3({ region: "cn-north-1" }), {}],
  ["endpoints", s3({ endpoints: { s3: "http://m" } }), s3({}), {}],
  ["paths of a key", s3({ key: "a/x" }), s3({ key: "a//x" }), {}],
  ["prefixes of a folder", gcs("a"), gcs("b"), {}],
  ["tags and no selected workspace", cloud({ tags: ["a"] }), cloud({ tags: ["a"] }), {}],
  ["prefixes of a workspace", remote({ prefix: "a-" }), remote({ prefix: "b-" }), dev],
  ["tables", backend("pg", { conn_str: "c", table_name: "a" }), backend("pg", { conn_str: "c" }), {}],
])("two stacks with different %s have different states", (_, first, second, env) => {
  expect(() => {
    check(first, second, env);
  }).not.toThrow();
});

test.each([
  ["different keys", backend("s3", { bucket: "b", key: "x" }), backend("s3", { bucket: "b", key: "y" })],
  ["an expression", backend("s3", { bucket: "b", key: "${x}" }), backend("s3", { bucket: "b", key: "${x}" })],
  ["no key", backend("s3", { bucket: "b" }), backend("s3", { bucket: "b" })],
  ["no backend", {}, {}],
])("stacks with %s are accepted", (_, first, second) => {
  expect(() => {
    check(first, second);
  }).not.toThrow();
});

test("a prefix separates the states of a workspace, not those of the default one", () => {
  const prefixed = (prefix: string): object =>
    backend("s3", { bucket: "b", key: "x", workspace_key_prefix: prefix });
  expect(() => {
    check(prefixed("a"), prefixed("b"), { TF_WORKSPACE: "dev" });
  }).not.toThrow();
  expect(() => {
    check(prefixed("a"), prefixed("b"));
  }).toThrow("have the same state");
});
