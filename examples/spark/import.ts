/** `npx tsx examples/spark/import.ts <folder>`: scores the model that Spark trained beside ours, on the log that both learned from. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { implicitAls, loadWorld } from 'recsys';
import { readAlsModel } from './layout';
import { recommenderOf } from './recommenderOf';

const [, , folder] = process.argv;
if (!folder) {
  console.error('usage: npx tsx examples/spark/import.ts <folder>');
  process.exit(2);
}
const { interactions, items } = await loadWorld((name) => readFile(new URL(`../../static/data/${name}`, import.meta.url)));
const size = { users: interactions.userIds.length, items: interactions.itemIds.length };
const spark = recommenderOf(await readAlsModel(join(folder, 'spark-model'), size), interactions);
const ours = await implicitAls(interactions, { factors: spark.factors, iterations: 10 });
let shared = 0;
for (let user = 0; user < size.users; user++) {
  const own = new Set(ours.recommend(user).items);
  shared += spark.recommend(user).items.filter((item) => own.has(item)).length / 10 / size.users;
}
console.log(`of ten films, the two lists share ${(10 * shared).toFixed(1)}; the first user's, by Spark:`);
for (const item of spark.recommend(0).items) console.log(`  ${items[item].title}`);
