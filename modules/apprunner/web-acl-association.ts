import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { printPath } from "../core/expressions";
import type { IWebAcl } from "../wafv2/web-acl";

/** Props of a `WebAclAssociation`. */
export interface WebAclAssociationProps {
  /** ARN of the service. */
  readonly serviceArn: string;
  /** Status of the service at the last refresh. */
  readonly status: string;
  /** The web ACL. */
  readonly webAcl: IWebAcl;
}

/** States of a service in which AWS WAF rejects it. */
const REFUSED = ["CREATE_FAILED", "DELETE_FAILED", "DELETED"];

/**
 * Protects a service with a web ACL. AWS WAF rejects a service whose creation or deletion failed.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/waf.html
 */
export class WebAclAssociation extends Construct {
  public constructor(service: Construct, id: string, { serviceArn, status, webAcl }: WebAclAssociationProps) {
    super(service, id);
    new Wafv2WebAclAssociation(this, "Resource", {
      resourceArn: serviceArn,
      webAclArn: webAcl.webAclArn,
      lifecycle: {
        precondition: [
          {
            condition: `\${!contains(${JSON.stringify(REFUSED)}, ${status})}`,
            errorMessage:
              `The service ${printPath(service)} is ${status}: AWS WAF does not accept a service in this state. ` +
              "Its logs say why it failed. Fix the cause, then update or replace the service.",
          },
        ],
      },
    });
  }
}
