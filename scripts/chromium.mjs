/** Where this machine keeps a Chromium: `CHROME_PATH`, a command of a known name, or an application's usual place. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The path of a Chromium, or nothing. A `CHROME_PATH` that leads nowhere is an error. */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named && !executable(named)) throw new Error(`CHROME_PATH must be an executable file, got ${named}`);
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return named ?? [...candidates, ...places].find(executable);
}
