import { askOfAll } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import type { Application } from '../application.ts';
import type { IdentifierKind, Name } from '../../wire/index.ts';
import { identify, numberOf, type Identified } from './identify.ts';

/** Something on record that a GS1 Digital Link URI leads to. */
export interface ResolvedIdentifier {
  readonly kind: IdentifierKind;
  /** The identifier as the record writes it. */
  readonly id: string;
  /** What it is, in words. */
  readonly description: Name;
}

/**
 * What a GS1 Digital Link URI leads to.
 * @param uri canonical or not, well formed
 * @throws NotOnRecord
 */
export async function resolveIdentifier(app: Application, uri: string): Promise<ResolvedIdentifier> {
  return askOfAll(app, { asOf: null, knownAt: null }, async (asking) => {
    const identified = await identify(asking, uri, app.now());
    const { kind, id } = identified;
    if (!identified.onRecord) throw new NotOnRecord(kind === 'other' ? 'identifier' : kind, id);
    return { kind, id, description: describe(identified) };
  });
}

const WORDS: Readonly<Record<IdentifierKind, Name>> = {
  lot: { zh: '批次', en: 'lot' },
  item: { zh: '单件', en: 'item' },
  container: { zh: '容器', en: 'container' },
  product: { zh: '产品', en: 'product' },
  site: { zh: '场所', en: 'site' },
  organisation: { zh: '单位', en: 'organisation' },
  other: { zh: '编号', en: 'identifier' },
};

/** A name and, for one of many of that name, its number: `氧化镨钕 批次 LOT-1`. */
function describe({ kind, id, name }: Identified): Name {
  const word = WORDS[kind];
  const isNamed = kind === 'product' || kind === 'site' || kind === 'organisation';
  if (name !== null && isNamed) return name;
  const number = numberOf(id);
  return { zh: [name?.zh, word.zh, number].filter(Boolean).join(' '), en: [name?.en, word.en, number].filter(Boolean).join(' ') };
}
