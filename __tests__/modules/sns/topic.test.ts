import type { TerraformStack } from "cdktf";
import { Key, Topic, type TopicProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

type Changes = Partial<Record<keyof TopicProps, unknown>>;

function create(stack: TerraformStack, changes: Changes = {}): Topic {
  return new Topic(stack, "Topic", { topicName: "alarms", ...changes } as TopicProps);
}

interface Statement {
  readonly Principal: { readonly Service: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: object;
}

describe("Topic", () => {
  test("creates an email subscription for each address", () => {
    const result = synth((stack) => create(stack, { emailAddresses: ["a@example.com", "b@example.com"] }));
    expect(result.only("aws_sns_topic")).toEqual({ name: "alarms" });
    expect(Object.values(result.resources("aws_sns_topic_subscription"))).toEqual(
      ["a@example.com", "b@example.com"].map((endpoint) => ({
        topic_arn: "${aws_sns_topic.Topic_BFC7AF6E.arn}",
        protocol: "email",
        endpoint,
      })),
    );
    expect(result.resources("aws_sns_topic_policy")).toEqual({});
  });

  test("allows each service to publish once, limited to this account if the service reports it", () => {
    const result = synth((stack) => {
      const topic = create(stack);
      for (const service of ["events", "cloudwatch", "events"])
        topic.allowService(`${service}.amazonaws.com`);
    });
    const policy = JSON.parse(String(result.only("aws_sns_topic_policy")["policy"])) as {
      readonly Statement: readonly Statement[];
    };
    expect(policy.Statement).toMatchObject([
      {
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: expect.stringMatching(/^\$\{aws_sns_topic\.Topic_\w+\.arn\}$/) as unknown,
        Condition: {
          StringEquals: { "aws:SourceAccount": expect.stringContaining("aws_caller_identity") as unknown },
        },
      },
      { Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish" },
    ]);
    expect(policy.Statement[1]).not.toHaveProperty("Condition");
  });

  test("allows the publishing services in the policy of its key, but not of an imported key", () => {
    const result = synth((stack) => {
      create(stack, { key: new Key(stack, "Key", { alias: "hello" }) }).allowService("events.amazonaws.com");
    });
    expect(result.only("aws_kms_key")["policy"]).toContain("events.amazonaws.com");
    const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    const other = synth((stack) => {
      create(stack, { key: Key.fromArn(stack, "Key", arn) }).allowService("events.amazonaws.com");
    });
    expect(other.only("aws_sns_topic")["kms_master_key_id"]).toBe(arn);
  });

  test.each<[Changes, string]>([
    [{ topicName: "a b" }, "'topicName' must be 1 to 256 letters, digits, '-' and '_', got 'a b'"],
    [
      { emailAddresses: ["nobody"] },
      "'emailAddresses[0]' must be an email address, such as 'team@example.com', at most 64 characters before the '@' and 255 after it, got 'nobody'",
    ],
    [{ emailAddresses: ["a@b.c", "a@b.c"] }, "'emailAddresses[1]' must be unique, got 'a@b.c' twice"],
    [{ emailAddresses: "a@b.c" }, "'emailAddresses' must be a list"],
    [{ key: "alias/hello" }, "'key' must be a Key, got 'alias/hello': write Key.fromAlias("],
  ])("rejects %j", (changes, fault) => {
    const { at, faults } = refusal((stack) => create(stack, changes));
    expect([at, faults.join()]).toEqual(["test/Topic", expect.stringContaining(fault)]);
  });

  test("rejects an invalid topic ARN", () => {
    expect(refusal((stack) => Topic.fromArn(stack, "It", "alarms")).faults).toEqual([
      "'topicArn' must be the ARN of a topic with a name of 1 to 256 characters, such as 'arn:aws:sns:eu-west-1:111122223333:alarms', got 'alarms'",
    ]);
  });
});
