import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IdentityProvider, providerSettingsSchema } from '../server/index.ts';

/**
 * The identity provider that a file tells of: JSON with `name`, `issuer`, `clientId`, `clientSecret`, `secondFactor`.
 * @throws Error that says what is wrong with the file
 */
export function readProvider(file: string): IdentityProvider {
  const read = providerSettingsSchema.safeParse(jsonIn(file));
  if (!read.success) throw new Error(`--identity-provider ${file}: ${z.prettifyError(read.error)}`);
  return new IdentityProvider(read.data);
}

function jsonIn(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Error(`--identity-provider ${file}: is no JSON: ${error.message}`, { cause: error });
    throw error;
  }
}
