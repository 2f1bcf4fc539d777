import type { Subject } from "../model";
import { findConstructPath, findLocation, type SynthesizedStack } from "./synthesized";

/** Names a resource in construct terms, where it is known what its stack was synthesized to. */
export function findSubject(stack: string, address: string, synthesized?: SynthesizedStack): Subject {
  const constructPath = synthesized && findConstructPath(synthesized, address);
  const location =
    synthesized && constructPath !== undefined ? findLocation(synthesized, constructPath) : undefined;
  return pickSubject({ stack, address, constructPath, location });
}

/** What names a resource, and nothing else that is known of it. */
export function pickSubject({ stack, address, constructPath, location }: Subject): Subject {
  return {
    stack,
    address,
    ...(constructPath !== undefined && { constructPath }),
    ...(location && { location }),
  };
}
