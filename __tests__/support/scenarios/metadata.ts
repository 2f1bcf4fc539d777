import { App } from "cdktf";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Backend } from "../../../stacks";
import { TARGET_VERSIONS } from "../synth";
import { cutSynthesized, type Json, type Recording } from "./recording";
import type { Define } from "./scenario";

/** The part of `manifest.json` with the stacks and their dependencies. */
export interface Manifest extends Json {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/** The manifest in an output folder. */
export function readManifest(outdir: string): Manifest {
  return JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")) as Manifest;
}

/** The metadata of a stack in an output folder. */
export function readMetadata(outdir: string, stack: string): Json {
  const file = path.join(outdir, "stacks", stack, "cdk.tf.json");
  return cutSynthesized(JSON.parse(readFileSync(file, "utf8")) as Json);
}

/** Synthesizes stacks into a folder, without Terraform. Returns a recording without plans. */
export function synthesize(define: Define, outdir: string): Recording {
  mkdirSync(outdir, { recursive: true }); // cdktf creates only the last folder
  // Constructs of other libraries in the stacks would start Terraform for their validation.
  const app = new App({ outdir, skipValidation: true, context: { targetVersions: TARGET_VERSIONS } });
  const backend = Backend.local({ directory: path.dirname(outdir) });
  define(app, { region: "eu-west-1", backend, awsProviderVersion: "~> 5.100" });
  app.synth();
  const manifest = readManifest(outdir);
  const stacks = Object.keys(manifest.stacks).map(
    (name) => [name, { synthesized: readMetadata(outdir, name) }] as const,
  );
  return { manifest, stacks: Object.fromEntries(stacks) };
}

/** A recording with the manifest and metadata of a different one. Constructs can change them without a new plan. */
export function withMetadata(recorded: Recording, { manifest, stacks }: Recording): Recording {
  const updated = Object.entries(stacks).map(([name, { synthesized }]) => {
    const { plan, error } = recorded.stacks[name] ?? {};
    return [name, { synthesized, plan, error }] as const;
  });
  return { manifest, stacks: Object.fromEntries(updated) };
}
