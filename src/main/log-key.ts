import { existsSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { logSigner, newLogKey } from '../app/index.ts';
import { makeSecretFile } from './secret-file.ts';

type LogSigner = ReturnType<typeof logSigner>;

/**
 * The signer of a record's log, whose key lies in a file: that which `YTTERBY_LOG_KEY` names, else `log-key` in the data directory. A key
 * is made where there is none; a backup that lacks it leaves a log that nobody can sign any more.
 * @throws Error when the file holds no key
 */
export function openLogSigner(directory: string): LogSigner {
  const file = process.env['YTTERBY_LOG_KEY'] ?? join(directory, 'log-key');
  if (!existsSync(file)) makeSecretFile(file, newLogKey(`ytterby.local/${randomBytes(8).toString('hex')}`));
  return logSigner(readFileSync(file, 'utf8'));
}
