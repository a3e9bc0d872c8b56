import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { logSigner, newLogKey } from '../app/index.ts';

type LogSigner = ReturnType<typeof logSigner>;

/** Only its owner may read the key. */
const KEY_MODE = 0o600;

/**
 * The signer of a record's log, whose key lies in a file: that which `YTTERBY_LOG_KEY` names, else `log-key` in the data directory. A key
 * is made where there is none; a backup that lacks it leaves a log that nobody can sign any more.
 * @throws Error when the file holds no key
 */
export function openLogSigner(directory: string): LogSigner {
  const file = process.env['YTTERBY_LOG_KEY'] ?? join(directory, 'log-key');
  if (!existsSync(file)) makeKey(file);
  return logSigner(readFileSync(file, 'utf8'));
}

/** The key is on disk before anything is signed with it. */
function makeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, 'wx', KEY_MODE);
  writeSync(descriptor, `${newLogKey(`ytterby.local/${randomBytes(8).toString('hex')}`)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
