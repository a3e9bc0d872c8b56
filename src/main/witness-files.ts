import { existsSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { logSigner, newLogKey, readLogKey, type Witness, type WitnessAddress } from '../app/index.ts';
import { makeSecretFile } from './secret-file.ts';

/**
 * The witnesses that a file names: in each line a witness's key and its address; empty lines and those that start with # say nothing.
 * @throws Error that names the line that cannot be read
 */
export function readWitnesses(file: string): WitnessAddress[] {
  return linesOf(file).map(({ line, number }) => {
    const [key = '', url = '', spare] = line.split(/\s+/);
    if (spare !== undefined || URL.parse(url)?.protocol.startsWith('http') !== true)
      throw new Error(`${file}, line ${number}: expected a witness's key and its address, as name+id+base64 https://…`);
    return { key: keyOf(key, file, number), url: url.replace(/\/+$/, '') };
  });
}

/**
 * This server as a witness of the logs whose keys a file lists, one a line. It signs with the key in the file that `YTTERBY_WITNESS_KEY` names,
 * else in `witness-key` in the data directory, which is made where there is none.
 */
export function openWitness(file: string, directory: string): Witness {
  const logs = linesOf(file).map(({ line, number }) => keyOf(line, file, number));
  const secret = process.env['YTTERBY_WITNESS_KEY'] ?? join(directory, 'witness-key');
  if (!existsSync(secret))
    makeSecretFile(secret, newLogKey(`witness.ytterby.local/${randomBytes(8).toString('hex')}`, 'cosignature/v1'));
  return { signer: logSigner(readFileSync(secret, 'utf8')), logs };
}

function linesOf(file: string): { line: string; number: number }[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line, place) => ({ line: line.trim(), number: place + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
}

function keyOf(text: string, file: string, number: number): ReturnType<typeof readLogKey> {
  try {
    return readLogKey(text);
  } catch (cause) {
    throw new Error(`${file}, line ${number}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
