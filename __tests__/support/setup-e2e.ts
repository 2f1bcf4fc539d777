/** A scenario with several applies takes minutes, because the provider polls. */
jest.setTimeout(9 * 60_000);
