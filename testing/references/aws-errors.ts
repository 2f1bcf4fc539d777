/** The result of a call, or `undefined` if it fails with one of these errors. */
export async function readUnless<T>(
  errorNames: readonly string[],
  reading: Promise<T>,
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && errorNames.includes(error.name)) return undefined;
    throw error;
  }
}
