/** Draws the charts and tables of `bench/results` again from the saved numbers: `npm run bench -- redraw`. */
import { buildsTable } from './buildsResult';
import { drawModels } from './charts';
import { memoryTable } from './memoryResult';
import { modelsTable } from './modelsTable';
import { drawNeural } from './neuralChart';
import { neuralTable } from './neuralResult';
import { load, save } from './report';
import { drawScale } from './scaleChart';
import { runningTable } from './runningResult';
import { savedTable } from './savedResult';
import { scaleTable } from './scaleTable';
import type { BuildsResult } from './buildsResult';
import type { MemoryResult } from './memoryResult';
import type { ModelsResult } from './modelsTable';
import type { NeuralResult } from './neuralResult';
import type { RunningResult } from './runningResult';
import type { SavedResult } from './savedResult';
import type { ScaleResult } from './scaleResult';

/** Redraws what there is. */
export async function redraw(): Promise<void> {
  const models = load<ModelsResult>('models');
  if (models) save('models', models, drawModels(models.rows), modelsTable);
  const scale = load<ScaleResult>('scale');
  if (scale) save('scale', scale, drawScale(scale.points), scaleTable);
  const neural = load<NeuralResult>('neural');
  if (neural) save('neural', neural, drawNeural(neural.rows), neuralTable);
  const memory = load<MemoryResult>('memory');
  if (memory) save('memory', memory, undefined, memoryTable);
  const running = load<RunningResult>('running');
  if (running) save('running', running, undefined, runningTable);
  const saved = load<SavedResult>('saved');
  if (saved) save('saved', saved, undefined, savedTable);
  const builds = load<BuildsResult>('builds');
  if (builds) save('builds', builds, undefined, buildsTable);
}
