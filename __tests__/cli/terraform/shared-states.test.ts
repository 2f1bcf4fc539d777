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
