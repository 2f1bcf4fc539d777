import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import * as fc from "fast-check";
import {
  APP_RUNNER_REGIONS,
  AppRunnerService,
  CustomDomain,
  HealthCheck,
  HostedZone,
  ImageSource,
  InstanceSize,
  type IRepository,
  Repository,
  ObservabilityConfiguration,
  Parameter,
  Role,
  Scaling,
  Secret,
  SecretReference,
  VpcConnector,
} from "../../modules";
import { Backend, BaseStack, DomainStack, FoundationStack, ServiceStack } from "../../stacks";
import { accessInputs } from "./arbitrary-access";
import { codeInputs, command } from "./arbitrary-code";
import { monitoringInputs, monitoringOptions } from "./arbitrary-monitoring";
import { healthCheckInputs, someRouting, zoneInputs } from "./arbitrary-routing";
import { cacheProps, pullThroughInputs, someCache, upstreamImage } from "./arbitrary-pull-through";
import { policyStatement, registryInputs, secretShape, sharedShape } from "./arbitrary-stores";
import { someWebAcl, webAclInputs } from "./arbitrary-web-acl";
import {
  CHECK,
  configurationName,
  digest,
  domainName,
  flag,
  id,
  kmsKeyArn,
  matching,
  oneOf,
  parameterName,
  type Recipe,
  type Recipes,
  repositoryName,
  roleArn,
  SCALING,
  secretName,
  serviceArn,
  someService,
  tag,
  text,
  token,
  value,
  variableName,
  whole,
  vpcConnectorArn,
} from "./arbitrary-values";
import { Combinators } from "./arbitrary-combinators";

/** Generates input for each construct and stack. Most values are valid. */
export class Inputs extends Combinators {
  /** The last input, to report which one failed. */
  public last: unknown;

  /** For each construct, a function that adds one to a scope with its own id. */
  public constructs(): Record<string, fc.Arbitrary<(scope: Construct) => void>> {
    const buildOf = (recipes: Recipes, create: (scope: Construct, props: never) => unknown) =>
      recipes.map((recipe) => (scope: Construct) => {
        this.last = recipe(scope);
        create(scope, this.last as never);
      });
    const build: typeof buildOf = (recipes, create) => buildOf(this.spoil(recipes), create);
    return {
      Repository: build(this.repository(), (scope, props) => new Repository(scope, "It", props)),
      "Repository.fromName": build(repositoryName, (scope, props) => Repository.fromName(scope, "It", props)),
      Secret: build(this.secret(), (scope, props) => new Secret(scope, "It", props)),
      "Secret.fromName": buildOf(this.list(secretName, this.map({ kmsKeyArn })), (scope, [name, options]: [never, never]) => Secret.fromName(scope, "It", name, options)), // prettier-ignore
      Parameter: build(this.parameter(), (scope, props) => new Parameter(scope, "It", props)),
      "Parameter.fromName": buildOf(this.list(parameterName, this.map({ kmsKeyArn })), (scope, [name, options]: [never, never]) => Parameter.fromName(scope, "It", name, options)), // prettier-ignore
      ...accessInputs(buildOf, this),
      HostedZone: build(this.zone("HostedZone"), (scope, props) => new HostedZone(scope, "It", props)),
      "HostedZone.lookup": build(this.zone("lookup"), (scope, props) =>
        HostedZone.lookup(scope, "It", props),
      ),
      "HostedZone.fromId": build(this.zone("fromId"), (scope, props) =>
        HostedZone.fromId(scope, "It", props),
      ),
      Scaling: build(this.map({ name: configurationName, ...SCALING, tags: this.tags() }, ["name"]), (scope, props) => new Scaling(scope, "It", props)), // prettier-ignore
      ObservabilityConfiguration: build(this.map({ name: configurationName, tags: this.tags() }, ["name"]), (scope, props) => new ObservabilityConfiguration(scope, "It", props)), // prettier-ignore
      VpcConnector: build(this.connector(), (scope, props) => new VpcConnector(scope, "It", props)),
      "AppRunnerService.fromAttributes": buildOf(this.list(this.map({ serviceArn, serviceUrl: domainName }, ["serviceArn", "serviceUrl"])), (scope, [attributes]: [never]) => AppRunnerService.fromAttributes(scope, "It", attributes)), // prettier-ignore
      AppRunnerService: build(this.service(), (scope, props) => new AppRunnerService(scope, "It", props)),
      ...codeInputs(build, this.map.bind(this), this.tags()),
      ...registryInputs(build, this),
      ...webAclInputs(build, this),
      ...pullThroughInputs(build, buildOf, this),
      ...monitoringInputs(build, this),
      ...healthCheckInputs(build, buildOf, this),
      ...zoneInputs(build, this),
      CustomDomain: build(this.domain(), (scope, props) => new CustomDomain(scope, "It", props)),
    };
  }

  /** For each stack, a function that adds one to an app with the id `test`. */
  public stacks(): Record<string, fc.Arbitrary<(app: App) => TerraformStack>> {
    const build = (props: Recipes, create: (app: App, props: never) => TerraformStack) =>
      this.spoil(props).map((recipe) => (app: App) => {
        const other = new TerraformStack(app, "other");
        new AwsProvider(other, "Aws", { region: "eu-west-1" });
        this.last = recipe(other);
        return create(app, this.last as never);
      });
    return {
      BaseStack: build(
        this.map({ ...this.base(), region: oneOf(...APP_RUNNER_REGIONS), accountId: matching(/^\d{12}$/) }, [
          "region",
        ]),
        (app, props) => new BaseStack(app, "test", props),
      ),
      FoundationStack: build(
        this.map({ ...this.base(), repositories: this.many(this.repository()), secrets: this.many(this.secret()), pullThroughCaches: this.many(cacheProps(this)) }, ["region"]), // prettier-ignore
        (app, props) => new FoundationStack(app, "test", props),
      ),
      ServiceStack: build(
        this.map({ ...this.base(), ...this.serviceShape(), monitoring: monitoringOptions(this) }, [
          "region",
          "serviceName",
          "source",
        ]),
        (app, props) => new ServiceStack(app, "test", props),
      ),
      DomainStack: build(
        this.map(
          {
            ...this.base(),
            service: someService,
            domains: this.many(this.map({ domainName, www: oneOf(false, false, true, "combined"), recordType: oneOf("A", "CNAME") }, ["domainName"])), // prettier-ignore
            zoneName: oneOf("example.com", undefined),
            zoneAccess: this.map({ profile: oneOf("dns"), assumeRoleArn: roleArn }),
          },
          ["region", "service", "domains"],
        ),
        (app, props) => new DomainStack(app, "test", props),
      ),
    };
  }

  private repository(): Recipes {
    const shape = {
      repositoryName,
      imageTagMutability: oneOf("IMMUTABLE", "MUTABLE"),
      scanOnPush: flag,
      kmsKeyArn,
      pullAccountIds: this.many(value(fc.stringMatching(/^\d{12}$/))),
      policyStatements: this.many(policyStatement(this)),
      createAccessRole: flag,
      preventDestroy: flag,
      forceDelete: flag,
      expireUntaggedAfterDays: whole(1, 36_500),
      keepNewest: whole(1, 100_000),
      protectedTagPrefixes: this.many(tag),
      adopt: this.map({ lifecyclePolicy: flag }, ["lifecyclePolicy"]),
      tags: this.tags(),
    };
    return this.map(shape, ["repositoryName"]);
  }

  private secret(): Recipes {
    const shape = { secretName, description: text, kmsKeyArn, recoveryWindowInDays: whole(7, 30), forceOverwriteReplicaSecret: flag, preventDestroy: flag, tags: this.tags(), ...secretShape(this) }; // prettier-ignore
    const written = this.map({ ...shape, value: this.written() }, ["secretName"]);
    return fc.oneof(written, this.map({ ...shape, ...sharedShape(this) }, ["secretName", "kmsKeyArn"]));
  }

  private parameter(): Recipes {
    const shape = { parameterName, value: this.written(), description: text, kmsKeyArn, preventDestroy: flag, tags: this.tags() }; // prettier-ignore
    return this.map({ ...shape, type: oneOf("SecureString", undefined) }, ["parameterName", "value"]);
  }

  private written(): Recipes {
    return this.map({ variableName, version: whole(1, 9) }, ["variableName", "version"]);
  }

  private connector(): Recipes {
    const ids = (kind: string) => this.many(matching(new RegExp(`^${kind}-[0-9a-f]{17}$`)));
    const shape = {
      name: configurationName,
      subnetIds: ids("subnet"),
      checkSubnets: flag,
      tags: this.tags(),
    };
    const vpcId = matching(/^vpc-[0-9a-f]{17}$/);
    return fc.oneof(
      this.map({ ...shape, vpcId }, ["name", "subnetIds", "vpcId"]),
      this.map({ ...shape, securityGroupIds: ids("sg") }, ["name", "subnetIds", "securityGroupIds"]),
    );
  }

  private zone(way: "HostedZone" | "lookup" | "fromId"): Recipes {
    const provider: Recipes = fc.constant((scope) => {
      const name = id(scope);
      return new AwsProvider(scope, name, { region: "eu-west-1", alias: `${scope.node.addr}${name}` });
    });
    const shapes = {
      HostedZone: { comment: text, preventDestroy: flag, tags: this.tags() },
      lookup: {},
      fromId: { hostedZoneId: value(fc.stringMatching(/^Z[A-Z0-9]{1,31}$/)) },
    };
    const required = way === "fromId" ? ["domainName", "hostedZoneId"] : ["domainName"];
    return this.map({ domainName, provider, ...shapes[way] }, required);
  }

  private service(): Recipes {
    return this.map(this.serviceShape(), ["serviceName", "source"]);
  }

  private serviceShape() {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_./-]{0,8}$/);
    const role: Recipes = this.list(roleArn).map((recipe) => (scope) => {
      return Role.fromArn(scope, id(scope), ...(recipe(scope) as [string]));
    });
    return {
      serviceName: matching(/^[A-Za-z0-9][A-Za-z0-9_-]{3,39}$/),
      source: this.source(),
      port: whole(1, 65_535),
      startCommand: command(text),
      instance: this.map({ vcpu: oneOf(0.25), memoryGb: oneOf(0.5, 1) }, ["vcpu", "memoryGb"]).map(
        (recipe) => (scope: Construct) => InstanceSize.of(recipe(scope) as never),
      ),
      environment: this.named(name, text),
      secrets: this.named(name, this.reference()),
      scaling: this.map(SCALING),
      healthCheck: this.list(oneOf("/", "/healthz?a=b"), this.map(CHECK)).map(
        (recipe) => (scope: Construct) => {
          const [path, options] = recipe(scope) as [never, never];
          return HealthCheck.http(path, options);
        },
      ),
      instanceRole: role,
      accessRole: role,
      isPubliclyAccessible: flag,
      ipAddressType: oneOf("IPV4", "DUAL_STACK"),
      webAcl: someWebAcl,
      vpcConnector: this.list(vpcConnectorArn).map((recipe) => (scope: Construct) => {
        return VpcConnector.fromArn(scope, id(scope), ...(recipe(scope) as [never]));
      }),
      tracing: flag,
      redeployOnSecretChange: fc.oneof(flag, this.map({ timeoutMinutes: whole(1, 1440) })),
      preventDestroy: flag,
      kmsKeyArn,
      tags: this.tags(),
    };
  }

  private source(): Recipes {
    const repository: Recipes = fc.constantFrom<Recipe>(
      (scope) => new Repository(scope, id(scope), { repositoryName: "hello" }),
      (scope) => Repository.fromName(scope, id(scope), "hello"),
      (scope) =>
        Repository.fromArn(scope, id(scope), "arn:aws:ecr:eu-west-1:111122223333:repository/team/hello"),
    );
    const external = { externalDeployments: flag };
    const options = fc.oneof(
      this.map({ tag, autoDeploy: flag, ...external }, ["tag"]),
      this.map({ digest, tag, ...external }, ["digest"]),
    );
    const own = this.list(repository, options).map((recipe) => (scope: Construct) => {
      const [made, which] = recipe(scope) as [IRepository, never];
      return ImageSource.ecr(made, which);
    });
    const image = oneOf(
      "public.ecr.aws/a/b:latest",
      "public.ecr.aws/docker/library/nginx",
      `public.ecr.aws/a/b:1@sha256:${"0a".repeat(32)}`,
    );
    const gallery = this.list(image, this.map(external)).map((recipe) => (scope: Construct) => {
      return ImageSource.ecrPublic(...(recipe(scope) as [never, never]));
    });
    const cached = this.list(someCache, upstreamImage, this.map(external)).map(
      (recipe) => (scope: Construct) => {
        return ImageSource.pullThrough(...(recipe(scope) as [never, never, never]));
      },
    );
    return fc.oneof(own, gallery, cached);
  }

  private reference(): Recipes {
    const secret: Recipes = fc.constantFrom<Recipe>(
      (scope) => new Secret(scope, id(scope), { secretName: "hello" }),
      (scope) => Secret.fromName(scope, id(scope), "hello"),
      (scope) =>
        Secret.fromArn(scope, id(scope), "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf"),
    );
    const ofSecret = this.list(secret, fc.oneof(oneOf(undefined, "a-b.c/d"), token)).map(
      (recipe) => (scope: Construct) => new SecretReference(...(recipe(scope) as [never, never])),
    );
    const ofParameter: Recipes = fc.constant((scope) => Parameter.fromName(scope, id(scope), "a").value());
    const parameter: Recipes = fc.constant((scope) => Parameter.fromName(scope, id(scope), "a"));
    return fc.oneof(ofSecret, ofParameter, secret, parameter);
  }

  private domain(): Recipes {
    const zone: Recipes = fc.constantFrom<Recipe>(
      (scope) => HostedZone.lookup(scope, id(scope), { domainName: "example.com" }),
      (scope) => HostedZone.fromId(scope, id(scope), { domainName: "example.com", hostedZoneId: "Z1" }),
      (scope) => new HostedZone(scope, id(scope), { domainName: "example.com" }),
    );
    const shape = {
      service: someService,
      domainName: fc.oneof(domainName, token),
      zone,
      www: oneOf(false, false, true, "combined"),
      recordType: oneOf("A", "CNAME"),
      createValidationRecords: flag,
      adopt: this.map({ validationRecords: flag, trafficRecords: oneOf(false) }, [
        "validationRecords",
        "trafficRecords",
      ]),
    };
    return fc.oneof(
      this.map(shape, ["service", "domainName"]),
      this.map({ ...shape, routing: someRouting(this) }, ["service", "domainName", "zone", "routing"]),
    );
  }

  private base() {
    const local = this.map({ directory: oneOf("states") });
    const assumeRole = this.map({ roleArn, sessionName: oneOf("ci"), externalId: oneOf("x1") }, ["roleArn"]);
    const endpoints = this.map({
      s3: oneOf("https://s3.example.com"),
      sts: oneOf("https://sts.example.com"),
    });
    const bucket = this.map({ assumeRole, endpoints, workspaceKeyPrefix: oneOf("spaces"), useLockfile: oneOf(true), dynamodbTable: oneOf("locks"), bucket: oneOf("my-states"), region: oneOf("eu-west-1"), keyPrefix: oneOf("a/b"), kmsKeyArn, profile: oneOf("states") }, ["bucket", "region"]); // prettier-ignore
    const organization = this.map({ organization: oneOf("acme"), hostname: oneOf("app.terraform.io") }, ["organization"]); // prettier-ignore
    return {
      // The region and account of the ARNs in the other props.
      region: oneOf("eu-west-1"),
      accountId: fc.oneof(oneOf("111122223333"), token),
      profile: oneOf("default", "my profile"),
      assumeRoleArn: roleArn,
      defaultTags: this.tags(),
      backend: fc.oneof(
        local.map((recipe) => (scope: Construct) => Backend.local(recipe(scope) as never)),
        bucket.map((recipe) => (scope: Construct) => Backend.s3(recipe(scope) as never)),
        organization.map((recipe) => (scope: Construct) => Backend.hcpTerraform(recipe(scope) as never)),
      ),
    };
  }
}
