import type { Subject } from "../model";
import { findConstructPath, findLocation, type SynthesizedStack } from "./synthesized";

/** Returns the name of a resource, with its construct if the synthesized stack is known. */
export function findSubject(stack: string, address: string, synthesized?: SynthesizedStack): Subject {
  const constructPath = synthesized && findConstructPath(synthesized, address);
  const location =
    synthesized && constructPath !== undefined ? findLocation(synthesized, constructPath) : undefined;
  return pickSubject({ stack, address, constructPath, location });
}

/** Returns only the members that name a resource. */
export function pickSubject({ stack, address, constructPath, location }: Subject): Subject {
  return {
    stack,
    address,
    ...(constructPath !== undefined && { constructPath }),
    ...(location && { location }),
  };
}
