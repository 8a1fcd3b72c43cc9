/**
 * Skip-gram with negative sampling: words that stand in like company get like vectors.
 *
 * T. Mikolov, K. Chen, G. Corrado, J. Dean: Efficient estimation of word representations in vector space. ICLR workshop 2013, and the NIPS 2013
 * paper of `negativeSampling`.
 */
import { unpackModel } from '../math/buffer';
import { breathe } from '../math/breathe';
import { checkAtLeast, checkPositive, checkPositiveInteger } from '../math/check';
import { random } from '../math/random';
import { encodeStrings } from '../math/strings';
import { keepProbabilities, NegativeSampling } from './negativeSampling';
import { encode, vocabularyOf } from './vocabulary';
import { wordVectors } from './wordVectors';
import type { Random } from '../math/random';
import type { TrainOptions } from '../types';
import type { Vocabulary } from './vocabulary';
import type { WordArrays, WordVectors } from './wordVectors';

export interface EmbeddingOptions extends TrainOptions {
  /** Length of a vector; 48 by default. */
  dimensions?: number;
  /** Passes over the text: 10 by default for words, 20 for documents, more than for a large text, as a catalogue's is small. */
  epochs?: number;
  /** Words drawn against each that stood there; 5 by default. */
  negatives?: number;
  /** Falls in a line to a hundredth of this; 0.05 by default. */
  learningRate?: number;
  /** Words that stand fewer times are dropped; 2 by default. */
  minCount?: number;
  /** Words that are more than this share of the text are thinned; 0 keeps all; 0.001 by default. */
  sample?: number;
}

export interface Word2vecOptions extends EmbeddingOptions {
  /** Words to either side that are predicted at most; 5 by default. Each place draws its own reach, 1 … window, so that near words count more. */
  window?: number;
}

/** Throws a RangeError unless the options are in range. */
export function checkEmbedding(o: Required<Omit<EmbeddingOptions, keyof TrainOptions>>): void {
  checkPositiveInteger('dimensions', o.dimensions);
  checkPositiveInteger('epochs', o.epochs);
  checkPositiveInteger('negatives', o.negatives);
  checkPositiveInteger('minCount', o.minCount);
  checkPositive('learningRate', o.learningRate);
  checkAtLeast('sample', o.sample, 0);
}

/** The vocabulary of a training text, which must not be empty. */
export function trainingVocabulary(documents: readonly (readonly string[])[], minCount: number): Vocabulary {
  const vocabulary = vocabularyOf(documents, { minCount });
  if (vocabulary.terms.length === 0) throw new RangeError(`documents must have a word that stands ${minCount} times, got none`);
  return vocabulary;
}

/** Uniform in ±1 / (2d), as in the authors' program. */
export function startVectors(rows: number, d: number, draw: Random): Float32Array {
  return Float32Array.from({ length: rows * d }, () => (draw.next() - 0.5) / d);
}

/** The words of a document that thinning leaves, in a reused array. */
export function thin(document: Int32Array, keep: Float64Array, draw: Random, into: number[]): number[] {
  into.length = 0;
  for (const word of document) if (keep[word] >= 1 || draw.next() < keep[word]) into.push(word);
  return into;
}

/** Each word of the text predicts its neighbours. */
export function skipGram(
  words: readonly number[],
  vectors: Float32Array,
  window: number,
  rate: number,
  model: NegativeSampling,
  draw: Random,
): void {
  for (let at = 0; at < words.length; at++) {
    const reach = 1 + draw.int(window);
    const end = Math.min(words.length - 1, at + reach);
    for (let near = Math.max(0, at - reach); near <= end; near++) {
      if (near !== at) model.step(vectors, words[at] * model.d, words[near], rate, draw);
    }
  }
}

/**
 * Trains on tokenised documents. No window reaches across two documents. `onProgress` tells the mean loss of the epoch's pairs, which begins
 * near (1 + negatives) · ln 2.
 *
 *     const words = await word2vec(texts, { dimensions: 48, epochs: 10, seed: 42 });
 *     words.nearest('spaceship', { k: 5 });
 *
 * @throws RangeError if an option is out of range or no word stands often enough
 */
export async function word2vec(documents: readonly (readonly string[])[], options: Word2vecOptions = {}): Promise<WordVectors> {
  const { dimensions = 48, epochs = 10, negatives = 5, learningRate = 0.05, minCount = 2, sample = 1e-3 } = options;
  const { window = 5, seed = 42, signal, onProgress } = options;
  checkEmbedding({ dimensions, epochs, negatives, learningRate, minCount, sample });
  checkPositiveInteger('window', window);
  const vocabulary = trainingVocabulary(documents, minCount);
  const texts = documents.map((tokens) => encode(tokens, vocabulary));
  const keep = keepProbabilities(vocabulary.counts, sample);
  const draw = random(seed);
  const vectors = startVectors(vocabulary.terms.length, dimensions, draw);
  const model = new NegativeSampling(vocabulary.counts, dimensions, negatives);
  const kept: number[] = [];
  for (let epoch = 0; epoch < epochs && !signal?.aborted; epoch++) {
    model.loss = 0;
    model.pairs = 0;
    for (let t = 0; t < texts.length && !signal?.aborted; t++) {
      const rate = learningRate * Math.max(0.01, 1 - (epoch + t / texts.length) / epochs);
      skipGram(thin(texts[t], keep, draw, kept), vectors, window, rate, model, draw);
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
  return wordVectors({
    kind: 'word2vec',
    settings: { dimensions },
    arrays: { terms: encodeStrings(vocabulary.terms), counts: vocabulary.counts, vectors },
  });
}

/** Reads the vectors back. */
word2vec.fromBuffer = (buffer: ArrayBuffer): WordVectors =>
  wordVectors(unpackModel<WordArrays & Record<string, Int32Array>>(buffer, 'word2vec'));
