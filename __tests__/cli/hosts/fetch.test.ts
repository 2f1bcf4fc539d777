import { explainFailure } from "../../../cli/hosts/fetch";

describe("why a request was not answered", () => {
  test("is the cause", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
    expect(explainFailure(new TypeError("fetch failed", { cause }))).toBe("connect ECONNREFUSED 127.0.0.1:1");
  });

  test("names NODE_EXTRA_CA_CERTS if the authority of the certificate is not known", () => {
    const code = "SELF_SIGNED_CERT_IN_CHAIN";
    const cause = Object.assign(new Error("self-signed certificate in certificate chain"), { code });
    expect(explainFailure(new TypeError("fetch failed", { cause }))).toBe(
      "self-signed certificate in certificate chain. Set NODE_EXTRA_CA_CERTS to the file with the certificate of its authority",
    );
  });
});
