/**
 * PV-DBOW: a document's vector learns to predict the document's words, in whatever order they stand. What `word2vec` adds up from words, this
 * learns for the text as a whole.
 *
 * Q. Le, T. Mikolov: Distributed representations of sentences and documents. ICML 2014, §2.3; trained by the negative sampling of `word2vec`. With
 * `words`, as in J. Lau, T. Baldwin: An empirical evaluation of doc2vec (2016), skip-gram trains word vectors against the same outputs.
 */
import { packModel, unpackModel } from '../math/buffer';
import { breathe } from '../math/breathe';
import { checkPositiveInteger } from '../math/check';
import { nearestRows, normalizedRows } from '../math/nearestRows';
import { random } from '../math/random';
import { decodeStrings, encodeStrings } from '../math/strings';
import { keepProbabilities, NegativeSampling } from './negativeSampling';
import { encode } from './vocabulary';
import { checkEmbedding, skipGram, startVectors, thin, trainingVocabulary } from './word2vec';
import { wordVectors } from './wordVectors';
import type { ModelParts } from '../math/buffer';
import type { Ranking } from '../types';
import type { EmbeddingOptions } from './word2vec';
import type { WordArrays, WordVectors } from './wordVectors';

export interface Doc2vecOptions extends EmbeddingOptions {
  /** Whether word vectors are trained beside; no by default. */
  words?: boolean;
  /** Their window; 5 by default. */
  window?: number;
}

/** Vectors of documents. */
export interface DocVectors {
  dimensions: number;
  /** documents × dimensions. A document without a known word keeps its small random start. */
  vectors: Float32Array;
  /** The vector of a document, not copied. */
  vector(document: number): Float32Array;
  /** The documents most alike a document, which is left out, or a vector. */
  nearest(to: number | ArrayLike<number>, options?: { k?: number }): Ranking;
  /** The vector of a new text, by the same training with all else held still. */
  infer(tokens: readonly string[], options?: { epochs?: number; seed?: number }): Float32Array;
  /** The words' vectors, if they were trained. */
  words?: WordVectors;
  toBuffer(): ArrayBuffer;
}

interface Arrays extends WordArrays {
  documentVectors: Float32Array;
  outputs: Float32Array;
}

function build(parts: ModelParts<Arrays & Record<string, Uint8Array | Int32Array | Float32Array>>): DocVectors {
  const { dimensions, epochs, negatives, learningRate } = parts.settings as Record<string, number>;
  const { documentVectors: vectors, outputs, counts } = parts.arrays;
  const unit = normalizedRows(vectors, dimensions);
  const index = new Map(decodeStrings(parts.arrays.terms).map((term, n) => [term, n]));
  return {
    dimensions,
    vectors,
    vector: (document) => vectors.subarray(document * dimensions, (document + 1) * dimensions),
    nearest: (to, options) => nearestRows(unit, dimensions, to, options),
    infer(tokens, { epochs: passes = 2 * epochs, seed = 42 } = {}) {
      checkPositiveInteger('epochs', passes);
      const draw = random(seed);
      const vector = startVectors(1, dimensions, draw);
      const words = encode(tokens, { index });
      if (words.length === 0) return vector.fill(0);
      const model = new NegativeSampling(counts, dimensions, negatives, outputs);
      for (let pass = 0; pass < passes; pass++) {
        const rate = learningRate * Math.max(0.01, 1 - pass / passes);
        for (const word of words) model.step(vector, 0, word, rate, draw, true);
      }
      return vector;
    },
    ...(parts.arrays.vectors.length > 0 ? { words: wordVectors(parts) } : {}),
    toBuffer: () => packModel(parts),
  };
}

/**
 * Trains on tokenised documents. `onProgress` tells the mean loss of the epoch's pairs.
 *
 *     const docs = await doc2vec(texts, { dimensions: 48, epochs: 20, seed: 42 });
 *     docs.nearest(docs.infer(tokenize('a lonely astronaut', { stopWords, root: stem })), { k: 5 }).items
 *
 * @throws RangeError if an option is out of range or no word stands often enough
 */
export async function doc2vec(documents: readonly (readonly string[])[], options: Doc2vecOptions = {}): Promise<DocVectors> {
  const { dimensions = 48, epochs = 20, negatives = 5, learningRate = 0.05, minCount = 2, sample = 1e-3 } = options;
  const { words = false, window = 5, seed = 42, signal, onProgress } = options;
  checkEmbedding({ dimensions, epochs, negatives, learningRate, minCount, sample });
  checkPositiveInteger('window', window);
  const vocabulary = trainingVocabulary(documents, minCount);
  const texts = documents.map((tokens) => encode(tokens, vocabulary));
  const keep = keepProbabilities(vocabulary.counts, sample);
  const draw = random(seed);
  const documentVectors = startVectors(texts.length, dimensions, draw);
  const vectors = startVectors(words ? vocabulary.terms.length : 0, dimensions, draw);
  const model = new NegativeSampling(vocabulary.counts, dimensions, negatives);
  const kept: number[] = [];
  for (let epoch = 0; epoch < epochs && !signal?.aborted; epoch++) {
    model.loss = 0;
    model.pairs = 0;
    for (let t = 0; t < texts.length && !signal?.aborted; t++) {
      const rate = learningRate * Math.max(0.01, 1 - (epoch + t / texts.length) / epochs);
      thin(texts[t], keep, draw, kept);
      for (const word of kept) model.step(documentVectors, t * dimensions, word, rate, draw);
      if (words) skipGram(kept, vectors, window, rate, model, draw);
      if (t % 16 === 15) await breathe();
    }
    if (signal?.aborted) break;
    onProgress?.({
      done: epoch + 1,
      total: epochs,
      label: 'epoch',
      values: { loss: model.pairs > 0 ? model.loss / model.pairs : 0 },
    });
  }
  return build({
    kind: 'doc2vec',
    settings: { dimensions, epochs, negatives, learningRate },
    arrays: {
      terms: encodeStrings(vocabulary.terms),
      counts: vocabulary.counts,
      vectors,
      documentVectors,
      outputs: model.outputs,
    },
  });
}

/** Reads the vectors back. */
doc2vec.fromBuffer = (buffer: ArrayBuffer): DocVectors =>
  build(unpackModel<Arrays & Record<string, Int32Array>>(buffer, 'doc2vec'));
