import type { App } from "cdktf";
import type { Deployment, Program } from "../deployment";
import type { World } from "../world";

/** Puts the stacks of a project into an app. */
export type Define = (app: App, base: Deployment["base"]) => void;

/** What is deployed already when a change is planned. Many scenarios may start from the same one. */
export interface Baseline {
  /** Called before anything is applied, for what is there without Terraform. @default - nothing is there */
  readonly arrange?: (world: World) => Promise<void>;
  /** The stacks. Their names, and those of all they hold, are not used by another baseline. */
  readonly define: Define | Program;
  /** Called after each stack that is applied: pushes images, sets secrets. @default - there is nothing to fill */
  readonly fill?: (world: World, stack: string) => Promise<void>;
  /** Stacks whose apply fails in the end. @default - all succeed */
  readonly failing?: readonly string[];
}

/** A change whose plan is recorded. */
export interface Scenario<After extends Define | Program = Define> {
  /** Name of its folder. */
  readonly name: string;
  /** What somebody changes, in one sentence. */
  readonly what: string;
  /** What is deployed before. @default - nothing */
  readonly before?: Baseline;
  /** What happens to the deployed things outside Terraform. Then no other scenario starts from the same baseline after it. */
  readonly meanwhile?: (world: World, deployment: Deployment) => Promise<void>;
  /** The stacks as they are planned. */
  readonly after: After;
  /** Stacks whose plan fails: Terraform's message is recorded. @default - none */
  readonly failing?: readonly string[];
  /** Whether plans are recorded with all their parts. @default false */
  readonly whole?: boolean;
}
