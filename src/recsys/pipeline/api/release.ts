/** A model with all that a service answers with: what an artefact becomes when it is loaded, and what is swapped as one. */
import type { FeatureEvent } from '../../serve/featureStore';
import type { Artefact } from '../artefact';
import type { VectorIndex } from '../../serve/vectorIndex';
import type { Search } from './route';
import type { ServedModel } from './servedModel';

export interface Release extends Pick<Artefact, 'kind' | 'version' | 'dataHash'> {
  /** What it scored when it was trained, by name. */
  scores: Artefact['metrics'];
  model: ServedModel;
  /** The items' vectors, for `/similar`. */
  index?: VectorIndex;
  /** For `/search`. */
  search?: Search;
  /** What is known of users and items at the moment at which the training ended: where the features of the store begin. */
  seed?: () => FeatureEvent[];
}
