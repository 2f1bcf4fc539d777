import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import { type IAppRunnerService, SERVICE } from "../apprunner/service-base";
import { addImportBlock } from "../core/adoption";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";
import { RETENTION_DAYS } from "./retention";

/** Props of `ServiceLogs`. */
export interface ServiceLogsProps {
  /** The service. */
  readonly service: IAppRunnerService;
  /** Days for which the logs are kept: a number that CloudWatch knows, such as 7, 30 or 365. */
  readonly retentionDays: number;
  /**
   * Whether Terraform takes over the log groups that App Runner made, to set their retention. They have to exist, and the service
   * has to be one whose ARN is known at synth (`AppRunnerService.fromAttributes`): their names hold its id. Destroying this leaves
   * the groups and their logs.
   *
   * @default false
   */
  readonly adopt?: boolean;
}

/**
 * The log groups that App Runner makes for a service, and how long they keep what is in them.
 *
 * App Runner makes the groups itself, with a name that holds the id of the service, and sets no retention: Terraform can make them
 * neither before the service nor after it. So this either tells the commands that set the retention, or takes the groups over.
 *
 * @example
 * const logs = new ServiceLogs(this, "Logs", { service, retentionDays: 30 });
 * console.log(logs.retentionCommands);
 */
export class ServiceLogs extends LocatedConstruct {
  /** What the container writes: one stream for each instance. */
  public readonly applicationLogGroupName: string;
  /** What App Runner writes: events, builds and deployments. */
  public readonly serviceLogGroupName: string;
  /** Commands of the AWS CLI that set the retention of both groups. */
  public readonly retentionCommands: readonly string[];

  public constructor(scope: Construct, id: string, props: ServiceLogsProps) {
    super(scope, id);
    this.validate(props);
    const { service, retentionDays, adopt } = props;
    const prefix = `/aws/apprunner/${service.serviceName}/${service.serviceId}`;
    this.applicationLogGroupName = `${prefix}/application`;
    this.serviceLogGroupName = `${prefix}/service`;
    const groups = { Application: this.applicationLogGroupName, Service: this.serviceLogGroupName };
    this.retentionCommands = Object.values(groups).map(
      (name) => `aws logs put-retention-policy --log-group-name ${name} --retention-in-days ${retentionDays}`,
    );
    if (!adopt) return;
    for (const [kind, name] of Object.entries(groups)) {
      const group = new CloudwatchLogGroup(this, kind, {
        name,
        retentionInDays: retentionDays,
        skipDestroy: true,
      });
      addImportBlock(group, name);
    }
  }

  private validate(props: ServiceLogsProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .kind("service", props.service, SERVICE)
      .choice("retentionDays", props.retentionDays, RETENTION_DAYS)
      .boolean("adopt", props.adopt);
    checks.throwIfAny();
    const known = !isToken(props.service.serviceArn);
    const message = `'adopt' needs the ARN of the service at synth: ${props.service.node.path} is made in this app, so set the retention with the 'retentionCommands', or adopt in another stack with AppRunnerService.fromAttributes`;
    checks.that(props.adopt !== true || known, message).finish(ServiceLogs);
  }
}
