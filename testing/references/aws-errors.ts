/** What a call reads; `undefined` where AWS answers one of some errors. */
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
