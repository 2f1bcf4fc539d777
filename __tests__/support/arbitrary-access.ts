import type { Construct } from "constructs";
import * as fc from "fast-check";
import { Key, Role, RoleDefaults } from "../../modules";
import type { Combinators } from "./arbitrary-combinators";
import {
  flag,
  id,
  kmsKeyArn,
  matching,
  numberToken,
  oneOf,
  policyArn,
  type Recipes,
  roleArn,
  rolePath,
  text,
  value,
  whole,
} from "./arbitrary-values";

/** Generates builders of a construct from recipes for its arguments. */
type Build = (
  recipes: Recipes,
  create: (scope: Construct, given: never) => unknown,
) => fc.Arbitrary<(scope: Construct) => void>;

const SERVICE = oneOf("a.amazonaws.com");
const CONDITION_KEY = fc.constantFrom("aws:SourceAccount", "aws:RequestTag/a b", "accounts.google.com:aud");
const OPERATOR = fc.constantFrom("StringEquals", "ForAnyValue:StringLikeIfExists", "Null");
const alias = value(fc.stringMatching(/^[A-Za-z0-9_-]{1,15}(\/[A-Za-z0-9_-]{1,15})?$/));

/** Builders of roles and keys with permissions. */
export function accessInputs(build: Build, of: Combinators): Record<string, ReturnType<Build>> {
  const conditions = of.named(OPERATOR, of.named(CONDITION_KEY, fc.oneof(text, of.many(text))));
  const statement = of.map(
    {
      actions: of.list(oneOf("s3:GetObject", "s3:*", "*")),
      resources: of.list(oneOf("*"), fc.oneof(oneOf("*", "arn:aws:s3:::a/$${aws:username}"), text)),
      conditions,
    },
    ["actions", "resources"],
  );
  return {
    Role: build(of.list(role(of), statement, policyArn), (scope, [props, allowed, policy]: [never, never, never]) => {
      const made = new Role(scope, "It", props);
      made.addToPolicy(allowed);
      made.addManagedPolicy(policy);
    }), // prettier-ignore
    "Role.fromArn": build(of.list(roleArn, importOptions(of), statement), (scope, [arn, options, allowed]: [never, never, never]) => {
      Role.fromArn(scope, "It", arn, options).addToPolicy(allowed);
    }), // prettier-ignore
    "Role.fromName": build(of.list(matching(/^[\w+=,.@-]{1,64}$/), importOptions(of)), (scope, [name, options]: [never, never]) =>
      Role.fromName(scope, "It", name, options),
    ), // prettier-ignore
    RoleDefaults: build(
      of.list(of.map({ path: rolePath, permissionsBoundaryArn: policyArn })),
      (scope, [props]: [never]) => {
        new Role(scope, "It", { assumedBy: "a.amazonaws.com", namePrefix: "it-" });
        RoleDefaults.of(scope).apply(props);
      },
    ),
    Key: build(of.list(key(of), SERVICE, fc.oneof(oneOf(undefined), conditions)), (scope, [props, service, when]: [never, never, never]) => {
      new Key(scope, "It", props).allowService(service, when);
    }), // prettier-ignore
    "Key.fromArn": build(of.list(kmsKeyArn), (scope, [arn]: [never]) => {
      Key.fromArn(scope, "It", arn).grantEncryptDecrypt(Role.fromArn(scope, id(scope), WORKER));
    }),
    "Key.fromAlias": build(of.list(alias), (scope, [name]: [never]) => {
      Key.fromAlias(scope, "It", name).grantEncrypt(Role.fromArn(scope, id(scope), WORKER));
    }),
  };
}

const WORKER = "arn:aws:iam::111122223333:role/worker";

function role(of: Combinators): Recipes {
  const shape = {
    assumedBy: SERVICE,
    namePrefix: matching(/^[A-Za-z0-9+=,.@_-]{1,60}$/),
    description: matching(/^[ -~\u00a1-\u00ff]{0,30}$/),
    path: rolePath,
    permissionsBoundaryArn: policyArn,
    tags: of.tags(),
  };
  return of.map(shape, ["assumedBy", "namePrefix"]);
}

function importOptions(of: Combinators): Recipes {
  return of.map({ mutable: flag });
}

function key(of: Combinators): Recipes {
  const shape = {
    alias,
    description: text,
    decryptAccountIds: of.many(matching(/^\d{12}$/)),
    deletionWindowInDays: whole(7, 30),
    preventDestroy: flag,
    tags: of.tags(),
  };
  const days = fc.oneof(value(fc.integer({ min: 90, max: 2560 })), numberToken);
  return fc.oneof(
    of.map({ ...shape, enableKeyRotation: flag }, ["alias"]),
    of.map({ ...shape, enableKeyRotation: oneOf(true, undefined), rotationPeriodInDays: days }, ["alias"]),
  );
}
