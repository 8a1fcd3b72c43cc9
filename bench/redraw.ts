/** Draws the charts and tables of `bench/results` again from the saved numbers: `npm run bench -- redraw`. */
import { drawModels } from './charts';
import { modelsTable } from './modelsTable';
import { drawNeural } from './neuralChart';
import { neuralTable } from './neuralResult';
import { load, save } from './report';
import { drawScale } from './scaleChart';
import { scaleTable } from './scaleTable';
import type { ModelsResult } from './modelsTable';
import type { NeuralResult } from './neuralResult';
import type { ScaleResult } from './scaleResult';

/** Redraws what there is. */
export async function redraw(): Promise<void> {
  const models = load<ModelsResult>('models');
  if (models) save('models', models, drawModels(models.rows), modelsTable);
  const scale = load<ScaleResult>('scale');
  if (scale) save('scale', scale, drawScale(scale.points), scaleTable);
  const neural = load<NeuralResult>('neural');
  if (neural) save('neural', neural, drawNeural(neural.rows), neuralTable);
}
