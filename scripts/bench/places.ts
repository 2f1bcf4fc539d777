/** Loaded before the library: for the case `without-places` the library does not look for the places of constructs. */
if (process.argv[2] === "without-places") {
  const file = require.resolve("../../modules/core/source-location");
  require(file);
  const loaded = require.cache[file];
  if (!loaded) throw new Error(`${file} is not loaded as expected`);
  loaded.exports = { callerLocation: () => undefined };
}

export {};
