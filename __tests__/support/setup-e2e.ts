/** Terraform and the provider's own polling take minutes for a scenario of several applies. */
jest.setTimeout(9 * 60_000);
