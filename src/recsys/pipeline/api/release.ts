/** A model with all that a service answers with: what an artefact becomes when it is loaded, and what is swapped as one. */
import type { Artefact } from '../artefact';
import type { VectorIndex } from '../../serve/vectorIndex';
import type { Search } from './route';
import type { ServedModel } from './servedModel';

export interface Release extends Pick<Artefact, 'kind' | 'version' | 'dataHash' | 'metrics'> {
  model: ServedModel;
  /** The items' vectors, for `/similar`. */
  index?: VectorIndex;
  /** For `/search`. */
  search?: Search;
}
