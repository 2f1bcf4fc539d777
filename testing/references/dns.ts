import {
  paginateListHostedZones,
  ListResourceRecordSetsCommand,
  type HostedZone,
  type RRType,
  type Route53Client,
} from "@aws-sdk/client-route-53";

/** Whether a public hosted zone for the name has this CNAME. */
export async function hasCname(
  clients: readonly Route53Client[],
  name: string,
  value: string,
): Promise<boolean> {
  const found = await readRecord(clients, name, "CNAME");
  return found.some((target) => normalize(target) === normalize(value));
}

/** Whether the CAA records that apply to a name (those at the nearest parent) let Amazon issue certificates. */
export async function caaAllowsAmazon(clients: readonly Route53Client[], name: string): Promise<boolean> {
  for (
    let owner = name.replace(/^\*\./, "");
    owner.includes(".");
    owner = owner.slice(owner.indexOf(".") + 1)
  ) {
    const found = await readRecord(clients, owner, "CAA");
    if (found.length > 0) return found.some((value) => /\bamazon(?:trust|aws)?\.com\b/.test(value));
  }
  return true;
}

/** The values of a record in all public hosted zones for its name. */
async function readRecord(clients: readonly Route53Client[], name: string, type: RRType): Promise<string[]> {
  const values: string[] = [];
  for (const client of clients) {
    for (const zone of await findPublicZones(client, name)) {
      values.push(...(await readValues(client, zone, name, type)));
    }
  }
  return values;
}

async function findPublicZones(client: Route53Client, name: string): Promise<HostedZone[]> {
  const zones: HostedZone[] = [];
  for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {})) {
    zones.push(...HostedZones.filter((zone) => !zone.Config?.PrivateZone && isBelow(name, zone.Name ?? "")));
  }
  return zones;
}

async function readValues(
  client: Route53Client,
  zone: HostedZone,
  name: string,
  type: RRType,
): Promise<string[]> {
  const { ResourceRecordSets = [] } = await client.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: zone.Id,
      StartRecordName: name,
      StartRecordType: type,
      MaxItems: 1,
    }),
  );
  return ResourceRecordSets.filter(
    (set) => set.Type === type && normalize(set.Name ?? "") === normalize(name),
  )
    .flatMap((set) => set.ResourceRecords ?? [])
    .map((record) => record.Value ?? "");
}

function isBelow(name: string, zone: string): boolean {
  return `.${normalize(name)}`.endsWith(`.${normalize(zone)}`);
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
