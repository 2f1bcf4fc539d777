import { ApprunnerAutoScalingConfigurationVersion } from "@cdktf/provider-aws/lib/apprunner-auto-scaling-configuration-version";
import { ApprunnerConnection } from "@cdktf/provider-aws/lib/apprunner-connection";
import {
  ApprunnerService,
  type ApprunnerServiceSourceConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import { TerraformOutput } from "cdktf";
import { BaseStack } from "../../../stacks";
import { PUBLIC_IMAGE } from "../services";
import type { Baseline, Define, Scenario } from "./scenario";

/** Differences from the deployed stack. */
interface LegacyChange {
  readonly maxSize?: number;
  readonly autoDeploymentsEnabled?: boolean;
  readonly isCode?: boolean;
  readonly isGone?: boolean;
}

/** A service of provider resources, without the library. */
function legacy(name: "legacy" | "legacy-code", change: LegacyChange = {}): Define {
  return (app, base) => {
    const { maxSize = 5, autoDeploymentsEnabled = false, isCode = name === "legacy-code" } = change;
    const connections = new BaseStack(app, `${name}-connection`, base);
    const connection = new ApprunnerConnection(connections, "GitHub", {
      connectionName: name,
      providerType: "GITHUB",
    });
    const stack = new BaseStack(app, name, base);
    new TerraformOutput(stack, "connection", { value: connection.arn });
    const scaling = new ApprunnerAutoScalingConfigurationVersion(stack, "Scaling", {
      autoScalingConfigurationName: name,
      maxSize,
    });
    if (change.isGone) return;
    new ApprunnerService(stack, "Api", {
      serviceName: name,
      autoScalingConfigurationArn: scaling.arn,
      sourceConfiguration: { autoDeploymentsEnabled, ...(isCode ? codeOf(connection) : IMAGE) },
      networkConfiguration: { ingressConfiguration: { isPubliclyAccessible: true }, ipAddressType: "IPV4" },
    });
  };
}

const IMAGE: ApprunnerServiceSourceConfiguration = {
  imageRepository: {
    imageIdentifier: PUBLIC_IMAGE,
    imageRepositoryType: "ECR_PUBLIC",
    imageConfiguration: { port: "8000" },
  },
};

function codeOf(connection: ApprunnerConnection): ApprunnerServiceSourceConfiguration {
  return {
    authenticationConfiguration: { connectionArn: connection.arn },
    codeRepository: {
      repositoryUrl: "https://github.com/acme/legacy",
      sourceCodeVersion: { type: "BRANCH", value: "main" },
      codeConfiguration: { configurationSource: "REPOSITORY" },
    },
  };
}

function deployed(name: "legacy" | "legacy-code"): Baseline {
  return {
    define: legacy(name),
    fill: (world, stack) => {
      if (stack === `${name}-connection`) world.appRunner.completeHandshake(name);
      return Promise.resolve();
    },
  };
}

const LEGACY = deployed("legacy");

/** Changes of provider resources that the library rejects or makes harmless. */
export const RAW: readonly Scenario[] = [
  {
    name: "scaling-replaced-in-use",
    what: "A scaling configuration is destroyed before the next one is created, while the service uses it.",
    before: LEGACY,
    after: legacy("legacy", { maxSize: 10 }),
  },
  {
    name: "auto-deploy-refused",
    what: "Automatic deployments of a public image.",
    before: LEGACY,
    after: legacy("legacy", { autoDeploymentsEnabled: true }),
  },
  {
    name: "image-to-code",
    what: "The service runs code instead of an image.",
    before: LEGACY,
    after: legacy("legacy", { isCode: true }),
  },
  {
    name: "service-destroyed",
    what: "The service is removed.",
    before: LEGACY,
    after: legacy("legacy", { isGone: true }),
  },
  {
    name: "code-to-image",
    what: "The service runs an image instead of code.",
    before: deployed("legacy-code"),
    after: legacy("legacy-code", { isCode: false }),
  },
];
