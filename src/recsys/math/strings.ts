/** Lists of words as bytes, so that they can stand among a model's arrays. */

/** UTF-8 of the list as JSON. */
export function encodeStrings(strings: readonly string[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(strings));
}

/** The list back. */
export function decodeStrings(bytes: Uint8Array): string[] {
  return JSON.parse(new TextDecoder().decode(bytes)) as string[];
}
