import type { Composition } from '../elements/index.ts';
import { accountOf } from './account.ts';
import type { Entry, Flow } from './entry.ts';
import { applyAssay, changeComposition, put, setComposition, valuedAmount, type LotState } from './lot-state.ts';
import {
  addInto,
  addVariancesInto,
  COLUMNS,
  isZero,
  NET,
  negated,
  noMasses,
  noVariances,
  subtractInto,
  type Masses,
  type Variances,
} from './masses.ts';
import { lotsOf, type LotAmount, type Matter, type Surroundings } from './matter.ts';
import { commission, consume, count, feed, receive, removeFromReserve, ship, storeInReserve, voidShipment } from './moves.ts';
import { amountOf, fractionSds, variancesOf, type Leg } from './pool.ts';

/** The states of the lots that are to be posted. A lot without a state keeps the legs of the entry that is on record. */
export type LotStates = ReadonlyMap<string, LotState>;

/**
 * Posts an event: moves its matter between accounts, lot by lot, and closes what a process leaves open.
 * @param matter the event, its containers already expanded into lots
 * @param states states of the lots to post, changed in place
 * @param world kinds of sites and products
 * @param onRecord the event's present entry, from which lots without a state keep their legs (in a replay)
 * @returns the entry; its legs sum to zero in every column
 */
export function postEvent(matter: Matter, states: LotStates, world: Surroundings, onRecord?: Entry): Entry {
  const legs: Leg[] = [];
  const flows: Flow[] = [];
  for (const [lot, composition] of matter.assays) learnAssay(states.get(lot), composition, legs);
  if (matter.move === 'transform') {
    keepLegs(matter, states, onRecord, legs);
    transform(matter, states, world, onRecord, legs, flows);
  } else {
    moveLots(matter, states, world, legs);
    keepLegs(matter, states, onRecord, legs);
    if (matter.move === 'source') flows.push(...sourceFlows(legs));
  }
  for (const lot of lotsOf(matter)) markApplied(states.get(lot), matter);
  for (const container of matter.containers) markApplied(states.get(container), matter);
  return { key: matter.key, timeMs: matter.timeMs, legs, flows };
}

function learnAssay(state: LotState | undefined, composition: Composition, legs: Leg[]): void {
  if (state === undefined) return;
  if (state.pools.length === 0) setComposition(state, composition, 'assay');
  else applyAssay(state, composition, legs);
}

function keepLegs(matter: Matter, states: LotStates, onRecord: Entry | undefined, legs: Leg[]): void {
  if (onRecord === undefined) return;
  const kept = new Set(lotsOf(matter).filter((lot) => !states.has(lot)));
  for (const leg of onRecord.legs) if (leg.lot !== null && kept.has(leg.lot)) legs.push(leg);
}

/** What a commissioning brought in: the stock side of its legs, whichever source account it came from. */
function sourceFlows(legs: readonly Leg[]): Flow[] {
  const flows: Flow[] = [];
  for (const leg of legs) {
    if (leg.lot === null || leg.account.kind === 'assay-adjustment' || leg.masses[NET]! >= 0n) continue;
    flows.push({ lot: leg.lot, role: 'source', masses: negated(leg.masses) });
  }
  return flows;
}

function markApplied(state: LotState | undefined, matter: Matter): void {
  if (state === undefined) return;
  state.lastTimeMs = matter.timeMs;
  state.lastKey = matter.key;
}

function moveLots(matter: Matter, states: LotStates, world: Surroundings, legs: Leg[]): void {
  if (matter.move === 'pack') return pack(matter, states);
  if (matter.move === 'unpack') return unpack(matter, states);
  for (const { lot, netMg } of [...matter.inputs, ...matter.outputs]) {
    const state = states.get(lot);
    if (state !== undefined) moveLot(matter, state, netMg, world, legs);
  }
}

function moveLot(matter: Matter, state: LotState, netMg: bigint | null, world: Surroundings, legs: Leg[]): void {
  if (matter.move === 'receive') return receive(state, matter, netMg, world, legs);
  if (matter.move === 'void-shipment') return voidShipment(state, matter, legs);
  if (netMg === null) return;
  switch (matter.move) {
    case 'source':
      return commission(state, matter, netMg, world, legs);
    case 'ship':
      return ship(state, matter, netMg, world, legs);
    case 'store':
      return storeInReserve(state, matter, netMg, world, legs);
    case 'remove':
      return removeFromReserve(state, matter, netMg, world, legs);
    case 'count':
      return count(state, matter, netMg, legs);
    case 'consume':
      return consume(state, matter, netMg, world, legs);
    case 'transform':
    case 'pack':
    case 'unpack':
    case 'observe':
      break;
  }
}

function pack(matter: Matter, states: LotStates): void {
  for (const parent of matter.containers.slice(0, 1)) {
    const contents = states.get(parent)?.contents;
    if (contents === undefined) continue;
    for (const child of matter.outputs) contents.push({ lot: child.lot, netMg: child.netMg });
    for (const child of matter.containers.slice(1)) contents.push({ lot: child, netMg: null });
  }
}

/** Takes children out of a container; without children named, all of them. */
function unpack(matter: Matter, states: LotStates): void {
  const [parent, ...inner] = matter.containers;
  const contents = parent === undefined ? undefined : states.get(parent)?.contents;
  if (contents === undefined) return;
  const leaving = new Set([...matter.outputs.map((child) => child.lot), ...inner]);
  const staying = leaving.size === 0 ? [] : contents.filter((child) => !leaving.has(child.lot));
  contents.splice(0, contents.length, ...staying);
}

/** What a process took in and gave out so far, with variances. */
interface Turnover {
  readonly masses: Masses;
  readonly variances: Variances;
}

function transform(
  matter: Matter,
  states: LotStates,
  world: Surroundings,
  onRecord: Entry | undefined,
  legs: Leg[],
  flows: Flow[],
): void {
  const taken: Turnover = { masses: noMasses(), variances: noVariances() };
  const given: Turnover = { masses: noMasses(), variances: noVariances() };
  for (const input of matter.inputs) takeInput(matter, input, states, world, onRecord, legs, flows, taken);
  for (const loss of matter.losses) {
    const amount = amountOf(loss.netMg, loss.composition, (Number(loss.netMg) * matter.weighingSd) ** 2);
    const variances = variancesOf(amount.masses, amount.weighingVariance, fractionSds(loss.composition));
    const leg: Leg = {
      account: accountOf(loss.kind, matter.site),
      lot: null,
      masses: amount.masses,
      balanceVariance: variances,
      flowVariance: variances,
    };
    legs.push(leg);
    turnOver(given, amount.masses, [leg]);
  }
  const derived = derivedComposition(matter, states, onRecord, taken, given);
  for (const output of matter.outputs) giveOutput(matter, output, states, derived, onRecord, legs, flows, given);
  closeProcess(matter, taken, given, legs);
}

function takeInput(
  matter: Matter,
  input: LotAmount,
  states: LotStates,
  world: Surroundings,
  onRecord: Entry | undefined,
  legs: Leg[],
  flows: Flow[],
  taken: Turnover,
): void {
  const state = states.get(input.lot);
  if (state === undefined) return keepFlow(input.lot, 'input', onRecord, flows, taken);
  if (input.netMg === null) {
    flows.push({ lot: input.lot, role: 'input', masses: noMasses() });
    return;
  }
  const before = legs.length;
  const amount = feed(state, matter, input.netMg, world, legs);
  flows.push({ lot: input.lot, role: 'input', masses: amount.masses });
  turnOver(taken, amount.masses, legs.slice(before));
}

function giveOutput(
  matter: Matter,
  output: LotAmount,
  states: LotStates,
  derived: Composition | null,
  onRecord: Entry | undefined,
  legs: Leg[],
  flows: Flow[],
  given: Turnover,
): void {
  const state = states.get(output.lot);
  if (state === undefined) return keepFlow(output.lot, 'output', onRecord, flows, given);
  if (derived !== null) changeComposition(state, derived, 'inputs', legs);
  if (output.netMg === null) {
    flows.push({ lot: output.lot, role: 'output', masses: noMasses() });
    return;
  }
  const before = legs.length;
  const amount = valuedAmount(state, output.netMg, matter.weighingSd);
  flows.push({ lot: output.lot, role: 'output', masses: amount.masses });
  put(state, accountOf('stock', matter.site), amount, legs);
  turnOver(given, amount.masses, legs.slice(before));
}

/**
 * A lot that is not being posted keeps its flow; its legs were kept already. Those that took it carry a negative net mass, those
 * that made it a positive one: a lot may be both in one event.
 */
function keepFlow(lot: string, role: Flow['role'], onRecord: Entry | undefined, flows: Flow[], turnover: Turnover): void {
  for (const flow of onRecord?.flows ?? []) {
    if (flow.lot !== lot || flow.role !== role) continue;
    flows.push(flow);
    turnOver(
      turnover,
      flow.masses,
      (onRecord?.legs ?? []).filter((leg) => leg.lot === lot && isLegOf(role, leg)),
    );
  }
}

function isLegOf(role: Flow['role'], leg: Leg): boolean {
  return role === 'input' ? leg.masses[NET]! < 0n : leg.masses[NET]! > 0n;
}

/** Variances are taken from the legs, so that a lot that keeps its legs adds to the last bit what it added when it was posted. */
function turnOver(turnover: Turnover, masses: Masses, legs: readonly Leg[]): void {
  addInto(turnover.masses, masses);
  for (const leg of legs) addVariancesInto(turnover.variances, leg.flowVariance);
}

/**
 * The composition of outputs that nobody assayed: that of the mixed inputs less what was measured as lost, thinner when mass was
 * added. Only when no output of the
 * event has an assay; beside an assayed output the rest stays unknown, for it is not the mixture.
 */
function derivedComposition(
  matter: Matter,
  states: LotStates,
  onRecord: Entry | undefined,
  taken: Turnover,
  given: Turnover,
): Composition | null {
  if (matter.outputs.length === 0 || matter.process !== null) return null;
  const assayed = ({ lot }: LotAmount): boolean => isAssayed(states.get(lot), lot, matter, onRecord);
  if (matter.outputs.some(assayed)) return null;
  const outNet = matter.outputs.reduce((sum, output) => sum + (output.netMg ?? 0n), 0n);
  const leftNet = taken.masses[NET]! - given.masses[NET]!;
  const mixed = Number(leftNet > outNet ? leftNet : outNet);
  if (mixed <= 0) return null;
  const composition = [];
  for (let index = 0; index < NET; index++) {
    const mg = Number(taken.masses[index]! - given.masses[index]!);
    const variance = Math.max(0, taken.variances[index]! + given.variances[index]!);
    if (mg > 0) composition.push({ index, fraction: mg / mixed, sd: Math.sqrt(variance) / mixed });
  }
  return composition;
}

function isAssayed(state: LotState | undefined, lot: string, matter: Matter, onRecord: Entry | undefined): boolean {
  if (matter.assays.has(lot)) return true;
  if (state !== undefined) return state.compositionFrom === 'assay' || state.compositionFrom === 'later-assay';
  return onRecord !== undefined;
}

/** What went in and did not come out is lost in the process; what came out and never went in is an unexplained gain. */
function closeProcess(matter: Matter, taken: Turnover, given: Turnover, legs: Leg[]): void {
  const lost = taken.masses.slice();
  subtractInto(lost, given.masses);
  const gained = noMasses();
  const variances = noVariances();
  addVariancesInto(variances, taken.variances);
  addVariancesInto(variances, given.variances);
  if (matter.process === null) splitGain(lost, gained);
  const lossKind = matter.process === null ? 'process-loss' : 'in-process';
  legs.push(closingLeg(lossKind, matter, lost, variances, (column) => gained[column] === 0n));
  if (!isZero(gained)) legs.push(closingLeg('unexplained-gain', matter, gained, variances, (column) => gained[column] !== 0n));
}

/** Moves negative element columns from the loss to the gain; net stays, for reagents, water and gas come and go unrecorded. */
function splitGain(lost: Masses, gained: Masses): void {
  for (let column = 0; column < NET; column++) {
    if (lost[column]! >= 0n) continue;
    gained[column] = lost[column]!;
    lost[column] = 0n;
  }
}

function closingLeg(
  kind: 'process-loss' | 'in-process' | 'unexplained-gain',
  matter: Matter,
  masses: Masses,
  variances: Variances,
  belongs: (column: number) => boolean,
): Leg {
  const own = noVariances();
  for (let column = 0; column < COLUMNS; column++) own[column] = belongs(column) ? variances[column]! : 0;
  return { account: accountOf(kind, matter.site), lot: null, masses, balanceVariance: own, flowVariance: own };
}
