import { randomUUID } from "node:crypto";

/** The manifest of an image with one layer, different each time. */
export function manifest(): string {
  const digest = () => `sha256:${(randomUUID() + randomUUID()).replaceAll("-", "")}`;
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  const config = {
    mediaType: "application/vnd.docker.container.image.v1+json",
    size: 1024,
    digest: digest(),
  };
  const layer = {
    mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip",
    size: 4096,
    digest: digest(),
  };
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [layer] });
}
