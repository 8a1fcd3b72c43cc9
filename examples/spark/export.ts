/** `npx tsx examples/spark/export.ts <folder>`: the built-in world's log and a model trained on it, as Spark reads them, and the options for als.py. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { implicitAls, loadWorld } from 'recsys';
import { sparkOptions } from './mapping';
import { writeAlsModel, writeLog } from './layout';

const [, , folder] = process.argv;
if (!folder) {
  console.error('usage: npx tsx examples/spark/export.ts <folder>');
  process.exit(2);
}
const options = { factors: 32, iterations: 10 };
const { interactions } = await loadWorld((name) => readFile(new URL(`../../static/data/${name}`, import.meta.url)));
await writeLog(join(folder, 'log'), interactions);
await writeAlsModel(join(folder, 'model'), await implicitAls(interactions, options));
const rows = interactions.users.length / interactions.userIds.length;
const { rank, maxIter, alpha, regParam } = sparkOptions(options, { rows, items: interactions.itemIds.length });
console.log(
  `spark-submit examples/spark/als.py ${folder} --rank ${rank} --max-iter ${maxIter} --alpha ${alpha.toFixed(4)} --reg-param ${regParam.toFixed(5)}`,
);
