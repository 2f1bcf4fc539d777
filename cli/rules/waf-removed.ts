import type { ResourceChange, Value } from "../model";
import { textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { Problem, Rule } from "./rule";
import { readServiceName } from "./service";
import { describeCause, formatRegionOption, labelResource, quoteAddress } from "./wording";

const ASSOCIATION = "aws_wafv2_web_acl_association";

/** ARN of a service, with its name. */
const SERVICE_ARN = /^arn:[\w-]+:apprunner:[\w-]*:\d*:service\/(?<name>[^/]+)/;

/** Requests are no longer checked. */
export const wafRemoved: Rule = {
  name: "waf-removed",
  severity: "error",
  title: "A service loses its web ACL",
  reads: [SERVICE],
  *check(change) {
    const services = groupBy(findByType(change, SERVICE), ({ before }) => textAt(before, "arn"));
    const associated = groupBy(findByType(change, ASSOCIATION).filter(isCreated), ({ after }) =>
      textAt(after, "resource_arn"),
    );
    const order = new Map(change.stacks.map(({ name }, index) => [name, index]));
    for (const association of findByType(change, ASSOCIATION)) {
      const arn = textAt(association.before, "resource_arn") ?? "";
      const [service] = services.get(arn) ?? [];
      const name = SERVICE_ARN.exec(arn)?.groups?.name ?? (service && readServiceName(service));
      if (!isDestroyed(association) || name === undefined || (service && isDestroyed(service))) continue;
      const others = (associated.get(arn) ?? []).filter((other) => other !== association);
      yield describeLoss({ association, name, arn, other: others[0], order });
    }
  },
};

/** An association that is destroyed, although its service remains. */
interface Loss {
  readonly association: ResourceChange;
  /** Name of the service. */
  readonly name: string;
  /** ARN of the service. */
  readonly arn: string;
  /** The association that this change creates for the same service under a different address, if any. */
  readonly other?: ResourceChange;
  /** Position of each stack in the order of the apply. */
  readonly order: ReadonlyMap<string, number>;
}

function isCreated({ action }: ResourceChange): boolean {
  return action === "create" || action === "replace";
}

function describeLoss(loss: Loss): Problem {
  const { association, name, arn, other } = loss;
  if (other) return describeMove({ ...loss, other });
  if (association.action === "replace" && textAt(association.after, "resource_arn") === arn)
    return describeReplacement(loss);
  return {
    resource: association,
    message: `No web ACL checks requests to '${name}' any more, neither at its default URL nor at its domains.`,
    remedy: "Keep webAcl. To test without a rule, set the rule to count instead of block.",
  };
}

function describeReplacement({ association, name, arn }: Loss): Problem {
  const first = association.createBeforeDestroy;
  return {
    resource: association,
    message: first
      ? `'${name}' ends without a web ACL. The new association is created before the old one is destroyed, and the AWS provider destroys an ` +
        "association by removing the current web ACL of the service: the new one."
      : `The web ACL of '${name}' is removed before the new one is associated, because ${describeCause(association)}: requests in between are not checked.`,
    remedy: `${first ? "Remove create_before_destroy from the association. " : ""}${describeSwitch(association, arn)}`,
  };
}

function describeSwitch({ before, after }: ResourceChange, arn: string): string {
  if (isSameWebAcl(before, after)) {
    return "Its arguments stay the same: remove the taint, the -replace or the replace_triggered_by that replaces it, then plan again.";
  }
  return (
    "To change rules, keep the web ACL, its name and its scope. " +
    "To change to a different web ACL without a gap, create it next to the old one and apply. Then run " +
    `'aws wafv2 associate-web-acl --web-acl-arn <new ARN> --resource-arn ${arn}${formatRegionOption(arn)}', which switches at once. ` +
    "Then use the new one in the code: the plan no longer replaces the association. Remove the old one in a later change."
  );
}

function isSameWebAcl(before: Value, after: Value): boolean {
  const webAcl = textAt(before, "web_acl_arn");
  return webAcl !== undefined && webAcl === textAt(after, "web_acl_arn");
}

/** Two addresses for the same service: destroying the old association removes the web ACL, even if it is the new one. */
function describeMove({ association, name, other, order }: Required<Loss>): Problem {
  const distance = (order.get(other.stack) ?? 0) - (order.get(association.stack) ?? 0);
  const destroys = `destroying ${association.address} removes the current web ACL of the service, even the new one`;
  const outcome =
    distance > 0
      ? `Requests are not checked until ${other.stack} is applied`
      : distance < 0
        ? `The service ends without a web ACL, because ${association.stack} is applied after ${other.stack}, and ${destroys}`
        : `The service may end without a web ACL: Terraform does both in any order, and ${destroys}`;
  return {
    resource: association,
    message: `${association.address} is destroyed, and ${labelResource(other)} is created for the same service '${name}'. ${outcome}.`,
    remedy: describeMoveRemedy(association, other),
  };
}

function describeMoveRemedy({ address, stack, before }: ResourceChange, other: ResourceChange): string {
  const isSame = isSameWebAcl(before, other.after);
  if (isSame && stack === other.stack && other.action === "create") {
    return `Keep the construct id, or move the association, so that nothing changes:\n${labelResource(other)}: resource.moveFromId("${address}")`;
  }
  const folder = other.constructPath === undefined ? "" : ` in the folder cdktf.out/stacks/${stack}`;
  return (
    `${isSame ? "" : "Keep the old web ACL until a later change. "}Run the command below${folder}, then plan again and apply: Terraform then only creates ` +
    `the new association, and the service changes to its web ACL without a gap.\nterraform state rm ${quoteAddress(address)}`
  );
}
