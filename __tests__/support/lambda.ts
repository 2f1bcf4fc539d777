import { Console } from "./console";
import type { World } from "./world";

/** An empty ZIP archive. */
const EMPTY_ZIP = Buffer.concat([Buffer.from("PK\u0005\u0006"), Buffer.alloc(18)]).toString("base64");

/** Lambda in moto. Nothing runs its functions. */
export class Lambda {
  constructor(private readonly world: World) {}

  /** Creates a function, and returns its ARN. */
  async create(name: string): Promise<string> {
    const Role = await new Console(this.world).createRole(name, { assumedBy: "lambda.amazonaws.com" });
    const { FunctionArn } = await this.call("POST", "/2015-03-31/functions", {
      FunctionName: name,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role,
      Code: { ZipFile: EMPTY_ZIP },
    });
    return String(FunctionArn);
  }

  /** Creates an alias of a function, and returns its ARN. */
  async createAlias(name: string, alias: string): Promise<string> {
    const { AliasArn } = await this.call("POST", `/2015-03-31/functions/${name}/aliases`, {
      Name: alias,
      FunctionVersion: "$LATEST",
    });
    return String(AliasArn);
  }

  /** The statements of a function's resource policy, or of its alias. */
  async permissions(name: string, alias?: string): Promise<unknown[]> {
    const query = alias === undefined ? "" : `?Qualifier=${alias}`;
    const { Policy } = await this.call("GET", `/2015-03-31/functions/${name}/policy${query}`);
    const { Statement } = JSON.parse((Policy as string | undefined) ?? '{"Statement":[]}') as {
      Statement: unknown[];
    };
    return Statement;
  }

  private async call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const scope = `test/20300101/${this.world.region}/lambda/aws4_request`;
    const reply = await fetch(`${this.world.moto.endpoint}${path}`, {
      method,
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
      body: body && JSON.stringify(body),
    });
    return (await reply.json()) as Record<string, unknown>;
  }
}
