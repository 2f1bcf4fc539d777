import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type AgeKey,
  createDecryption,
  createEncryption,
  generateKey,
} from "../../../cli/terraform/encryption";

/** Made with `age-keygen` and `age` 1.2.1, from `printf 'text of age'`. */
const OF_AGE = {
  identity: "AGE-SECRET-KEY-1T2L347SGD9ZWYXN4L6RF27V3ZRTH53LLLW2E22YW3VPVGLLM36CSZXVRQF",
  file: "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBVYm9sczNkNkZFZEo1RExxcnY5MUY4Mm9uZVFZU2hYQ2QvVFA4WkZaMVNrCkhvRVNMY01ETVFZMGNQL0xocFdWeTVsTzYweDFlcFp6Vlc5Skwva1ZmRTQKLS0tIDkvZzZLeWFTOWRsZkhXNGJNQ0RXdUl6NnNmeWs1TnVJRXpyeDNwK2tFeTgKgIGj8M7/ZwAvnsZizUcj//bPj21+GT/JVwhQBPxDy2SBwRO0ekrBIFx8bg==",
};

const OTHER_KIND = "a different kind of key: post-quantum keys, SSH keys and keys of plugins do not work";

describe("encryption", () => {
  let cwd: string;
  let key: AgeKey;
  let other: AgeKey;

  beforeAll(async () => {
    [key, other] = await Promise.all([generateKey(), generateKey()]);
  });

  beforeEach(() => {
    cwd = mkdtempSync(path.join(tmpdir(), "encryption-"));
  });

  afterEach(() => {
    rmSync(cwd, { recursive: true });
  });

  const at = (name: string): string => path.join(cwd, name);

  /** Encrypts bytes into a file. */
  async function encrypt(bytes: string | Buffer, ...recipients: string[]): Promise<void> {
    writeFileSync(at("plain"), bytes);
    const encryptFile = await createEncryption(recipients);
    await encryptFile(at("plain"), at("plan.age"));
  }

  /** Decrypts the file with an identity from the environment. */
  async function decrypt(identity: string): Promise<Buffer> {
    const decryptFile = await createDecryption(undefined, { cwd, env: { APP_RUNNER_IDENTITY: identity } });
    rmSync(at("plan"), { force: true });
    await decryptFile?.(at("plan.age"), at("plan"));
    return readFileSync(at("plan"));
  }

  /** Decrypts the file with a file of identities. */
  const openFile = async (text: string) => {
    writeFileSync(at("key.txt"), text);
    return createDecryption("key.txt", { cwd, env: {} });
  };

  const messageOf = async (failing: Promise<unknown>): Promise<string> =>
    failing.then(
      () => "",
      (error: unknown) => (error as Error).message,
    );

  test.each([0, 1, 65_535, 65_536, 65_537, 1_000_000])("restores a file of %i bytes", async (size) => {
    const bytes = Buffer.alloc(size, "secret ü");
    await encrypt(bytes, key.recipient);

    expect(readFileSync(at("plan.age")).includes("secret")).toBe(false);
    expect((await decrypt(key.identity)).equals(bytes)).toBe(true);
    expect(["plan", "plan.age"].map((name) => statSync(at(name)).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  test("decrypts a file of the age command", async () => {
    writeFileSync(at("plan.age"), Buffer.from(OF_AGE.file, "base64"));
    expect((await decrypt(OF_AGE.identity)).toString()).toBe("text of age");
  });

  test("decrypts with the identity of each recipient", async () => {
    await encrypt("text", key.recipient, other.recipient);
    expect((await decrypt(key.identity)).toString()).toBe("text");
    expect((await decrypt(other.identity)).toString()).toBe("text");
  });

  test("never overwrites a file", async () => {
    writeFileSync(at("plan.age"), "existing");
    await expect(encrypt("text", key.recipient)).rejects.toThrow("EEXIST");
    expect(readFileSync(at("plan.age"), "utf8")).toBe("existing");
  });

  test("names the public key of an identity that does not fit", async () => {
    await encrypt("text", key.recipient);
    const message = await messageOf(decrypt(other.identity));
    expect(message).toBe(
      `cannot decrypt plan.age: it was not encrypted to ${other.recipient}, or it is damaged. ` +
        "Pass the identity of a key that was given to 'app-runner plan --encrypt-to', or plan again",
    );
  });

  test.each<[what: string, damage: () => void]>([
    [
      "truncated at the end of a block",
      () => {
        truncateSync(at("plan.age"), statSync(at("plan.age")).size - 100_000 + 65_536 - 16);
      },
    ],
    [
      "truncated by one byte",
      () => {
        truncateSync(at("plan.age"), statSync(at("plan.age")).size - 1);
      },
    ],
    [
      "empty",
      () => {
        truncateSync(at("plan.age"), 0);
      },
    ],
    [
      "not encrypted",
      () => {
        writeFileSync(at("plan.age"), "text".repeat(10_000));
      },
    ],
    [
      "changed",
      () => {
        const bytes = readFileSync(at("plan.age"));
        bytes.fill(0, 20_000, 20_010);
        writeFileSync(at("plan.age"), bytes);
      },
    ],
  ])("fails for a file that is %s", async (_, damage) => {
    await encrypt(Buffer.alloc(100_000), key.recipient);
    damage();
    expect(await messageOf(decrypt(key.identity))).toContain("or it is damaged");
  });

  test("fails with the system's message if a file cannot be written", async () => {
    await encrypt("text", key.recipient);
    const decryptFile = await openFile(key.identity);
    const message = await messageOf(decryptFile?.(at("plan.age"), at("none/plan")) ?? Promise.resolve());
    expect(message).toContain(`cannot decrypt plan.age into ${at("none")} (ENOENT`);
  });

  describe("to recipients", () => {
    test.each<[what: string, recipient: () => string, got: string]>([
      ["an empty value", () => " \n", "an empty value"],
      ["one character", () => "a", "a value of 1 character that is not one"],
      ["only the prefix", () => "age1", "a value of 4 characters that is not one"],
      [
        "a changed key",
        () => `${key.recipient.slice(0, -1)}${key.recipient.endsWith("q") ? "p" : "q"}`,
        "a value of 62 characters that is not one",
      ],
      ["capital letters", () => key.recipient.toUpperCase(), "a value of 62 characters that is not one"],
      [
        "two keys in one value",
        () => `${key.recipient},${other.recipient}`,
        "several: pass '--encrypt-to' for each of them",
      ],
      [
        "two lines",
        () => `${key.recipient}\n${other.recipient}\n`,
        "several: pass '--encrypt-to' for each of them",
      ],
      ["a key of SSH", () => "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEx", OTHER_KIND],
      ["a post-quantum key", () => `age1pq1${"q".repeat(1952)}`, OTHER_KIND],
      [
        "a key of a plugin",
        () => "age1yubikey1qgqsp5z24ff2wkezx0x8vdsv7hwywhj68tp9m6hfchjuunlx8h5pzx33eal",
        OTHER_KIND,
      ],
      // Each shared secret with it is zero.
      [
        "a key of zeros",
        () => "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
        "a value of 62 characters that is not one",
      ],
    ])("refuses %s, and does not show it", async (_, recipient, got) => {
      const message = await messageOf(createEncryption([key.recipient, recipient()]));
      expect(message).toBe(
        "'--encrypt-to' must be an age public key, which begins with 'age1' and has 62 lower-case characters, but got " +
          `${got}. 'app-runner keygen' creates one`,
      );
    });

    test("ignores spaces and line breaks around a key", async () => {
      await encrypt("text", ` ${key.recipient}\r\n`);
      expect((await decrypt(key.identity)).toString()).toBe("text");
    });

    test.each(["toUpperCase", "toLowerCase"] as const)(
      "refuses an identity, and does not show it: %s",
      async (change) => {
        const message = await messageOf(createEncryption([key.identity[change]()]));
        expect(message).toContain("'--encrypt-to' must be a public key");
        expect(message.toUpperCase()).not.toContain(key.identity.slice(20));
      },
    );
  });

  describe("with identities", () => {
    test.each<[what: string, text: (key: string) => string]>([
      ["of app-runner keygen", (identity) => `# public key: age1\n${identity}\n`],
      ["of Windows", (identity) => `# created\r\n\r\n${identity}\r\n`],
      ["without a line break", (identity) => identity],
      ["with a byte order mark", (identity) => `\uFEFF${identity}\n`],
    ])("reads a file %s", async (_, text) => {
      await encrypt("text", key.recipient);
      const decryptFile = await openFile(text(key.identity));
      await decryptFile?.(at("plan.age"), at("plan"));
      expect(readFileSync(at("plan"), "utf8")).toBe("text");
    });

    test("tries each identity of a file", async () => {
      await encrypt("text", key.recipient);
      const decryptFile = await openFile(`${other.identity}\n${key.identity}\n`);
      await decryptFile?.(at("plan.age"), at("plan"));
      expect(readFileSync(at("plan"), "utf8")).toBe("text");
    });

    test.each([{}, { APP_RUNNER_IDENTITY: "" }])("needs one: %j", async (env) => {
      expect(await createDecryption(undefined, { cwd, env })).toBeUndefined();
    });

    test("prefers the file to the environment", async () => {
      writeFileSync(at("key.txt"), key.identity);
      const env = { APP_RUNNER_IDENTITY: "wrong" };
      expect(await createDecryption("key.txt", { cwd, env })).toBeInstanceOf(Function);
    });

    test.each<[what: string, text: (key: AgeKey) => string, message: string]>([
      ["empty", () => "", "key.txt does not contain an age identity"],
      ["only comments", () => "# public key: age1\n\n", "key.txt does not contain an age identity"],
      [
        "a mistyped identity",
        ({ identity }) => `# mine\n${identity.slice(0, -1)}${identity.endsWith("Q") ? "P" : "Q"}`,
        "line 2 of key.txt is not an age identity",
      ],
      ["a public key", ({ recipient }) => recipient, "line 1 of key.txt is not an age identity"],
      [
        "an identity with a passphrase",
        () => "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n",
        "74 characters. Identities with a passphrase, post-quantum keys, SSH keys and keys of plugins do not work",
      ],
      [
        "a post-quantum identity",
        () => "AGE-SECRET-KEY-PQ-1AAAA",
        "line 1 of key.txt is not an age identity",
      ],
      [
        "an identity of a plugin",
        () => "AGE-PLUGIN-YUBIKEY-1AAAA",
        "line 1 of key.txt is not an age identity",
      ],
      ["a key of SSH", () => "-----BEGIN OPENSSH PRIVATE KEY-----\nYWdl\n", "line 1 of key.txt is not"],
      ["a password", () => "correct horse", "line 1 of key.txt is not an age identity"],
    ])("refuses a file that is %s, and does not show it", async (_, text, expected) => {
      const message = await messageOf(openFile(text(key)));
      expect(message).toContain(expected);
      expect(message).not.toMatch(/horse|YWdl|AAAA|AGE-SECRET-KEY-1\w/);
    });

    test("names the variable if its value is not an identity", async () => {
      const failing = createDecryption(undefined, { cwd, env: { APP_RUNNER_IDENTITY: "password" } });
      const message = await messageOf(failing);
      expect(message).toContain("line 1 of APP_RUNNER_IDENTITY is not an age identity");
      expect(message).not.toContain("password");
    });

    test("refuses a file that does not exist, or is a folder", async () => {
      mkdirSync(at("folder"));
      const open = async (file: string) => messageOf(createDecryption(file, { cwd, env: {} }));
      expect(await open("none.txt")).toContain("cannot read the file of '--identity' (ENOENT");
      expect(await open("folder")).toContain("cannot read the file of '--identity' (EISDIR");
    });

    test("refuses an identity instead of a file, and does not show it", async () => {
      const message = await messageOf(createDecryption(key.identity, { cwd, env: {} }));
      expect(message).toContain("'--identity' must be a file with the identity, but got the identity");
      expect(message).not.toContain(key.identity);
      expect(existsSync(at(key.identity))).toBe(false);
    });
  });
});
