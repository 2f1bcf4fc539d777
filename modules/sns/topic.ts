import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Lazy } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { childId } from "../core/naming";
import { SERVICE_PRINCIPAL } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { display } from "../core/values";
import { WITHOUT_SOURCE_ACCOUNT } from "../iam/policy";
import { type IKey, KEY } from "../kms/key";

/** An SNS topic that tells people and machines what happens, made by this library or elsewhere. */
export interface ITopic extends IConstruct {
  /** ARN of the topic. */
  readonly topicArn: string;
  /**
   * Allows an AWS service to publish to the topic. A topic that was made elsewhere has a policy of its own, which has to allow it.
   *
   * @param servicePrincipal the service, such as `cloudwatch.amazonaws.com`
   */
  allowService(servicePrincipal: string): void;
}

/** Props of a `Topic`. */
export interface TopicProps {
  /** Name: 1 to 256 letters, digits, `-` and `_`. Another name is another topic. */
  readonly topicName: string;
  /**
   * Addresses that get an email for each message. SNS asks each of them first: until the link in that email is followed, nothing
   * is sent.
   *
   * @default - none
   */
  readonly emailAddresses?: readonly string[];
  /**
   * Customer KMS key that encrypts messages while SNS keeps them. A `Key` of this library is told which services publish; the
   * policy of another one has to allow them `kms:Decrypt` and `kms:GenerateDataKey`.
   *
   * @default - not encrypted by a key: CloudWatch and EventBridge may not use `alias/aws/sns`
   */
  readonly key?: IKey;
  /**
   * Tags of the topic, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAME = {
  pattern: /^[A-Za-z0-9_-]{1,256}$/,
  allowed: "1 to 256 letters, digits, '-' and '_'",
};
const EMAIL = {
  pattern: /^[^\s@<>,;"$%]{1,64}@[^\s@<>,;"$%]{1,255}$/,
  allowed: "an email address, such as 'team@example.com'",
};
const ARN = {
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  allowed: "the ARN of a topic, such as 'arn:aws:sns:eu-west-1:111122223333:alarms'",
};

/**
 * An SNS topic for alarms and events, with the addresses that get them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 * @example
 * const topic = new Topic(this, "Topic", { topicName: "hello-alarms", emailAddresses: ["team@example.com"] });
 * new ServiceAlarms(this, "Alarms", { service, topic });
 */
export class Topic extends LocatedConstruct implements ITopic {
  /**
   * A topic that exists already. Nothing is looked up, and its policy is left alone.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param topicArn ARN of the topic
   * @throws ValidationError when the ARN is none of a topic
   */
  public static fromArn(scope: Construct, id: string, topicArn: string): ITopic {
    return new ImportedTopic(scope, id, topicArn);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
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

  /** Whoever may do something in the account by the policies of IAM still may: this is for services only. */
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
      checks.that(!addresses.has(address), `'${prop}' must be new, got ${display(address)} twice`);
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

  /** Its policy is not ours. */
  public allowService(): void {
    return;
  }
}

/** Kind of the objects that are a Topic. */
export const TOPIC = new Kind<ITopic>("a Topic", "new Topic(…)", Topic, ImportedTopic);
