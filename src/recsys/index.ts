/** The library's public names. Inside `recsys`, import the file itself. */
export type {
  DataNeed,
  DataSet,
  Interactions,
  ItemFacts,
  Progress,
  Ranking,
  RecommendOptions,
  Recommender,
  TrainOptions,
  UserFacts,
} from './types';

// math
export {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareCdf,
  chiSquareQuantile,
  fCdf,
  fQuantile,
  gammaCdf,
  gammaQuantile,
  normalCdf,
  normalPdf,
  normalQuantile,
  tCdf,
  tQuantile,
} from './math/distributions';
export { breathe } from './math/breathe';
export { cos, exp, expm1, log, log10, log1p, log2, pow, sigmoid, sin, tanh } from './math/functions';
export { invertPositive } from './math/linalg';
export { random } from './math/random';
export type { Random } from './math/random';
export { transpose, userItemMatrix } from './math/sparse';
export type { Combine, Csr } from './math/sparse';
export { sparseCosine, sparseRow } from './math/sparseVector';
export type { SparseVector } from './math/sparseVector';
export { topk } from './math/topk';

// data
export { filterCore } from './data/filterCore';
export { fromRows } from './data/fromRows';
export type { InteractionRow } from './data/fromRows';
export { selectRows, summary } from './data/interactions';
export type { LogSummary } from './data/interactions';
export { kFold } from './data/kFold';
export type { KFoldOptions } from './data/kFold';
export { mt19937 } from './data/mt19937';
export type { Mt19937 } from './data/mt19937';
export { positionCurve } from './data/positionCurve';
export type { PositionRate, ShownRows } from './data/positionCurve';
export { rollingWindows } from './data/rollingWindows';
export type { RollingWindowsOptions } from './data/rollingWindows';
export { rowsPerItem, rowsPerUser } from './data/rowsPer';
export type { Split, Uniform } from './data/split';
export { splitByTime } from './data/splitByTime';
export type { SplitByTimeOptions } from './data/splitByTime';
export { splitLastOut } from './data/splitLastOut';
export { splitLeaveOut } from './data/splitLeaveOut';
export { splitRandom } from './data/splitRandom';
export type { SplitRandomOptions } from './data/splitRandom';
export { splitTwoLevel } from './data/splitTwoLevel';
export type { SplitTwoLevelOptions, TwoLevelSplit } from './data/splitTwoLevel';

// files that readers bring
export { previewTable, readDataSet } from './data/dataset';
export type { ReadDataSetOptions, TablePreview } from './data/dataset';
export { readKion } from './data/kion';
export type { KionOptions } from './data/kion';
export { readMovieLens } from './data/movielens';
export type { MovieLens, Tag } from './data/movielens';
export { readInteractions } from './data/readInteractions';
export type { InteractionColumns, ReadInteractionsOptions } from './data/readInteractions';
export type { ReadOptions } from './data/readLog';
export { readZip } from './data/zip';
export type { DataFile, ZipLimits } from './data/zip';
export { dropRepeats, sampleUsers } from './data/thin';

// the built-in world
export { bothArms, experiment } from './data/world/experiment';
export type { ExperimentLog, ExperimentOptions, Outcomes } from './data/world/experiment';
export { TONES } from './data/world/films';
export type { Films, FilmTruth } from './data/world/films';
export type { Impressions, Log, Ratings, Searches, Sessions, Watches } from './data/world/log';
export { loggingPolicy, popularityPolicy, scorePolicy } from './data/world/policies';
export type { Policy, PolicyRequest, Slate } from './data/world/policies';
export { readFilms } from './data/world/readFilms';
export { isWorld, loadWorld } from './data/world/readWorld';
export type { ReadFile, World, WorldRecipe } from './data/world/readWorld';
export { judgedQueries, queryKind } from './data/world/search';
export type { JudgedQuery, QueryKind } from './data/world/search';
export { simulate, simulateBatches } from './data/world/simulate';
export type { SimulateOptions, Simulation } from './data/world/simulate';
export type { Truth } from './data/world/truth';
export { examination } from './data/world/viewing';

// text
export { charGrams } from './text/charGrams';
export { doc2vec } from './text/doc2vec';
export type { Doc2vecOptions, DocVectors } from './text/doc2vec';
export { fold } from './text/fold';
export { lemmatizer } from './text/lemmatizer';
export { stem } from './text/stem';
export { stopWords } from './text/stopWords';
export { tfIdf } from './text/tfIdf';
export type { TermWeight, TfIdf, TfIdfOptions } from './text/tfIdf';
export { tokenize, tokenSpans } from './text/tokenize';
export type { Token, TokenizeOptions } from './text/tokenize';
export { word2vec } from './text/word2vec';
export type { EmbeddingOptions, Word2vecOptions } from './text/word2vec';
export type { AlikeWord, WordVectors } from './text/wordVectors';

// metrics
export { auc } from './metrics/auc';
export { averagePrecision } from './metrics/averagePrecision';
export { calibration } from './metrics/calibration';
export type { CalibrationOptions } from './metrics/calibration';
export { compare } from './metrics/compare';
export type { CompareOptions, Comparison } from './metrics/compare';
export { coverage, exposure } from './metrics/coverage';
export { dcg } from './metrics/dcg';
export type { Gain } from './metrics/dcg';
export { diversity, jaccardDistance } from './metrics/diversity';
export { mae, mse, rmse } from './metrics/errors';
export { evaluate, meanInterval } from './metrics/evaluate';
export type { EvaluateOptions, Evaluation, Metric, Ranked } from './metrics/evaluate';
export { gini } from './metrics/gini';
export { hitRate } from './metrics/hitRate';
export { leaderboard } from './metrics/leaderboard';
export type { LeaderboardOptions, LeaderboardRow } from './metrics/leaderboard';
export { ndcg } from './metrics/ndcg';
export { novelty } from './metrics/novelty';
export { precision } from './metrics/precision';
export { recall } from './metrics/recall';
export { reciprocalRank } from './metrics/reciprocalRank';
export type { CutoffOptions, Relevant } from './metrics/relevance';
export { serendipity } from './metrics/serendipity';
export { topShare } from './metrics/topShare';

// experiments and product analytics
export { aaTest } from './experiment/aaTest';
export type { AaTest, AaTestOptions } from './experiment/aaTest';
export { alwaysValidInterval } from './experiment/alwaysValidInterval';
export type { AlwaysValidOptions } from './experiment/alwaysValidInterval';
export { churn } from './experiment/analytics/churn';
export type { ChurnPeriod } from './experiment/analytics/churn';
export { cohorts } from './experiment/analytics/cohorts';
export type { Cohort, CohortOptions } from './experiment/analytics/cohorts';
export type { Events } from './experiment/analytics/events';
export { funnel } from './experiment/analytics/funnel';
export type { FunnelEvents, FunnelOptions, FunnelStep } from './experiment/analytics/funnel';
export { growthAccounting } from './experiment/analytics/growthAccounting';
export type { GrowthOptions, GrowthPeriod } from './experiment/analytics/growthAccounting';
export { metricTree } from './experiment/analytics/metricTree';
export type { MetricChange, MetricNode } from './experiment/analytics/metricTree';
export { retention } from './experiment/analytics/retention';
export type { RetentionOptions, RetentionPoint } from './experiment/analytics/retention';
export { segment } from './experiment/analytics/segment';
export type { SegmentRow } from './experiment/analytics/segment';
export { sessions } from './experiment/analytics/sessions';
export type { SessionOptions, UserSessions } from './experiment/analytics/sessions';
export { stickiness } from './experiment/analytics/stickiness';
export type { StickinessDay, StickinessOptions } from './experiment/analytics/stickiness';
export { unitEconomics } from './experiment/analytics/unitEconomics';
export type { UnitEconomics, UnitEconomicsOptions } from './experiment/analytics/unitEconomics';
export { assign } from './experiment/assign';
export type { AssignOptions } from './experiment/assign';
export { bootstrap } from './experiment/bootstrap';
export type { BootstrapOptions, BootstrapResult, Statistic } from './experiment/bootstrap';
export { chiSquare } from './experiment/chiSquare';
export { clusterBootstrap } from './experiment/clusterBootstrap';
export type { ClusteredSample } from './experiment/clusterBootstrap';
export { cuped } from './experiment/cuped';
export type { Cuped, CupedOptions } from './experiment/cuped';
export { cupedRatio } from './experiment/cupedRatio';
export type { CupedRatio, RatioWithPast } from './experiment/cupedRatio';
export { groupSequential } from './experiment/groupSequential';
export type { GroupSequential, GroupSequentialOptions, Look } from './experiment/groupSequential';
export { balanced, teamDraft } from './experiment/interleaving';
export type { Balanced, InterleavingOptions, TeamDraft } from './experiment/interleaving';
export { mannWhitney } from './experiment/mannWhitney';
export type { MannWhitneyOptions } from './experiment/mannWhitney';
export { minimalDetectableEffect } from './experiment/minimalDetectableEffect';
export type { DetectableEffect } from './experiment/minimalDetectableEffect';
export { moments } from './experiment/moments';
export type { Moments } from './experiment/moments';
export { mSprt } from './experiment/mSprt';
export type { MSprt, MSprtOptions } from './experiment/mSprt';
export { benjaminiHochberg, bonferroni, holm } from './experiment/multiple';
export type { Multiple, MultipleOptions } from './experiment/multiple';
export { directMethod, doublyRobust, ips, snips, switchDr } from './experiment/offPolicy';
export type { LoggedFeedback, OffPolicy, RewardModel } from './experiment/offPolicy';
export { peekingInflation } from './experiment/peekingInflation';
export type { PeekingInflation, PeekingOptions } from './experiment/peekingInflation';
export { permutationTest } from './experiment/permutationTest';
export type { PermutationOptions } from './experiment/permutationTest';
export { power } from './experiment/power';
export type { Plan } from './experiment/power';
export { preference } from './experiment/preference';
export type { InterleavedImpression, Preference } from './experiment/preference';
export { ratioMetric } from './experiment/ratioMetric';
export type { RatioSample } from './experiment/ratioMetric';
export { readOpenBandit } from './experiment/readOpenBandit';
export type { NamedFile, OpenBanditLog } from './experiment/readOpenBandit';
export type { Alternative, Estimate, TestOptions, TestResult } from './experiment/result';
export { sampleRatioMismatch } from './experiment/sampleRatioMismatch';
export type { RatioMismatch, RatioMismatchOptions } from './experiment/sampleRatioMismatch';
export { sampleSize } from './experiment/sampleSize';
export type { SampleSize } from './experiment/sampleSize';
export { stratified } from './experiment/stratified';
export type { StratifiedOptions, StratifiedResult, StratifiedSample } from './experiment/stratified';
export { tTest } from './experiment/tTest';
export type { TTestOptions } from './experiment/tTest';
export { welch } from './experiment/welch';
export { zTestProportions } from './experiment/zTestProportions';
export type { Proportion } from './experiment/zTestProportions';

// tf
export { useBackend } from './tf/useBackend';
export type { BackendName } from './tf/settings';

// models
export { als } from './models/als';
export type { Als, AlsOptions } from './models/als';
export { bayesianMean } from './models/bayesianMean';
export type { BayesianMeanOptions } from './models/bayesianMean';
export { bpr } from './models/bpr';
export { contentBased } from './models/contentBased';
export type { ContentBased, ContentBasedOptions } from './models/contentBased';
export { ease } from './models/ease';
export type { Ease, EaseOptions } from './models/ease';
export type { FactorModel } from './models/factors';
export { gru4rec } from './models/gru4rec';
export type { Gru4recOptions } from './models/gru4rec';
export { hybrid } from './models/hybrid';
export type { Hybrid, HybridOptions } from './models/hybrid';
export { implicitAls } from './models/implicitAls';
export type { ImplicitAls, ImplicitAlsOptions } from './models/implicitAls';
export { itemKnn } from './models/itemKnn';
export type { KnnOptions } from './models/itemKnn';
export type { ItemScores } from './models/itemScores';
export type { FoldIn, ItemWeights, Similar } from './models/itemWeights';
export { logisticMf } from './models/logisticMf';
export type { LogisticMfOptions } from './models/logisticMf';
export type { GradientOptions } from './models/pairwise';
export { popularity } from './models/popularity';
export { popularityBySegment } from './models/popularityBySegment';
export type { PopularityBySegmentOptions } from './models/popularityBySegment';
export { mfTf } from './models/mfTf';
export type { MfTfOptions } from './models/mfTf';
export { pureSvd } from './models/pureSvd';
export type { PureSvdOptions } from './models/pureSvd';
export { recencyPopularity } from './models/recencyPopularity';
export type { RecencyPopularityOptions } from './models/recencyPopularity';
export { sar } from './models/sar';
export type { SarOptions } from './models/sar';
export { nearest } from './models/similarity';
export type { NearestOptions, Similarity } from './models/similarity';
export { sasrec } from './models/sasrec';
export type { SasrecOptions } from './models/sasrec';
export type { SequenceLoss } from './models/sequenceLosses';
export type { SequenceModel } from './models/sequenceModel';
export { similarToLast } from './models/similarToLast';
export type { SimilarToLastOptions } from './models/similarToLast';
export { slim } from './models/slim';
export type { SlimOptions } from './models/slim';
export { StreamingFrequency } from './models/streamingFrequency';
export type { StreamingFrequencyOptions } from './models/streamingFrequency';
export type { TowerVectors, TwoTower } from './models/towerModel';
export { twoTower } from './models/twoTower';
export type { TwoTowerOptions } from './models/twoTower';
export { userKnn } from './models/userKnn';
export type { UserNeighbours } from './models/userKnn';
export { warp } from './models/warp';
export type { WarpOptions } from './models/warp';

// learning to rank
export { adaRank } from './ltr/adaRank';
export type { AdaRank, AdaRankOptions } from './ltr/adaRank';
export { approxNdcg } from './ltr/approxNdcg';
export type { ApproxNdcgOptions } from './ltr/approxNdcg';
export type { FeatureRanker } from './ltr/featureRanker';
export type { NdcgAtOptions, NdcgOptions } from './ltr/gains';
export { dcn } from './ltr/dcn';
export type { DcnOptions } from './ltr/dcn';
export { deepFm } from './ltr/deepFm';
export type { DeepFmOptions } from './ltr/deepFm';
export { gbdt } from './ltr/gbdt';
export type { GbdtOptions } from './ltr/gbdt';
export { lambdaMart } from './ltr/lambdaMart';
export type { LambdaMartOptions } from './ltr/lambdaMart';
export { lambdaRank } from './ltr/lambdaRank';
export type { LambdaRankOptions } from './ltr/lambdaRank';
export { listMle } from './ltr/listMle';
export { listNet } from './ltr/listNet';
export type { LossGradient, RankingLoss } from './ltr/loss';
export { gradientOf } from './ltr/losses';
export type { LossName, LossOptions } from './ltr/losses';
export { pointwise } from './ltr/pointwise';
export type { PointwiseOptions } from './ltr/pointwise';
export { queryNdcg } from './ltr/queryNdcg';
export type { QueryNdcgOptions } from './ltr/queryNdcg';
export { rankerTf } from './ltr/rankerTf';
export type { RankerTfOptions } from './ltr/rankerTf';
export { rankNet } from './ltr/rankNet';
export type { RankNetOptions } from './ltr/rankNet';
export { readSvmLight } from './ltr/readSvmLight';
export type { SvmLight, SvmLightOptions } from './ltr/readSvmLight';
export { softmaxCrossEntropy } from './ltr/softmaxCrossEntropy';
export { softRank } from './ltr/softRank';
export type { SoftRankOptions } from './ltr/softRank';
export type { Table } from './ltr/table';
export type { BoostOptions } from './ltr/trees/boost';
export { columnSplits } from './ltr/trees/columnSplits';
export type { ColumnSplits, ColumnSplitsOptions } from './ltr/trees/columnSplits';
export type { Contributions, Importance, Trees } from './ltr/trees/model';
export type { Split as TreeSplit, Totals as TreeTotals } from './ltr/trees/split';
export type { TreeNode } from './ltr/trees/tree';

// re-ranking
export { cosineSimilarity } from './rerank/candidates';
export type { Similarity as ItemSimilarity } from './rerank/candidates';
export { dpp } from './rerank/dpp';
export type { DppOptions } from './rerank/dpp';
export { mmr } from './rerank/mmr';
export type { MmrOptions } from './rerank/mmr';
// search
export { bm25, inverseDocumentFrequency } from './search/bm25';
export type { Idf } from './search/bm25';
export type { Bm25Options, Bm25Settings, FieldOptions } from './search/bm25Settings';
export { completions } from './search/completions';
export type { Completer, Completion } from './search/completions';
export { correctQuery } from './search/correctQuery';
export type { CorrectedQuery, CorrectedWord } from './search/correctQuery';
export { damerauLevenshtein, prefixDistance } from './search/damerauLevenshtein';
export { denseIndex } from './search/denseIndex';
export type { DenseIndex } from './search/denseIndex';
export { evaluateQueries } from './search/evaluateQueries';
export type { EvaluateQueriesOptions, QueryEvaluation, QueryMetric } from './search/evaluateQueries';
export { reciprocalRankFusion, scoreFusion } from './search/fusion';
export type { FusionOptions } from './search/fusion';
export { invertedIndex } from './search/invertedIndex';
export type { InvertedIndex, InvertedIndexOptions, SearchOptions } from './search/invertedIndex';
export { learnFusion } from './search/learnFusion';
export type { FusionExample, LearnedFusion } from './search/learnFusion';
export { queryFeatures } from './search/queryFeatures';
export type { QueryExample, QueryFeatures, QueryFeaturesOptions, QueryTable } from './search/queryFeatures';
export type { QueryReadOptions, QueryWord, Reading } from './search/queryReader';
export type { WordShare } from './search/queryScorer';
export { spelling } from './search/spelling';
export type { Spelling, SpellingCandidate, SpellingOptions } from './search/spelling';

// serving
export type { Cache, CacheStats } from './serve/cache';
export { cachedFeatures } from './serve/cachedFeatures';
export type { CachedFeatures, CachedFeaturesOptions } from './serve/cachedFeatures';
export { eventLog } from './serve/eventLog';
export type { EventLog, LogRecord, UserEvent } from './serve/eventLog';
export { exactSearch } from './serve/exactSearch';
export type { ExactSearchOptions } from './serve/exactSearch';
export { featureStore } from './serve/featureStore';
export type { FeatureEvent, FeatureRequest, FeatureStore } from './serve/featureStore';
export { hnsw } from './serve/hnsw';
export type { Hnsw, HnswOptions, HnswSearchOptions } from './serve/hnsw';
export { ivfFlat } from './serve/ivfFlat';
export type { IvfFlat, IvfFlatOptions, IvfSearchOptions } from './serve/ivfFlat';
export { kMeans } from './serve/kMeans';
export type { KMeans, KMeansOptions } from './serve/kMeans';
export { lruCache } from './serve/lruCache';
export { productQuantize } from './serve/productQuantize';
export type { ProductQuantizeOptions } from './serve/productQuantize';
export { quantizeInt8 } from './serve/quantizeInt8';
export type { Quantized, QuantizeInt8Options } from './serve/quantizeInt8';
export { streamConsumer } from './serve/streamConsumer';
export type { FeatureUpdate, StreamConsumer, StreamConsumerOptions, StreamEvent, StreamState } from './serve/streamConsumer';
export { ttlCache } from './serve/ttlCache';
export type { TtlCacheOptions } from './serve/ttlCache';
export type { VectorSearchOptions, VectorIndex } from './serve/vectorIndex';
export type { VectorMetric } from './serve/vectorSpace';

// pipeline
export type { Recommendation } from './pipeline/api/recommend';
export type { Release } from './pipeline/api/release';
export { AGE_RATINGS, ageRule, diversityRule, seenRule } from './pipeline/api/rules';
export type { AgeRating, Rule, Scored } from './pipeline/api/rules';
export type { Search } from './pipeline/api/route';
export type { RankRequest, ServedModel } from './pipeline/api/servedModel';
export { serviceMetrics } from './pipeline/api/serviceMetrics';
export type { Metrics } from './pipeline/api/serviceMetrics';
export { stages } from './pipeline/api/stages';
export type { StageReport, Stages } from './pipeline/api/stages';
export { ARTEFACT_SCHEMA, readArtefact, writeArtefact } from './pipeline/artefact';
export type { Artefact, ExpectedArtefact } from './pipeline/artefact';
export { dataHash } from './pipeline/dataHash';
export { filmSearch } from './pipeline/filmSearch';
export { hybridSearch } from './pipeline/hybridSearch';
export type { HybridAnswer, HybridSearch, HybridSearchOptions, SearchStage } from './pipeline/hybridSearch';
export { ONLINE_FEATURES, onlineSeed, onlineUpdates } from './pipeline/onlineFeatures';
export { readFeatureRanker, readRecommender } from './pipeline/readModel';
export { readRelease } from './pipeline/readRelease';
export { recommendApi } from './pipeline/recommendApi';
export type { AccessEntry, RecommendApiOptions } from './pipeline/recommendApi';
export { serveRecommender } from './pipeline/serveRecommender';
export type { ServeRecommenderOptions } from './pipeline/serveRecommender';
export { serveTwoStage } from './pipeline/serveTwoStage';
export type { TwoStageFound } from './pipeline/serveTwoStage';
export { twoStage } from './pipeline/twoStage';
export type { TwoStageOptions } from './pipeline/twoStage';
export type { Candidates, CandidateSource, FittedSource } from './pipeline/twoStage/candidates';
export { rankingFeatures } from './pipeline/twoStage/features';
export type { FeatureFacts, FeatureGroup } from './pipeline/twoStage/features';
export { twoStageFromBuffer } from './pipeline/twoStage/model';
export type { Rerank, StageTiming, TwoStage, TwoStageRun } from './pipeline/twoStage/model';
