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

/** Users in a country, in a state of the United States, in a region of Ukraine, or everywhere else. */
export interface CountryLocation {
  /**
   * ISO 3166-1 code of the country in uppercase, such as `DE`. `*` is the default location: users for whose location no record exists, or
   * whose location is unknown.
   */
  readonly country: string;
  /**
   * Two-letter code of a state, such as `CA`, if the country is `US`. Code of a region if it is `UA`: `aws route53 list-geo-locations` lists
   * them.
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
/** API model: GeoLocationSubdivisionCode. */
const SUBDIVISION = { pattern: /^[A-Z\d]{1,3}$/, allowed: "a code of 1 to 3 uppercase letters and digits" };
/**
 * Countries with subdivisions. The page of the API names only the United States, but Route 53 has those of Ukraine, too.
 *
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-route53/lib/geo-location.ts
 */
const DIVIDED_COUNTRIES = ["US", "UA"];

/** Records a fault for each value that Route 53 would reject. */
export function checkLocation(checks: PropertyChecks, prop: string, location: unknown): void {
  checks.object(prop, location).props(prop, location);
  if (!isRecord(location)) return;
  const { continent, country, subdivision } = location;
  checks.optional.oneOf(`${prop}.continent`, continent, CONTINENTS);
  checks.optional.string(`${prop}.country`, country, COUNTRY);
  checks.optional.string(`${prop}.subdivision`, subdivision, country === "US" ? STATE : SUBDIVISION);
  checks.that(
    (continent === undefined) !== (country === undefined),
    `'${prop}' must have either a 'continent' or a 'country'`,
  );
  checks.that(
    subdivision === undefined || DIVIDED_COUNTRIES.some((one) => canEqual(String(country), one)),
    `'${prop}.country' must be 'US' or 'UA' with '${prop}.subdivision': Route 53 knows no subdivisions of other countries`,
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
  if (subdivision === undefined) return `the country ${country}`;
  return `the ${country === "US" ? "state" : "subdivision"} ${country}-${subdivision}`;
}
