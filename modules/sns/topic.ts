import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Lazy } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { arnCheck } from "../core/arn";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { childId } from "../core/naming";
import { SERVICE_PRINCIPAL } from "../core/patterns";
import { requireSamePlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { claimName } from "../core/unique-names";
import { display } from "../core/values";
import { WITHOUT_SOURCE_ACCOUNT } from "../iam/policy";
import { type IKey, KEY } from "../kms/key";

/** An SNS topic, created by this library or imported. */
export interface ITopic extends IConstruct {
  /** ARN of the topic. */
  readonly topicArn: string;
  /**
   * Allows an AWS service to publish to the topic. Has no effect on an imported topic: its own policy must allow the service.
   *
   * @param servicePrincipal principal of the service, such as `cloudwatch.amazonaws.com`
   */
  allowService(servicePrincipal: string): void;
}

/** Props of a `Topic`. */
export interface TopicProps {
  /** Name: 1 to 256 letters, digits, `-` and `_`. Changing it replaces the topic. */
  readonly topicName: string;
  /**
   * Addresses that receive an email for each message. Each must first confirm its subscription with the link in an email from SNS.
   *
   * @default - none
   */
  readonly emailAddresses?: readonly string[];
  /**
   * Customer managed KMS key that encrypts the stored messages. A `Key` of this library allows the publishing services automatically. The
   * policy of an imported key must allow them `kms:Decrypt` and `kms:GenerateDataKey`.
   *
   * @default - no KMS encryption: CloudWatch and EventBridge cannot use `alias/aws/sns`
   */
  readonly key?: IKey;
  /**
   * Tags of the topic, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const NAME = {
  pattern: /^[A-Za-z0-9_-]{1,256}$/,
  allowed: "1 to 256 letters, digits, '-' and '_'",
  mixed: allowCharacters("A-Za-z0-9_-"),
};
const EMAIL = {
  pattern: /^[^\s@<>,;"$%]{1,64}@[^\s@<>,;"$%]{1,255}$/,
  allowed:
    "an email address, such as 'team@example.com', at most 64 characters before the '@' and 255 after it",
  mixed: allowCharacters('^\\s<>,;"$%'),
};
const ARN = {
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  allowed:
    "the ARN of a topic with a name of 1 to 256 characters, such as 'arn:aws:sns:eu-west-1:111122223333:alarms'",
  mixed: arnCheck("sns", ""),
};

/**
 * An SNS topic for alarms and events, with email subscriptions.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 * @example
 * const topic = new Topic(this, "Topic", { topicName: "hello-alarms", emailAddresses: ["team@example.com"] });
 * new ServiceAlarms(this, "Alarms", { service, topic });
 */
export class Topic extends LocatedConstruct implements ITopic {
  /**
   * Refers to an existing topic by its ARN. The topic is not looked up, and its policy is not changed.
   *
   * @param scope parent construct of the reference
   * @param id construct id
   * @param topicArn ARN of the topic
   * @throws ValidationError if the ARN is not that of a topic
   */
  public static fromArn(scope: Construct, id: string, topicArn: string): ITopic {
    return new ImportedTopic(scope, id, topicArn);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: SnsTopic;
  public readonly topicArn: string;
  private readonly services = new Set<string>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: TopicProps,
  ) {
    super(scope, id);
    this.validate();
    const { topicName, emailAddresses = [], key, tags } = props;
    this.resource = new SnsTopic(this, "Resource", { name: topicName, kmsMasterKeyId: key?.keyArn, tags });
    this.topicArn = this.resource.arn;
    claimName(this, { prop: "topicName", name: topicName, resource: this.resource });
    requireSamePlace(this, [key && { prop: "key", thing: key, arn: key.keyArn, same: "region" }]);
    const subscriptions = new Construct(this, "Emails");
    for (const endpoint of emailAddresses) {
      new SnsTopicSubscription(subscriptions, childId(endpoint), {
        topicArn: this.topicArn,
        protocol: "email",
        endpoint,
      });
    }
  }

  public allowService(servicePrincipal: string): void {
    new PropertyChecks(this).literal("servicePrincipal", servicePrincipal, SERVICE_PRINCIPAL).throwIfAny();
    if (this.services.has(servicePrincipal)) return;
    if (this.services.size === 0) this.addPolicy();
    this.services.add(servicePrincipal);
    this.props.key?.allowService?.(servicePrincipal);
  }

  /** Adds the policy for AWS services. IAM policies still decide which principals of the account may use the topic. */
  private addPolicy(): void {
    const { accountId } = new DataAwsCallerIdentity(this, "Account", {});
    const buildStatement = (Service: string): object => ({
      Effect: "Allow",
      Principal: { Service },
      Action: "sns:Publish",
      Resource: this.topicArn,
      ...(WITHOUT_SOURCE_ACCOUNT.includes(Service)
        ? {}
        : { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
    });
    const produce = (): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [...this.services].sort().map(buildStatement) });
    new SnsTopicPolicy(this, "Policy", { arn: this.topicArn, policy: Lazy.stringValue({ produce }) });
  }

  private validate(): void {
    const { props } = this;
    const checks = new PropertyChecks(this)
      .props("props", props)
      .string("topicName", props.topicName, NAME)
      .tags("tags", props.tags);
    const addresses = new Set<unknown>();
    checks.list("emailAddresses", props.emailAddresses, (prop, address) => {
      checks.literal(prop, address, EMAIL);
      checks.that(!addresses.has(address), `'${prop}' must be unique, got ${display(address)} twice`);
      addresses.add(address);
    });
    checks.optional.kind("key", props.key, KEY);
    checks.finish(Topic);
  }
}

class ImportedTopic extends LocatedConstruct implements ITopic {
  public constructor(
    scope: Construct,
    id: string,
    public readonly topicArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("topicArn", topicArn, ARN).throwIfAny();
  }

  /** Does nothing: the policy of an imported topic is managed elsewhere. */
  public allowService(): void {
    return;
  }
}

/** Kind of topics. */
export const TOPIC = new Kind<ITopic>("a Topic", "new Topic(…)", Topic, ImportedTopic)
  .suggests(suggestForText(ARN, (arn) => `Topic.fromArn(this, "Topic", ${arn})`))
  .suggests(
    suggestForText(
      EMAIL,
      (address) => `new Topic(this, "Topic", { topicName: "alarms", emailAddresses: [${address}] })`,
    ),
  );
