import { inflateRawSync } from "node:zlib";

/** The files of a package by their paths, read by its directory. */
export function unzip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const files = new Map<string, string>();
  for (let file = 0; file < count; file += 1) {
    const packed = bytes.readUInt32LE(at + 20);
    const name = bytes.toString("utf8", at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    files.set(name, inflateRawSync(bytes.subarray(start, start + packed)).toString("utf8"));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}
