/** Terraform and the provider's own polling take minutes for a scenario of several applies. */
jest.setTimeout(9 * 60_000);

/** Speaks of the Node versions of the SDK's future, which only these tests use. */
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
