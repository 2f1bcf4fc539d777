import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { type IRole, ROLE } from "../iam/role-base";

/** A Systems Manager parameter, created by this library or elsewhere. Its value is never read. */
export interface IParameter extends IConstruct {
  /** Name of the parameter, such as `/hello/log-level`. */
  readonly parameterName: string;
  /** ARN of the parameter. */
  readonly parameterArn: string;
  /** ARN of the customer KMS key that encrypts the value, if any. */
  readonly kmsKeyArn?: string;
  /** Version number of the value, if Terraform sets it. */
  readonly valueVersion?: string;
  /** References the value of the parameter, for an environment variable. */
  value(): ParameterReference;
  /**
   * Allows `role` to read this parameter only, and to decrypt it with its customer key.
   *
   * @param role role that reads
   */
  grantRead(role: IRole): void;
}

/** Source of an environment variable's value: a Systems Manager parameter. */
export class ParameterReference {
  /**
   * @param parameter the parameter
   */
  public constructor(public readonly parameter: IParameter) {}

  /** What App Runner reads: the parameter's ARN, which can be in a different region. */
  public get valueFrom(): string {
    return this.parameter.parameterArn;
  }
}

/** Base class of new and imported parameters. */
export abstract class ParameterBase extends LocatedConstruct implements IParameter {
  public abstract readonly parameterName: string;
  public abstract readonly parameterArn: string;
  public abstract readonly kmsKeyArn?: string;
  public abstract readonly valueVersion?: string;

  public value(): ParameterReference {
    return new ParameterReference(this);
  }

  public grantRead(role: IRole): void {
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions: ["ssm:GetParameters"], resources: [this.parameterArn] });
    if (this.kmsKeyArn !== undefined) {
      role.addToPolicy({ actions: ["kms:Decrypt"], resources: [this.kmsKeyArn] });
    }
  }
}

/** Recognizes a ParameterReference. */
export const PARAMETER_REFERENCE = new Kind<ParameterReference>(
  "a ParameterReference",
  "parameter.value()",
  ParameterReference,
);

/** Recognizes a Parameter. */
export const PARAMETER = new Kind<IParameter>("a Parameter", "Parameter.fromName(…)", ParameterBase);
