import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newIssuerKeys, PassportIssuer } from '../app/index.ts';
import { makeSecretFile } from './secret-file.ts';

/**
 * Who signs passports: with the keys in the file that `YTTERBY_ISSUER_KEYS` names, else in `issuer-keys.json` in the data directory. They are
 * made where there are none. A new key is put before the old ones in the file, whose signatures stay good.
 * @throws Error when the file holds no keys
 */
export function openIssuer(directory: string): PassportIssuer {
  const file = process.env['YTTERBY_ISSUER_KEYS'] ?? join(directory, 'issuer-keys.json');
  if (!existsSync(file)) makeSecretFile(file, newIssuerKeys());
  return new PassportIssuer(readFileSync(file, 'utf8'));
}
