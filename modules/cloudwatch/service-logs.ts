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
  /** Retention of the logs in days: a value that CloudWatch supports, such as 7, 30 or 365. */
  readonly retentionDays: number;
  /**
   * Whether Terraform imports the existing log groups and sets their retention. The ARN of the service must be known at synth
   * (`AppRunnerService.fromAttributes`), because the names of the groups contain its id. Destroying `ServiceLogs` keeps the groups and
   * their logs.
   *
   * @default false
   */
  readonly adopt?: boolean;
}

/**
 * The log groups that App Runner creates for a service, and their retention.
 *
 * App Runner creates the groups itself, without a retention and with the id of the service in their names. So Terraform cannot create them,
 * neither before the service nor after it. This construct either returns the commands that set the retention, or imports the groups.
 *
 * @example
 * const logs = new ServiceLogs(this, "Logs", { service, retentionDays: 30 });
 * console.log(logs.retentionCommands);
 */
export class ServiceLogs extends LocatedConstruct {
  /** Log group for the output of the container: one stream per instance. */
  public readonly applicationLogGroupName: string;
  /** Log group for what App Runner writes: events, builds and deployments. */
  public readonly serviceLogGroupName: string;
  /** AWS CLI commands that set the retention of both groups. */
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
    const { serviceName, serviceId } = props.service;
    const known = !isToken(serviceName) && !isToken(serviceId);
    const message = `'adopt' requires the ARN of the service at synth, but ${props.service.node.path} is created in this app: set the retention with 'retentionCommands', or adopt in a different stack with AppRunnerService.fromAttributes`;
    checks.that(props.adopt !== true || known, message).finish(ServiceLogs);
  }
}
