import {
  AppRunnerService,
  CustomDomain,
  HostedZone,
  ImageSource,
  Key,
  Repository,
  Secret,
} from "../../../modules";
import { App, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BaseStack } from "../../../stacks";
import { createSecret } from "../existing";
import { PLANTED } from "../../fixtures/planted-secrets";
import { PUBLIC_IMAGE } from "../services";
import type { Baseline, Define, Scenario } from "./scenario";

/** Differences from the deployed stack. */
interface ShopChange {
  readonly serviceId?: string;
  readonly serviceName?: string;
  readonly hasServiceKey?: boolean;
  readonly hasRepositoryKey?: boolean;
  readonly www?: boolean | "combined";
  readonly isMoved?: boolean;
}

/** A repository, a key, a service and its domain in one stack, with an existing image and secret. */
function shop(change: ShopChange = {}): Define {
  return (app, base) => {
    const stack = new BaseStack(app, "shop", base);
    const { serviceId = "Api", www = true } = change;
    const key = new Key(stack, "Key", { alias: "shop", preventDestroy: false });
    new Repository(stack, "Images", {
      repositoryName: "shop",
      preventDestroy: false,
      kmsKeyArn: change.hasRepositoryKey ? key.keyArn : undefined,
    });
    const service = addService(stack, serviceId, {
      serviceName: change.serviceName,
      kmsKeyArn: change.hasServiceKey ? key.keyArn : undefined,
    });
    const zone = HostedZone.lookup(stack, "Zone", { domainName: "shop.example" });
    new CustomDomain(stack, "Domain", { service, domainName: "shop.example", zone, www });
    if (change.isMoved) moveAll(service);
  };
}

function addService(
  stack: TerraformStack,
  id: string,
  { serviceName = "shop", kmsKeyArn }: { readonly serviceName?: string; readonly kmsKeyArn?: string } = {},
): AppRunnerService {
  const secret = Secret.fromName(stack, "Sessions", "shop/sessions");
  return new AppRunnerService(stack, id, {
    serviceName,
    source: ImageSource.ecrPublic(PUBLIC_IMAGE),
    secrets: { SESSION_KEY: secret.wholeValue() },
    kmsKeyArn,
  });
}

/** Adds moves from the previous addresses of all resources of a service. */
function moveAll(service: AppRunnerService): void {
  const before = addService(new TerraformStack(new App(), "shop"), "Api");
  const resources = resourcesOf(service);
  resourcesOf(before).forEach((resource, index) =>
    resources[index]?.moveFromId(`${resource.terraformResourceType}.${resource.friendlyUniqueId}`),
  );
}

function resourcesOf(scope: Construct): TerraformResource[] {
  return scope.node
    .findAll()
    .filter((construct): construct is TerraformResource => TerraformResource.isTerraformResource(construct));
}

const SHOP: Baseline = {
  arrange: async (world) => {
    await world.createZone("shop.example");
    await createSecret(world, "shop/sessions", PLANTED.secretValue);
  },
  define: shop(),
};

/** Changes of a service and its domain in one stack. */
export const ONE_STACK: readonly Scenario[] = [
  {
    name: "service-rename-one-stack",
    what: "The service and its domain are renamed.",
    before: SHOP,
    after: shop({ serviceName: "shop-api" }),
  },
  {
    name: "kms-change",
    what: "The service is encrypted with a customer managed key.",
    before: SHOP,
    after: shop({ hasServiceKey: true }),
  },
  {
    name: "repository-kms",
    what: "The repository is encrypted with a customer managed key.",
    before: SHOP,
    after: shop({ hasRepositoryKey: true }),
  },
  { name: "www-toggle-off", what: "The domain loses www.", before: SHOP, after: shop({ www: false }) },
  {
    name: "www-combined-toggle",
    what: "One association replaces two: it has the domain and www.",
    before: SHOP,
    after: shop({ www: "combined" }),
  },
  {
    name: "renamed-construct",
    what: "Only the construct id of the service changes.",
    before: SHOP,
    after: shop({ serviceId: "WebApi" }),
  },
  {
    name: "moved-construct",
    what: "The construct id of the service changes, with moves.",
    before: SHOP,
    after: shop({ serviceId: "WebApi", isMoved: true }),
  },
];
