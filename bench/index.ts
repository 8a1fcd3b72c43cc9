/** `npm run bench -- NAME …`: runs one of the benchmarks. */
const benches: Record<string, (names: string[]) => Promise<unknown>> = {
  models: async (names) => (await import('./models')).benchModels(names),
  scale: async (names) => (await import('./scale')).benchScale(names),
  neural: async (names) => (await import('./neural')).benchNeural(names),
  reading: async () => (await import('./reading')).benchReading(),
  firstRun: async () => (await import('./firstRun')).benchFirstRun(),
  running: async () => (await import('./running')).benchRunning(),
  memory: async (args) => (await import('./memory')).benchMemory(args),
  builds: async (args) => (await import('./builds')).benchBuilds(args),
  saved: async () => (await import('./saved')).benchSaved(),
  redraw: async () => (await import('./redraw')).redraw(),
  service: async () => (await import('./service')).benchService(),
  delivery: async () => (await import('./delivery')).benchDelivery(),
  frameworks: async () => (await import('./frameworks')).benchFrameworks(),
};

const [name, ...rest] = process.argv.slice(2);
if (!(name in benches)) {
  console.error(`a benchmark must be one of ${Object.keys(benches).join(', ')}, got ${name}`);
  process.exit(2);
}
await benches[name](rest);
