import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import * as fc from "fast-check";
import { AppRunnerService, ImageSource } from "../../modules";
import { anyCharacter } from "./any-character";

/** Creates a value in a scope: some values are constructs or refer to constructs. */
export type Recipe<T = unknown> = (scope: Construct) => T;
/** An arbitrary of recipes. */
export type Recipes = fc.Arbitrary<Recipe>;

/** Changes an arbitrary: `asItIs` keeps it, `withJunk` sometimes replaces its values. */
export type Spoil = (recipes: Recipes) => Recipes;

/** Changes nothing. */
export const asItIs: Spoil = (recipes) => recipes;

const ODD_STRINGS = ["", " ", "\n", "\ud800", "a\udfff", "${", "${x}", "%{if}", "$${x}", '"', "\\", "\u0000", "é😀", "x".repeat(51_201), "__proto__", "constructor", "toString", "*", "../..", "${TfToken[TOKEN.9999]}"]; // prettier-ignore
const ODD_VALUES = [undefined, null, NaN, Infinity, -0, -1, 1e21, 5n, true, [], {}, () => 1, Symbol("odd"), Object.create(null), JSON.parse('{"__proto__": "a"}')] as const; // prettier-ignore

/** Values that a program without types could pass. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...ODD_STRINGS),
  fc.constantFrom<unknown>(...ODD_VALUES),
  fc.string({ unit: anyCharacter }),
  fc.double(),
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
  }),
  fc.array(fc.constantFrom<unknown>(...ODD_STRINGS, ...ODD_VALUES), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...ODD_STRINGS), fc.constantFrom<unknown>(...ODD_VALUES), { maxKeys: 3 }),
);

/** Replaces one value in fifteen with junk, so that the other props are mostly valid. */
export const withJunk: Spoil = (recipes) =>
  fc.oneof({ weight: 14, arbitrary: recipes }, { weight: 1, arbitrary: value(junk) });

/** Recipes for values that need no scope. */
export function value(values: fc.Arbitrary<unknown>): Recipes {
  return values.map((item) => () => item);
}

/** An unused id in `scope`. */
export function id(scope: Construct): string {
  return `Other${scope.node.children.length}`;
}

export const token: Recipes = fc.constant((scope) => new TerraformVariable(scope, id(scope), {}).stringValue);
export const numberToken: Recipes = fc.constant(
  (scope) => new TerraformVariable(scope, id(scope), { type: "number" }).numberValue,
);

export const matching = (pattern: RegExp) => fc.oneof({ weight: 9, arbitrary: value(fc.stringMatching(pattern)) }, { weight: 1, arbitrary: token }); // prettier-ignore
export const whole = (min: number, max: number) => fc.oneof({ weight: 9, arbitrary: value(fc.integer({ min, max })) }, { weight: 1, arbitrary: numberToken }); // prettier-ignore
export const flag = value(fc.boolean());
export const oneOf = (...values: unknown[]) => value(fc.constantFrom(...values));
export const text = fc.oneof(
  value(fc.string({ unit: "grapheme", maxLength: 40 })),
  oneOf(
    'say "hi"',
    "back\\slash",
    "new\nline\ttab",
    "$${literal} %%{literal}",
    "}{",
    "'",
    "# //",
    "é😀\u2028",
  ),
  token,
);

export const arn = (rest: string) => oneOf(`arn:aws:${rest}`, `arn:aws-cn:${rest}`);
export const kmsKeyArn = arn("kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab");
export const roleArn = arn("iam::111122223333:role/path/worker");
export const policyArn = oneOf("arn:aws:iam::aws:policy/a/B", "arn:aws:iam::111122223333:policy/boundary");
export const rolePath = oneOf("/", "/app/", "/a/b.c/");
export const serviceArn = fc.oneof(
  arn("apprunner:eu-west-1:111122223333:service/hello/0123456789abcdef0123456789abcdef"),
  token,
);
export const vpcConnectorArn = arn("apprunner:eu-west-1:111122223333:vpcconnector/hello/1/0123456789abcdef0123456789abcdef"); // prettier-ignore
export const configurationName = value(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{3,60}$/));
export const domainName = value(
  fc
    .tuple(
      fc.constantFrom(false, false, false, false, true),
      fc.array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?$/), { minLength: 1, maxLength: 3 }),
    )
    .map(([wildcard, labels]) => `${wildcard ? "*." : ""}${labels.join(".")}.example.com`),
);
export const digest = value(fc.stringMatching(/^sha256:[0-9a-f]{64}$/));
export const tag = matching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
export const repositoryName = value(fc.stringMatching(/^[a-z0-9]{2,9}([._/-][a-z0-9]{1,5}){0,3}$/));
export const secretName = value(fc.stringMatching(/^[A-Za-z0-9/_+=.@-]{1,64}$/));

export const parameterName = value(fc.stringMatching(/^([\w.-]{1,20}|(\/[\w.-]{1,9}){1,15})$/).map((name) => name.replace(/^(\/?)(aws|ssm)/i, "$1x"))); // prettier-ignore
export const variableName = value(fc.stringMatching(/^x[A-Za-z0-9_]{0,20}$/));

export const SCALING = { minSize: whole(1, 10), maxSize: whole(10, 25), maxConcurrency: whole(1, 200) };
export const CHECK = {
  intervalSeconds: whole(1, 20),
  timeoutSeconds: whole(1, 20),
  healthyThreshold: whole(1, 20),
  unhealthyThreshold: whole(1, 20),
};

/** A service for domains. */
export const someService: Recipes = fc.constant((scope) => {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(scope, id(scope), { serviceName: "hello", source });
});
