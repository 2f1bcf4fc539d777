import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
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

/** States of a service in which AWS WAF does not take it. */
const REFUSED = ["CREATE_FAILED", "DELETE_FAILED", "DELETED"];

/**
 * Puts a web ACL before a service. AWS WAF refuses it for a service that failed to be created or deleted.
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
              `The service ${service.node.path} is ${status}: AWS WAF takes no such service. Mend it first: its logs say ` +
              "why it failed, and an update or a replacement brings it back.",
          },
        ],
      },
    });
  }
}
