import { readDigitalLink, writeBracketed, writeDigitalLink, type Element, type Outcome } from '../../gs1/index.ts';
import { drawLabel, type Label, type LabelFormat, type LabelSize } from '../../labels/index.ts';
import { isHolding } from '../../ledger/index.ts';
import type { IdentifierKind, LotAnswer, Name } from '../../wire/index.ts';
import { answerLot } from '../answers/answer-lot.ts';
import { ask } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { nameOrId } from '../answers/references.ts';
import type { Application } from '../application.ts';
import { mustRead } from './code-refused.ts';
import { hasEvents, identify, numberOf, type Identified } from './identify.ts';

/** Which label: of what, how large, in which form, and under which web address its code leads to the record. */
export interface LabelQuestion {
  readonly id: string;
  readonly size: LabelSize;
  readonly format: LabelFormat;
  /** Scheme, host and path before the key, without a slash at the end. */
  readonly stem: string;
}

type Line = Label['lines'][number];

/**
 * The label of a lot, an item, a container, a product, a site or an organisation: a QR Code with its GS1 Digital Link URI, its element
 * string, and what people want to read on a drum.
 * @throws CodeRefused when the identifier is malformed; NotOnRecord
 */
export async function makeLabel(app: Application, question: LabelQuestion): Promise<Buffer> {
  const { uri } = mustRead(question.id);
  const now = { asOf: null, knownAt: null };
  const { identified, world } = await ask(app, now, async (asking) => ({
    identified: await identify(asking, uri, app.now()),
    world: asking.world,
  }));
  const { kind, id, onRecord } = identified;
  if (!onRecord) throw new NotOnRecord(kind === 'other' ? 'identifier' : kind, question.id);
  const answer = hasEvents(kind) ? await answerLot(app, { id, ...now }) : null;
  const holder = answer === null ? (world.registry.site(id)?.organisation ?? null) : holderOf(answer);
  const lines = [
    { name: NUMBER_NAMES[kind], value: numberOf(id) },
    ...(answer === null ? [] : massLines(answer)),
    ...(holder === null ? [] : organisationLines(nameOrId(world, holder))),
  ];
  return drawLabel(labelOf(identified, lines, question.stem), question.size, question.format, app.now());
}

function labelOf({ id, name }: Identified, lines: readonly Line[], stem: string): Label {
  const elements = elementsOf(readDigitalLink(id));
  const link = writeDigitalLink(elements, stem);
  if (!link.ok) throw new Error(`labelOf: ${id} has no Digital Link URI: ${link.refusal.message}`);
  const called = name ?? { zh: numberOf(id), en: '' };
  const english = called.en === called.zh ? '' : called.en;
  return {
    uri: link.value,
    title: called.zh,
    subtitle: english,
    lines,
    elementString: writeBracketed(elements),
  };
}

/** The elements of an identifier on record: it was read before, so that a refusal is a fault of ours. */
function elementsOf(reading: Outcome<readonly Element[]>): readonly Element[] {
  if (!reading.ok) throw new Error(`elementsOf: ${reading.refusal.message}`);
  return reading.value;
}

const NUMBER_NAMES: Readonly<Record<IdentifierKind, string>> = {
  lot: '批次 Lot',
  item: '序号 Serial',
  container: 'SSCC',
  product: 'GTIN',
  site: 'GLN',
  organisation: 'GLN',
  other: '编号 No.',
};

/** Net mass in hand and its share of rare-earth oxides; of a container, what it holds. */
function massLines({ holdings, contents }: LotAnswer): Line[] {
  const held = holdings.filter(({ account }) => isHolding(account));
  const net = sum(held.map(({ net: mass }) => mass.value));
  const treo = sum(held.map(({ treo: mass }) => mass.value));
  const inside = sum((contents ?? []).map(({ net: mass }) => mass?.value ?? 0));
  const shown = net > 0 ? net : inside;
  if (shown <= 0) return [];
  const mass = { name: '净重 Net', value: `${writeKilograms(shown)} kg` };
  return net > 0 && treo > 0 ? [mass, { name: 'REO', value: `${((treo / net) * 100).toFixed(1)} %` }] : [mass];
}

/** Whose the matter is: the owner of the site that has most of it, else of the site that it was seen at last. */
function holderOf({ holdings, events }: LotAnswer): string | null {
  const byMass = holdings.toSorted((a, b) => b.net.value - a.net.value);
  const owners = [...byMass, ...events.toReversed()].map(({ site }) => site?.organisation ?? null);
  return owners.find((owner) => owner !== null) ?? null;
}

function organisationLines({ zh, en }: Name): Line[] {
  const chinese = { name: '单位 By', value: zh };
  return en === zh || en === '' ? [chinese] : [chinese, { name: '', value: en }];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Kilograms to the gram, thousands spaced. */
function writeKilograms(kilograms: number): string {
  const [whole = '', fraction] = String(Number(kilograms.toFixed(3))).split('.');
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ') + (fraction === undefined ? '' : `.${fraction}`);
}
