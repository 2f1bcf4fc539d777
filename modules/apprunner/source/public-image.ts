import { allowCharacters, canStartWith } from "../../core/mixed-text";
import type { StringRule } from "../../core/property-checks";

/** API model: ImageIdentifier. The alias and the name have single separators. */
const PATTERN =
  /^(?=.{1,1024}$)public\.ecr\.aws(\/[a-z0-9]+([._-][a-z0-9]+)*){2,}(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;
const REGISTRY = "public.ecr.aws/";
const FORM = "an image in the ECR Public Gallery, 'public.ecr.aws/<alias>/<name>:<tag>'";

/** An image whose registry is the ECR Public Gallery. */
const PUBLIC_IMAGE: StringRule = {
  pattern: PATTERN,
  allowed: `${FORM}, with a lowercase alias and name, single separators and a tag of at most 128 characters`,
  mixed: allowCharacters("\\w./:@\\-"),
};

/** An image of any other registry. */
const OTHER_IMAGE: StringRule = {
  pattern: PATTERN,
  allowed:
    `${FORM}, because App Runner only pulls from ECR ` +
    "(copy any other image to a Repository, or use a mirror such as 'public.ecr.aws/docker/library/nginx:latest')",
  mixed: (image) => canStartWith(image, REGISTRY) && PUBLIC_IMAGE.mixed?.(image) !== false,
};

/** Returns the rule for an image in the ECR Public Gallery. What it says depends on what is wrong with `image`. */
export function publicImageRule(image: unknown): StringRule {
  return typeof image === "string" && image.startsWith(REGISTRY) ? PUBLIC_IMAGE : OTHER_IMAGE;
}
