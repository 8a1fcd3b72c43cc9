/** `npm run notebook -- theory/baseline [--data folder] [--json file]`: executes one notebook in this terminal. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Output } from '../notebook/types';
import { nodeHost } from '../runtime/node';
import { executeNotebook, readNotebook } from './execute';
import { savedText } from './files';
import { outputText, progressText } from './text';

const USAGE = 'npm run notebook -- <part>/<chapter> [--data <folder>] [--json <file>]';
const isTerminal = process.stdout.isTTY === true;

/** Prints a cell's outputs as they come: finished ones whole, progress as a bar that moves where the terminal can. */
function printer() {
  const outputs: Output[] = [];
  let printed = 0;
  const flush = (upTo: number) => {
    for (; printed < upTo; printed++) {
      const output = outputs[printed];
      console.log(output.kind === 'progress' ? `${isTerminal ? '\r\u001b[K' : ''}${progressText(output)}` : outputText(output));
    }
  };
  return {
    take(events: { at: number; output: Output }[]) {
      for (const { at, output } of events) outputs[at] = output;
      flush(outputs.length - 1); // the last one may still change
      const last = outputs.at(-1);
      if (isTerminal && last?.kind === 'progress') process.stdout.write(`\r\u001b[K${progressText(last)}`);
    },
    end: () => flush(outputs.length),
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' }, json: { type: 'string' } } });
  if (positionals.length !== 1) throw new Error(`one notebook must be named: ${USAGE}`);
  const notebook = readNotebook(process.cwd(), positionals[0]);
  let print = printer();
  const executed = await executeNotebook(notebook, {
    host: await nodeHost({ data: values.data }),
    onStart: (cell) => {
      print = printer();
      console.log(`\n── ${cell.title} [${cell.id}]`);
    },
    onOutputs: (_, events) => print.take(events),
    onEnd: ({ isWrong, cell, cost }) => {
      print.end();
      console.log(`   ${(cost.ms / 1000).toFixed(2)} s${cell.options.throws && !isWrong ? ' · failed, as it is meant to' : ''}`);
      return !isWrong;
    },
  });
  if (values.json) {
    const cells = Object.fromEntries(executed.map(({ cell, outputs }) => [cell.id, { outputs }]));
    writeFileSync(values.json, savedText({ cells }));
  }
  const wrong = executed.find(({ isWrong }) => isWrong);
  if (wrong) throw new Error(`cell [${wrong.cell.id}] ${wrong.status === 'done' ? 'was meant to fail and did not' : wrong.status}`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
