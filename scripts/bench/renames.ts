import { buildReview } from "../../cli/build-review";
import { priceServices } from "../../cli/cost/service-costs";
import { readPlan } from "../../cli/plan/read-plan";
import { buildStackReview } from "../../cli/plan/stack-review";
import { RULES } from "../../cli/rules/all-rules";

type Values = Readonly<Record<string, unknown>>;

/** What identifies a resource, for some types that rules look at. */
const TYPES: readonly (readonly [type: string, build: (index: number) => Values])[] = Object.entries({
  aws_apprunner_service: (index: number) => ({ service_name: `service-${index}`, source_configuration: [] }),
  aws_ecr_repository: (index: number) => ({ name: `service-${index}`, image_tag_mutability: "MUTABLE" }),
  aws_secretsmanager_secret: (index: number) => ({ name: `service-${index}/database` }),
  aws_cloudwatch_metric_alarm: (index: number) => ({
    alarm_name: `service-${index}-errors`,
    namespace: "AWS/AppRunner",
    dimensions: { ServiceName: `service-${index}` },
  }),
  aws_route53_record: (index: number) => ({
    name: `service-${index}.example.com`,
    type: "CNAME",
    zone_id: "Z0123456789",
    records: [`service-${index}.eu-west-1.awsapprunner.com`],
  }),
});

/** Writes a plan that destroys resources and creates them again with the same names, under new addresses. */
function writePlan(count: number): Buffer {
  const each = count / TYPES.length;
  const changes = TYPES.flatMap(([type, build]) =>
    Array.from({ length: each }, (_, index) => {
      const [values, head] = [build(index), { mode: "managed", type }];
      return [
        {
          ...head,
          address: `${type}.Old${index}`,
          change: { actions: ["delete"], before: values, after: null },
        },
        {
          ...head,
          address: `${type}.New${index}`,
          change: { actions: ["create"], before: null, after: values },
        },
      ];
    }),
  );
  return Buffer.from(JSON.stringify({ format_version: "1.2", resource_changes: changes.flat() }));
}

/**
 * Reviews plans in which so many resources are renamed, and returns the time in ms.
 *
 * @param repetitions number of reviews
 */
export function reviewRenames(count: number, repetitions: number): number {
  const plan = writePlan(count);
  const start = performance.now();
  for (let done = 0; done < repetitions; done++) {
    const stacks = [buildStackReview("app", readPlan("plan.json", plan))];
    buildReview({ stacks, synthesized: [], rules: RULES, severities: {}, price: priceServices });
  }
  return performance.now() - start;
}
