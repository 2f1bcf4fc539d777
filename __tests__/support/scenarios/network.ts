import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput } from "cdktf";
import {
  AppRunnerService,
  ImageSource,
  ServiceAlarms,
  ServiceDashboard,
  Topic,
  VpcConnector,
  WebAcl,
  type AlarmOptions,
} from "../../../modules";
import { BaseStack } from "../../../stacks";
import { PUBLIC_IMAGE } from "../services";
import type { Baseline, Define, Scenario } from "./scenario";

/** Differences from the deployed stacks. */
interface PortalChange {
  /** Names of the subnets; empty for no VPC connector. */
  readonly subnets?: readonly ("a" | "b" | "c")[];
  readonly isProtected?: boolean;
  readonly rateLimit?: number;
  /** @default - those of the deployed stacks; `null` for none */
  readonly alarms?: AlarmOptions | null;
}

/** A stack with a VPC, and one with a service that is connected to it, with a web ACL and alarms. */
function portal(change: PortalChange = {}): Define {
  return (app, base) => {
    const { subnets = ["a", "b"], isProtected = true, rateLimit, alarms = {} } = change;
    const network = new BaseStack(app, "portal-network", base);
    const vpc = new Vpc(network, "Vpc", { cidrBlock: "10.0.0.0/16" });
    const made = Object.fromEntries(
      ["a", "b", "c"].map((name, index) => {
        const cidrBlock = `10.0.${index}.0/24`;
        return [name, new Subnet(network, `Private-${name}`, { vpcId: vpc.id, cidrBlock })];
      }),
    );
    const stack = new BaseStack(app, "portal", base);
    const all = Object.values(made).map(({ id }) => id);
    new TerraformOutput(stack, "subnets", { value: all });
    const subnetIds = subnets.map((name) => made[name]?.id ?? "");
    const connector = () =>
      new VpcConnector(stack, "Connector", { name: "portal", vpcId: vpc.id, subnetIds });
    const firewall = () => new WebAcl(stack, "Firewall", { name: "portal", rateLimit });
    const service = new AppRunnerService(stack, "Api", {
      serviceName: "portal",
      source: ImageSource.ecrPublic(PUBLIC_IMAGE),
      vpcConnector: subnets.length > 0 ? connector() : undefined,
      webAcl: isProtected ? firewall() : undefined,
    });
    if (alarms !== null) watch(stack, service, alarms);
  };
}

function watch(stack: BaseStack, service: AppRunnerService, options: AlarmOptions): void {
  const topic = new Topic(stack, "Topic", { topicName: "portal", emailAddresses: ["team@example.com"] });
  const alarms = new ServiceAlarms(stack, "Alarms", { ...options, service, topic });
  new ServiceDashboard(stack, "Dashboard", { service, alarms });
}

const PORTAL: Baseline = { define: portal() };

/** Changes of the network, the key and the alarms of a service. */
export const NETWORK_CHANGES: readonly Scenario[] = [
  {
    name: "vpc-change",
    what: "The VPC connector gets different subnets.",
    before: PORTAL,
    after: portal({ subnets: ["b", "c"] }),
  },
  {
    name: "vpc-connector-removed",
    what: "The service is disconnected from the VPC.",
    before: PORTAL,
    after: portal({ subnets: [] }),
  },
  {
    name: "waf-removed",
    what: "The web ACL is removed.",
    before: PORTAL,
    after: portal({ isProtected: false }),
  },
  {
    name: "waf-change",
    what: "The web ACL allows fewer requests.",
    before: PORTAL,
    after: portal({ rateLimit: 500 }),
  },
  {
    name: "alarm-removed",
    what: "One alarm is removed, and one gets a higher threshold.",
    before: PORTAL,
    after: portal({ alarms: { latencyMilliseconds: false, serverErrorRate: 20 } }),
  },
  {
    name: "monitoring-removed",
    what: "All alarms, the dashboard and the topic are removed.",
    before: PORTAL,
    after: portal({ alarms: null }),
  },
];
