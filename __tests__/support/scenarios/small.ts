import { AppRunnerService, type AppRunnerServiceProps, ImageSource } from "../../../modules";
import { BaseStack, type BaseStackProps } from "../../../stacks";
import { PUBLIC_IMAGE } from "../services";
import type { Define } from "./scenario";

/**
 * A stack with a service `Api` that runs a public image, and with the additions of `build`. Stack and service have the same
 * name.
 */
export function small(
  name: string,
  build: (stack: BaseStack) => Partial<AppRunnerServiceProps> | undefined = () => undefined,
  more: (service: AppRunnerService, stack: BaseStack) => void = () => undefined,
  stackProps: Partial<BaseStackProps> = {},
): Define {
  return (app, base) => {
    const stack = new BaseStack(app, name, { ...base, ...stackProps });
    const source = ImageSource.ecrPublic(PUBLIC_IMAGE);
    const service = new AppRunnerService(stack, "Api", { serviceName: name, source, ...build(stack) });
    more(service, stack);
  };
}
