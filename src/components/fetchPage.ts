/** The page as the server wrote it: where the network is off, a chapter that was read before is on the device. Nothing where it is not. */
export async function fetchPage(address: string): Promise<Document | undefined> {
  try {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
  } catch {
    return undefined;
  }
}
