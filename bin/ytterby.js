#!/usr/bin/env node
// Starts Ytterby on Node.js 24: this process when it is new enough, else the pinned Node of the package `node`.
// Plain JavaScript that Node.js 20 understands.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_MAJOR_MIN = 24;
const EXIT_BROKEN = 3;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const entry = findEntry();
if (entry === undefined) {
  stop('its program is missing: run `npm run prepack` in a clone, or install the package again.');
} else if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) {
  // Keeps compiled sources between starts: the program is up in half the time.
  module.enableCompileCache();
  await import(pathToFileURL(entry).href);
} else {
  runWithPinnedNode();
}

/** The sources in a clone; compiled JavaScript when packed, because Node strips no types below node_modules. */
function findEntry() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  return [join(root, 'src/main/main.ts'), join(root, 'dist/main/main.js')].find((path) => existsSync(path));
}

/** Runs this very file again, with the Node.js that it needs. */
function runWithPinnedNode() {
  const node = findPinnedNode();
  if (node === undefined) {
    return stop(
      `it needs Node.js ${NODE_MAJOR_MIN} or later; this is ${process.version}, and the pinned one of the package \`node\` is not installed ` +
        '(its install script did not run). Install Node.js 24, or run `npm rebuild node`.',
    );
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of SIGNALS) process.on(signal, () => forward(signal, child));
  child.once('error', (error) => stop(`${node} could not be started: ${error.message}`));
  child.once('exit', endAs);
}

/** The binary of the package `node`, wherever npm put that package for us: beside us, above us, or below us. */
function findPinnedNode() {
  try {
    const manifestPath = createRequire(import.meta.url).resolve('node/package.json');
    const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
    const binary = join(dirname(manifestPath), manifest.bin.node);
    return existsSync(binary) ? binary : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * A terminal sends Ctrl-C to the child as well: passing it on would be a second one, which many programs take as "stop at once".
 * @param {NodeJS.Signals} signal
 * @param {import('node:child_process').ChildProcess} child
 */
function forward(signal, child) {
  const isAtTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  if (signal !== 'SIGINT' || !isAtTerminal) child.kill(signal);
}

/**
 * Ends this process as the child ended: with its exit code, or by the signal that killed it.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function endAs(code, signal) {
  if (signal === null) process.exit(code ?? EXIT_BROKEN);
  for (const one of SIGNALS) process.removeAllListeners(one);
  process.kill(process.pid, signal);
  // Where a signal cannot end us (Windows, or a signal that is ignored), the code that a shell would give it.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 1000);
}

/** @param {string} problem */
function stop(problem) {
  process.stderr.write(`ytterby: ${problem}\n`);
  process.exitCode = EXIT_BROKEN;
}
