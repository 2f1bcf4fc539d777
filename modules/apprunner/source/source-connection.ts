import { ApprunnerConnection } from "@cdktf/provider-aws/lib/apprunner-connection";
import { TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { addProtectedImportBlock } from "../../core/adoption";
import { arnCheck, elementOf, parseArn } from "../../core/arn";
import { expression } from "../../core/expressions";
import { Kind } from "../../core/kind";
import { LocatedConstruct } from "../../core/located-construct";
import { appRunnerArn, appRunnerName } from "../../core/patterns";
import { PropertyChecks } from "../../core/property-checks";
import { suggestForText } from "../../core/suggestions";
import { buildAddress } from "../../core/terraform";
import { claimName } from "../../core/unique-names";
import { isToken } from "../../core/values";

/** Provider of a connection. */
export type SourceProviderType = "GITHUB" | "BITBUCKET";

/** A connection to a GitHub or Bitbucket account, created by this library or elsewhere. */
export interface ISourceConnection extends IConstruct {
  /** Name of the connection. */
  readonly connectionName: string;
  /** ARN of the connection. */
  readonly connectionArn: string;
  /** Provider of the connection, if known. */
  readonly providerType?: SourceProviderType;
  /** Status of the connection at the last refresh, if known. `AVAILABLE` after the handshake. */
  readonly status?: string;
}

/** Props of a `SourceConnection`. */
export interface SourceConnectionProps {
  /** Name: 4 to 32 letters, digits, `-` and `_`, starting with a letter or digit. A different name requires a new connection and handshake. */
  readonly connectionName: string;
  /** Provider of the code: `GITHUB` or `BITBUCKET`. */
  readonly providerType: SourceProviderType;
  /**
   * Whether Terraform imports the existing connection of this name instead of creating one.
   *
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Whether Terraform refuses to destroy or replace the connection. A new one requires a manual handshake.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the connection, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAME = appRunnerName(32);
const ARN = {
  pattern: appRunnerArn("connection", "(/[A-Za-z0-9]+)?", 32),
  allowed:
    "the ARN of a connection, 'arn:aws:apprunner:<region>:<account>:connection/<name>/<id>', where <name> has 4 to 32 characters",
  mixed: arnCheck("apprunner", "connection/"),
};

/**
 * A connection through which App Runner reads the repositories of a GitHub or Bitbucket account. Any number of services can
 * share it.
 *
 * Someone must complete its handshake once, in the console: `handshake` says how.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-connections.html
 * @example
 * const connection = new SourceConnection(this, "GitHub", {
 *   connectionName: "github",
 *   providerType: "GITHUB",
 * });
 */
export class SourceConnection extends LocatedConstruct implements ISourceConnection {
  /**
   * References an existing connection. Nothing is looked up, so a missing handshake is not detected.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param connectionArn `arn:aws:apprunner:<region>:<account>:connection/<name>/<id>`
   * @throws ValidationError if `connectionArn` is not the ARN of a connection
   */
  public static fromArn(scope: Construct, id: string, connectionArn: string): ISourceConnection {
    return new ImportedConnection(scope, id, connectionArn);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: ApprunnerConnection;
  public readonly connectionName: string;
  public readonly connectionArn: string;
  public readonly providerType: SourceProviderType;
  /** Status of the connection at the last refresh: `PENDING_HANDSHAKE`, `AVAILABLE` or `ERROR`. */
  public readonly status: string;
  /** Instructions to complete the handshake, for an output, or a note that no action is needed. */
  public readonly handshake: string;

  public constructor(scope: Construct, id: string, props: SourceConnectionProps) {
    super(scope, id);
    new PropertyChecks(this)
      .props("props", props)
      .string("connectionName", props.connectionName, NAME)
      .oneOf("providerType", props.providerType, ["GITHUB", "BITBUCKET"])
      .boolean("preventDestroy", props.preventDestroy)
      .boolean("adopt", props.adopt)
      .tags("tags", props.tags)
      .finish(SourceConnection);

    this.resource = new ApprunnerConnection(this, "Resource", {
      connectionName: props.connectionName,
      providerType: props.providerType,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    if (props.adopt) addProtectedImportBlock(this.resource, props.connectionName);
    this.connectionName = props.connectionName;
    this.connectionArn = this.resource.arn;
    this.providerType = props.providerType;
    this.status = this.resource.status;
    claimName(this, { prop: "connectionName", name: props.connectionName, resource: this.resource });
    this.handshake = this.handshakeOrNothing();
  }

  private handshakeOrNothing(): string {
    const address = buildAddress(this.resource);
    const steps = describeHandshake(`\${${address}.connection_name}`, `\${split(":", ${address}.arn)[3]}`);
    const done = "The connection is available: no action is needed.";
    const code = `${address}.status == "AVAILABLE" ? "${done}" : "${steps}"`;
    return expression(code, TerraformStack.of(this));
  }
}

class ImportedConnection extends LocatedConstruct implements ISourceConnection {
  public readonly connectionName: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly connectionArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("connectionArn", connectionArn, ARN).throwIfAny();
    // A token after the type can contain both the name and the id.
    const [name = "", ...others] = parseArn(connectionArn, "connection/").resource?.split("/") ?? [];
    const isKnown = name !== "" && (others.length > 0 || !isToken(name));
    this.connectionName = isKnown ? name : elementOf(connectionArn, "/", 1);
  }
}

/** Returns instructions to complete the handshake of a connection. */
export function describeHandshake(connectionName: string, region: string): string {
  return (
    `Open https://console.aws.amazon.com/apprunner/home?region=${region}, choose 'Connected accounts', ` +
    `select the connection '${connectionName}' and choose 'Complete handshake'.`
  );
}

/** Kind of a SourceConnection. */
export const SOURCE_CONNECTION = new Kind<ISourceConnection>(
  "a SourceConnection",
  "new SourceConnection(…)",
  SourceConnection,
  ImportedConnection,
).suggests(suggestForText(ARN, (arn) => `SourceConnection.fromArn(this, "Connection", ${arn})`));
