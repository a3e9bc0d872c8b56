// Compiles the kernels that are written in AssemblyScript, each `*.assembly.ts` of src to a `*.wasm.ts` beside it that holds the module as
// base64: `npm run build:assembly`, after every change of theirs. A test compares.
import { globSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// Its types would change those of arrays everywhere, so they are left.
const { main } = await import(import.meta.resolve('assemblyscript/asc'));

/** @param {string} source path below the root */
export async function compile(source) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const told = `${source} --outFile module.wasm -O3 --runtime stub --enable simd --noAssert --baseDir`.split(' ');
  /** @param {string} name @param {Uint8Array} contents */
  const writeFile = (name, contents) => {
    if (name === 'module.wasm') binary = contents;
  };
  const { error } = await main([...told, root], { writeFile });
  if (error !== null || binary === undefined) throw new Error(`${source} does not compile: ${String(error)}`);
  return moduleText(source, binary);
}

/** @param {string} source @param {Uint8Array} binary */
function moduleText(source, binary) {
  const base64 = Buffer.from(binary).toString('base64');
  const lines = (base64.match(/.{1,120}/g) ?? []).map((line) => `  '${line}'`).join(' +\n');
  return `/** \`${source}\`, compiled by \`npm run build:assembly\`. */\nexport const MODULE =\n${lines};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const source of globSync('src/**/*.assembly.ts', { cwd: root }))
    writeFileSync(join(root, source.replace('.assembly.ts', '.wasm.ts')), await compile(source.replaceAll('\\', '/')));
