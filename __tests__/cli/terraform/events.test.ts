import { parseEvent } from "../../../cli/terraform/events";

describe("events of Terraform", () => {
  test("are read from a line of JSON", () => {
    expect(parseEvent('{"type":"version","@message":"Terraform 1.11.4"}')).toMatchObject({
      type: "version",
      "@message": "Terraform 1.11.4",
    });
  });

  test.each(["", "[INFO] wrapper", "{", "null", "3", '{"type":"version"}', '{"@message":"x","type":1}'])(
    "finds none in %j",
    (line) => {
      expect(parseEvent(line)).toBeUndefined();
    },
  );
});
