/** The files of a drop, folders included. */

/** Files looked at in dropped folders, so that nobody's whole disk is walked through. */
const MOST = 10_000;

/** Must be called while the event is handled: what it holds is gone afterwards. */
export function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  return entries.length > 0 ? walk(entries) : Promise.resolve([...transfer.files]);
}

async function walk(entries: FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry && files.length < MOST; entry = waiting.shift()) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile) files.push(await promised<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    else waiting.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
  }
  return files;
}

/** A directory tells its entries a hundred at a time. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await promised<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || children.length >= MOST) return children;
    children.push(...some);
  }
}

function promised<T>(act: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
  return new Promise(act);
}
