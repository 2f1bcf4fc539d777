import { AppRunnerService, ImageSource, WebAcl, type WebAclProps } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

/** Changes from one apply to the next. */
interface Setting extends Partial<WebAclProps> {
  readonly isProtected?: boolean;
  readonly image?: string;
}

function define(stack: BaseStack, { isProtected = true, image = PUBLIC_IMAGE, ...props }: Setting): void {
  const webAcl = new WebAcl(stack, "Firewall", { name: "hello", ...props });
  new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecrPublic(image),
    webAcl: isProtected ? webAcl : undefined,
  });
}

describeEndToEnd("a service behind a web ACL", () => {
  let world: World;
  let deployment: Deployment;
  const synth = (setting: Setting = {}) => {
    deployment.synth((app, base) => {
      define(new BaseStack(app, "all", base), setting);
    });
  };
  const apply = async (setting: Setting = {}) => {
    synth(setting);
    await deployment.apply("all");
    await deployment.expectEmptyPlan("all");
  };
  const addresses = async () => {
    const state = await (await deployment.stack("all")).state();
    return state.map(({ type }) => type).filter((type) => type.startsWith("aws_wafv2"));
  };

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  test("is created with its web ACL in one apply", async () => {
    await apply({ allowedCidrs: ["192.0.2.0/24", "2001:db8::/32"], logRetentionDays: 30 });
    expect((await addresses()).toSorted()).toEqual([
      "aws_wafv2_ip_set",
      "aws_wafv2_ip_set",
      "aws_wafv2_web_acl",
      "aws_wafv2_web_acl_association",
      "aws_wafv2_web_acl_logging_configuration",
    ]);
  });

  test("keeps its web ACL if rules change and an IP set is removed", async () => {
    synth({ rateLimit: 100, blockedCidrs: ["198.51.100.0/24"], countOnly: true });
    const changes = Object.values(await deployment.plannedChanges("all"));
    expect(changes.toSorted()).toEqual(["create", "delete", "delete", "delete", "delete", "update"]);
    await deployment.apply("all");
    await deployment.expectEmptyPlan("all");
  });

  test("keeps running if its web ACL is removed", async () => {
    await apply({ isProtected: false });
    expect(await addresses()).toEqual(["aws_wafv2_web_acl"]);
    expect(world.appRunner.calls.of("CreateService")).toHaveLength(1);
  });

  test("leaves nothing behind after a destroy", async () => {
    const result = await (await deployment.stack("all")).destroy();
    expect(result.exitCode).toBe(0);
    expect(world.appRunner.isEmpty).toBe(true);
  });

  test("is not associated if its creation failed, and the error explains why", async () => {
    world.appRunner.failNextDeployment("the container stopped");
    synth();
    const run = await deployment.stack("all");
    const failed = await run.apply();
    expect(failed.exitCode).toBe(1);
    const service = (await run.state()).find(({ type }) => type === "aws_apprunner_service");
    const address = service?.address ?? "";
    expect((await run.run("untaint", address)).exitCode).toBe(0);
    const again = await run.plan();
    expect(flat(again.output)).toContain(
      "The service all/Api is CREATE_FAILED: AWS WAF does not accept a service in this state.",
    );
  });
});
