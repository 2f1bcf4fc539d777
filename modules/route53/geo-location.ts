import { allowCharacters, canEqual, literalParts } from "../core/mixed-text";
import type { PropertyChecks } from "../core/property-checks";
import { isRecord } from "../core/values";

/**
 * Codes of the continents: Africa, Antarctica, Asia, Europe, Oceania, North America and South America.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
 */
export const CONTINENTS = ["AF", "AN", "AS", "EU", "OC", "NA", "SA"] as const;

/** Users on a continent. */
export interface ContinentLocation {
  /** Code of the continent: `AF`, `AN`, `AS`, `EU`, `OC`, `NA` or `SA`. */
  readonly continent: (typeof CONTINENTS)[number];
}

/** Users in a country, in a state of the United States, or everywhere else. */
export interface CountryLocation {
  /**
   * ISO 3166-1 code of the country in uppercase, such as `DE`. `*` is the default location: users for whose location no record exists, or
   * whose location is unknown.
   */
  readonly country: string;
  /**
   * Two-letter code of a state, such as `CA`, if the country is `US`.
   *
   * @default - the whole country
   */
  readonly subdivision?: string;
}

/** Where the users are, for a geolocation routing. The smallest location of a user that has a record applies. */
export type GeoLocation = ContinentLocation | CountryLocation;

/** The provider's form of a location. */
interface AnyLocation {
  readonly continent?: string;
  readonly country?: string;
  readonly subdivision?: string;
}

const COUNTRY = {
  pattern: /^((?!EU|UK)[A-Z]{2}|\*)$/,
  allowed: "a two-letter ISO 3166-1 code in uppercase, such as 'DE' or 'GB', or '*' for the default location",
  mixed: (code: string) => allowCharacters("A-Z")(code) && literalParts(code).length <= 2,
};
const STATE = {
  pattern: /^[A-Z]{2}$/,
  allowed: "the two-letter code of a state of the United States in uppercase, such as 'CA'",
  mixed: (code: string) => allowCharacters("A-Z")(code) && literalParts(code).length <= 2,
};

/** Records a fault for each value that Route 53 would reject. */
export function checkLocation(checks: PropertyChecks, prop: string, location: unknown): void {
  checks.object(prop, location).props(prop, location);
  if (!isRecord(location)) return;
  const { continent, country, subdivision } = location;
  checks.optional.oneOf(`${prop}.continent`, continent, CONTINENTS);
  checks.optional.string(`${prop}.country`, country, COUNTRY);
  checks.optional.string(`${prop}.subdivision`, subdivision, STATE);
  checks.that(
    (continent === undefined) !== (country === undefined),
    `'${prop}' must have either a 'continent' or a 'country'`,
  );
  checks.that(
    subdivision === undefined || typeof country !== "string" || canEqual(country, "US"),
    `'${prop}.country' must be 'US' with '${prop}.subdivision': Route 53 knows no subdivisions of other countries`,
  );
}

/** Whether the location is everywhere without a record of its own. */
export function isDefaultLocation(location: AnyLocation): boolean {
  return location.country === "*";
}

/** Returns the location in words, such as `the state US-CA`. */
export function describeLocation(location: AnyLocation): string {
  const { continent, country, subdivision } = location;
  if (continent !== undefined) return `the continent ${continent}`;
  if (country === "*") return "the default location, '*'";
  return subdivision === undefined ? `the country ${country}` : `the state ${country}-${subdivision}`;
}
