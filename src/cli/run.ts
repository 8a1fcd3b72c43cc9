/** `npm run notebook -- theory/baseline [--data path] [--json file] [--export file]`: runs one notebook in the terminal. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { nodeHost } from '../runtime/node';
import { runNotebook } from '../runtime/runNotebook';
import { columnsOf } from './columns';
import { listNotebooks, readNotebook } from './notebooks';
import { savedText } from './savedText';
import { outputStream } from './stream';

/** The name under which a notebook leaves what others load: `const artefact = model.toBuffer(…)`. */
const EXPORTED = 'artefact';

const USAGE = `usage: npm run notebook -- <notebook> [--data <path> [--columns <names>]] [--json <file>] [--export <file>]

  <notebook>         such as theory/baseline, or a file, such as one downloaded from a chapter
  --data <path>      run on a folder or zip of MovieLens or KION, or on another world, instead of the built-in one
  --columns <names>  which column of --data, then a table of any kind, is what: user=who,item=what,value=stars,time=when,
                     by name in its header or by place from 0; value and time may be left out
  --json <file>      write all outputs to a file
  --export <file>    write the ArrayBuffer that the notebook declares as \`${EXPORTED}\`, such as a model for \`npm run serve\`, to a file`;

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: text, columns: text, json: text, export: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help || positionals.length !== 1) {
    const known = (await listNotebooks(process.cwd())).map((one) => `  ${one}`).join('\n');
    console.log(`${USAGE}\n\nnotebooks:\n${known}`);
    return values.help ? 0 : 2;
  }
  if (values.columns !== undefined && values.data === undefined) throw new Error('--columns must come with --data');
  const notebook = await readNotebook(process.cwd(), positionals[0]);
  const stream = outputStream(process.stdout);
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  const { saved, failure, value } = await runNotebook(notebook, {
    host: nodeHost({ data: values.data, columns: values.columns === undefined ? undefined : columnsOf(values.columns) }),
    signal: controller.signal,
    onCell: (cell) => process.stdout.write(`\n── [${cell.id}] ${cell.title}\n`),
    onOutputs: (_, events) => events.forEach(({ at, output }) => stream.show(at, output)),
    onEnd: ({ cost }) => {
      stream.end();
      process.stdout.write(
        `   ${(cost.ms / 1000).toFixed(2)} s${cost.tensors ? `, ${cost.tensors} tensors on ${cost.backend}` : ''}\n`,
      );
    },
  });
  if (values.json !== undefined) await writeFile(values.json, savedText(saved));
  if (values.export !== undefined && !failure) await writeFile(values.export, exported(value, notebook.path));
  if (failure) console.error(`\n${failure}`);
  return failure ? 1 : 0;
}

function exported(value: (name: string) => unknown, notebook: string): Uint8Array {
  const buffer = value(EXPORTED);
  if (!(buffer instanceof ArrayBuffer)) {
    throw new Error(`${notebook} must declare an ArrayBuffer as \`${EXPORTED}\` to be exported, got ${typeof buffer}`);
  }
  return new Uint8Array(buffer);
}

// `npm run notebook … | head` closes the pipe: what is left has no reader
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
