import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { AppRunnerClient, type CreateServiceRequest } from "@aws-sdk/client-apprunner";

import { AppRunnerStandIn, type AppRunnerStandInOptions } from "../../testing";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";

/** A stand-in with the real AWS client. The rest of AWS is only a Route 53 without zones. */
export interface Setup {
  readonly standIn: AppRunnerStandIn;
  readonly client: AppRunnerClient;
  readonly stop: () => Promise<void>;
}

const noDelays = {
  deployment: 1,
  rollback: 1,
  pause: 1,
  deletion: 1,
  domainCreation: 1,
  certificateBinding: 1,
  domainDeletion: 1,
  ingressConnection: 1,
};

/** Starts a stand-in for a unit test. */
export async function setUp(options: AppRunnerStandInOptions = {}): Promise<Setup> {
  const empty = createServer((_, response) => response.end("<Response><HostedZones/></Response>"));
  await new Promise<void>((resolve) => empty.listen(0, "127.0.0.1", resolve));
  const awsEndpoint = `http://127.0.0.1:${(empty.address() as AddressInfo).port}`;
  const standIn = await AppRunnerStandIn.start({ awsEndpoint, delays: noDelays, ...options });
  const client = new AppRunnerClient({
    endpoint: standIn.endpoint,
    region: "us-east-1",
    credentials: TEST_CREDENTIALS,
    maxAttempts: 1,
  });
  const stop = async () => {
    client.destroy();
    await standIn.stop();
    empty.closeAllConnections();
    empty.close();
  };
  return { standIn, client, stop };
}

/** A service without references outside of App Runner. */
export function publicService(ServiceName: string): CreateServiceRequest {
  return {
    ServiceName,
    SourceConfiguration: {
      AutoDeploymentsEnabled: false,
      ImageRepository: {
        ImageIdentifier: "public.ecr.aws/aws-containers/hello-app-runner:latest",
        ImageRepositoryType: "ECR_PUBLIC",
        ImageConfiguration: { Port: "8000" },
      },
    },
  };
}

/** Returns a value that must exist. */
export function defined<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("a value is missing");
  return value;
}
