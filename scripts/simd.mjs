/**
 * `npm run simd`: compiles the WebAssembly kernels of `src/recsys/simd/assembly` and writes their bytes, as text, with the signatures of what they
 * export, into `src/recsys/simd/kernel.generated.ts`, so that the library needs no file beside its modules.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export const generatedFile = join(root, 'src/recsys/simd/kernel.generated.ts');

const options = ['--bindings=raw', '--runtime=stub', '--importMemory', '--enable=simd', '--noAssert', '--optimizeLevel=3'];

/** The kernel's bytes, and the name, parameters and result of each export. */
export function compileKernel() {
  const scratch = mkdtempSync(join(tmpdir(), 'handbook-simd-'));
  try {
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const args = [compiler, 'src/recsys/simd/assembly/index.ts', `--outFile=${join(scratch, 'kernel.wasm')}`, ...options];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0 || stderr.trim()) throw new Error(`asc failed:\n${stderr}`);
    const declared = readFileSync(join(scratch, 'kernel.d.ts'), 'utf8');
    return {
      bytes: readFileSync(join(scratch, 'kernel.wasm')),
      signatures: [...declared.matchAll(/ (\w+)\((.*)\): (\w+);/g)].map(([, ...parts]) => parts),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The generated file's text. */
export function kernelModule() {
  const { bytes, signatures } = compileKernel();
  const members = signatures.map(([name, parameters, result]) => `  ${name}(${parameters}): ${result};`).sort();
  return `/** Generated from \`assembly\` by \`npm run simd\`: ${bytes.length} bytes of WebAssembly in base64. Do not edit. */
export const kernelText =
  '${bytes.toString('base64')}';

/** What the kernel exports; what each does stands in \`assembly\`. Addresses and lengths are in bytes, counts in rows. */
export interface KernelExports {
${members.join('\n')}
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = kernelModule();
  const same = existsSync(generatedFile) && readFileSync(generatedFile, 'utf8') === text;
  writeFileSync(generatedFile, text);
  console.log(same ? 'the kernel is as it was' : `the kernel is new, ${/\d+ bytes/.exec(text)}`);
}
